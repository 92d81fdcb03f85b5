// The contact sheet of a set: up to ten by ten items chosen evenly, pairs side by side; points as a scatter plot. Drawn
// so that a person sees at a glance what a network will be shown.

import { encode } from 'fast-png';
import { countOf, sizeOf, type DataDraft, type DataValues } from '../../train/data/data-set.ts';

const ACROSS = 10;
const GAP = 2;
/** Small pictures are drawn larger, and large ones smaller, by whole factors towards this many pixels. */
const CELL = 96;
const PLOT = 640;

interface Sheet { readonly width: number; readonly height: number; readonly data: Uint8Array }

const blank = (width: number, height: number, grey: number): Sheet => ({ width, height, data: new Uint8Array(width * height * 3).fill(grey) });

/** Draws one [H,W,C] picture at (left, top), every `shrink` x `shrink` block as its mean, `grow` pixels wide. */
const place = (sheet: Sheet, picture: Uint8Array, [height, width, channels]: readonly [number, number, number], left: number, top: number, shrink: number, grow: number): void => {
  for (let y = 0; y < Math.floor(height / shrink) * grow; y++) for (let x = 0; x < Math.floor(width / shrink) * grow; x++) {
    for (let c = 0; c < 3; c++) {
      const channel = Math.min(c, channels - 1);
      const [fromY, fromX] = [Math.floor(y / grow) * shrink, Math.floor(x / grow) * shrink];
      let sum = 0;
      for (let j = 0; j < shrink; j++) for (let i = 0; i < shrink; i++) sum += picture[((fromY + j) * width + fromX + i) * channels + channel]!;
      sheet.data[((top + y) * sheet.width + left + x) * 3 + c] = Math.round(sum / shrink ** 2);
    }
  }
};

const pictures = (draft: DataDraft, items: Uint8Array): Sheet => {
  const shape = [draft.shape[0]!, draft.shape[1]!, draft.shape[2]!] as const;
  const pair = draft.columns['pair']?.values;
  const strips = pair instanceof Uint8Array ? [items, pair] : [items];
  const shrink = Math.max(1, Math.ceil(Math.max(shape[0], shape[1]) / (CELL * 1.5)));
  const grow = Math.max(1, Math.floor(CELL / Math.max(shape[0], shape[1])));
  const cell = { height: Math.floor(shape[0] / shrink) * grow, width: Math.floor(shape[1] / shrink) * grow };
  const count = countOf(draft);
  const across = Math.min(ACROSS, Math.ceil(Math.sqrt(count))), shown = Math.min(count, across * across);
  const stepX = cell.width * strips.length + GAP * 2, stepY = cell.height + GAP * 2;
  const sheet = blank(across * stepX, Math.ceil(shown / across) * stepY, 128);
  for (let k = 0; k < shown; k++) {
    const at = Math.floor((k * count) / shown) * sizeOf(shape);
    for (const [s, strip] of strips.entries()) {
      place(sheet, strip.subarray(at, at + sizeOf(shape)), shape, (k % across) * stepX + GAP + s * cell.width, Math.floor(k / across) * stepY + GAP, shrink, grow);
    }
  }
  return sheet;
};

/** A dot for every point, darker where they lie closer; x to the right, y upwards, both axes of one scale. */
const scatter = (points: DataValues, dimensions: number): Sheet => {
  const sheet = blank(PLOT, PLOT, 255);
  let reach = 1e-6;
  for (const x of points) reach = Math.max(reach, Math.abs(x) * 1.05);
  const pixel = (x: number): number => Math.floor(((x / reach + 1) / 2) * (PLOT - 1));
  for (let i = 0; i < points.length; i += dimensions) {
    const at = ((PLOT - 1 - pixel(points[i + dimensions - 1]!)) * PLOT + pixel(points[i]!)) * 3;
    for (let c = 0; c < 3; c++) sheet.data[at + c] = sheet.data[at + c]! * (c === 2 ? .85 : .6);
  }
  return sheet;
};

/** PNG bytes. Of points with more than two numbers, the first and the last are the axes. */
export const contactSheet = (draft: DataDraft): Uint8Array => {
  const sheet = draft.items instanceof Uint8Array && draft.shape.length === 3 ? pictures(draft, draft.items) : scatter(draft.items, sizeOf(draft.shape));
  return encode({ ...sheet, channels: 3, depth: 8 });
};
