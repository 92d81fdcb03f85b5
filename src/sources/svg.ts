// A drawing in SVG as a bitmap. It is drawn as an `img` draws it: its scripts do not run and nothing it names is loaded.
// Vectors have no pixels of their own, so small ones are drawn large.

import { loadImage } from './image-element.ts';

/** Pixels of the longer side, at least. */
const LEAST_SIDE = 1024;
/** Side in user units of a sheet that says nothing of its size. */
const UNSAID = 512;
/** CSS pixels of a unit. */
const UNITS: Readonly<Record<string, number>> = { '': 1, px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 96 / 2.54, mm: 96 / 25.4, em: 16, rem: 16, ex: 8 };

export const isSvg = (blob: Blob, name: string): boolean => blob.type.startsWith('image/svg') || /\.svg$/i.test(name);

const lengthOf = (root: Element, name: string): number | undefined => {
  const [, number, unit = ''] = /^\s*\+?(\d*\.?\d+(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(root.getAttribute(name) ?? '') ?? [];
  const pixels = Number(number) * (UNITS[unit.toLowerCase()] ?? NaN);
  return pixels > 0 && Number.isFinite(pixels) ? pixels : undefined;
};

const viewBoxOf = (root: Element): readonly [number, number] | undefined => {
  const [, , width = NaN, height = NaN] = (root.getAttribute('viewBox') ?? '').trim().split(/[\s,]+/).map(Number);
  return width > 0 && height > 0 && Number.isFinite(width * height) ? [width, height] : undefined;
};

/** The text with a size in pixels, whatever it said of its own; undefined where it is no SVG. */
export const sizedSvg = (text: string, longest: number): { readonly text: string; readonly width: number; readonly height: number } | undefined => {
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml'), root = parsed.documentElement;
  if (root.localName !== 'svg' || parsed.querySelector('parsererror')) return undefined;
  const box = viewBoxOf(root), [boxWidth, boxHeight] = box ?? [UNSAID, UNSAID];
  const saidWidth = lengthOf(root, 'width'), saidHeight = lengthOf(root, 'height');
  const width = saidWidth ?? (saidHeight ?? boxHeight) * (boxWidth / boxHeight), height = saidHeight ?? width * (boxHeight / boxWidth);
  const scale = Math.min(longest, Math.max(LEAST_SIDE, width, height)) / Math.max(width, height);
  const [wide, high] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
  // Without a view box, a larger sheet would be more paper around the same small drawing.
  if (!box) root.setAttribute('viewBox', `0 0 ${width} ${height}`);
  root.setAttribute('width', String(wide));
  root.setAttribute('height', String(high));
  return { text: new XMLSerializer().serializeToString(parsed), width: wide, height: high };
};

/** Draws it on white, the longer side 1024 to `longest` pixels. Rejects with a sentence. */
export const drawSvg = async (blob: Blob, name: string, longest: number): Promise<ImageBitmap> => {
  const sized = sizedSvg(await blob.text(), longest);
  if (!sized) throw new Error(`${name} is damaged, or no SVG.`);
  const { image, done } = await loadImage(new Blob([sized.text], { type: 'image/svg+xml' })).catch(() => { throw new Error(`${name} cannot be drawn by this browser.`); });
  try {
    const canvas = new OffscreenCanvas(sized.width, sized.height), sheet = canvas.getContext('2d', { alpha: false, willReadFrequently: true })!;
    sheet.fillStyle = '#ffffff';
    sheet.fillRect(0, 0, sized.width, sized.height);
    sheet.drawImage(image, 0, 0, sized.width, sized.height);
    try {
      // A page inside the picture makes it one that must not be read, and the graphics device reads it.
      sheet.getImageData(0, 0, 1, 1);
    } catch {
      throw new Error(`${name} holds a web page (foreignObject), and browsers do not give such pictures away.`);
    }
    return canvas.transferToImageBitmap();
  } finally {
    done();
  }
};
