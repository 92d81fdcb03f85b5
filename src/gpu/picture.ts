// A piece's output: two textures of one size, the last two pictures, so that a view can fade between them, with mip
// levels for views seen from afar; and a draft to paint the next one in. The host owns them; three borrows the two
// through ExternalTexture and never destroys them.

import { LEVELS, type Level, type Output } from '#api';
import type { Blitter } from './blit.ts';
import { PICTURE_FORMAT } from './picture-format.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** rgba16float, linear light, all mip levels; alive as long as the picture, or a borrower. */
  readonly textures: readonly [GPUTexture, GPUTexture];
  /** Index of the texture last finished. */
  readonly front: 0 | 1;
  /** Pictures finished so far. */
  readonly count: number;
  /** What `count` was when each of the textures was finished; 0 where it holds no picture yet. */
  readonly painted: readonly [number, number];
  /**
   * Where the next picture is to be painted, at a level's size: a draft of its own, since a job may span frames in which
   * the view still fades between the two textures. Borrowed; the same for the same level.
   */
  target(level: Level): Output;
  /**
   * Encodes what makes a picture of the painted draft (enlarging, mip levels) and shows it from the next render on.
   * `again`: in the place of the one on show, so that the one before it stays.
   */
  finish(encoder: GPUCommandEncoder, level: Level, again?: boolean): void;
  /** Shows one of the textures again: for a picture that was finished but never painted. */
  show(index: 0 | 1): void;
  /** Keeps the two textures alive beyond the picture's end, until what it answers is called: for whoever shows them meanwhile. */
  borrow(): () => void;
  dispose(): void;
}

interface Draft { readonly texture: GPUTexture; readonly output: Output }
interface Side { readonly texture: GPUTexture; readonly levels: readonly GPUTextureView[] }

/** `label` names it in GPU tools; `width` and `height` in pixels, at most the device's 2D limit. */
export const createPicture = (device: GPUDevice, blitter: Blitter, width: number, height: number, label: string): Picture => {
  const { STORAGE_BINDING, TEXTURE_BINDING, RENDER_ATTACHMENT, COPY_SRC, COPY_DST } = GPUTextureUsage;
  const mipLevelCount = 1 + Math.floor(Math.log2(Math.max(width, height)));
  const make = (index: number): Side => {
    const texture = device.createTexture({
      label: `${label} ${index}`, size: [width, height], format: PICTURE_FORMAT, mipLevelCount,
      usage: TEXTURE_BINDING | RENDER_ATTACHMENT | COPY_SRC | COPY_DST,
    });
    return { texture, levels: Array.from({ length: mipLevelCount }, (_, level) => texture.createView({ baseMipLevel: level, mipLevelCount: 1 })) };
  };
  const sides = [make(0), make(1)] as const;
  const finished: [number, number] = [0, 0];
  let front: 0 | 1 = 0, count = 0, borrowers = 0, ended = false;
  const end = (): void => { for (const { texture } of sides) texture.destroy(); };

  const drafts = new Map<Level, Draft>();
  const draft = (level: Level): Draft => {
    const known = drafts.get(level);
    if (known) return known;
    const [w, h] = [width, height].map((side) => Math.max(1, Math.round(side * LEVELS[level]))) as [number, number];
    const texture = device.createTexture({ label: `${label} ${level}`, size: [w, h], format: PICTURE_FORMAT, usage: STORAGE_BINDING | TEXTURE_BINDING | COPY_SRC });
    const made: Draft = { texture, output: { view: texture.createView(), width: w, height: h } };
    drafts.set(level, made);
    return made;
  };
  return {
    width, height, painted: finished,
    textures: [sides[0].texture, sides[1].texture],
    get front() { return front; },
    get count() { return count; },
    target: (level) => draft(level).output,
    finish(encoder, level, again = false) {
      const side = again && count > 0 ? front : front === 0 ? 1 : 0;
      const { texture, levels } = sides[side], { texture: painted, output } = draft(level);
      if (output.width === width && output.height === height) encoder.copyTextureToTexture({ texture: painted }, { texture }, [width, height]);
      else blitter.encode(encoder, output.view, levels[0]!);
      for (let i = 1; i < mipLevelCount; i++) blitter.encode(encoder, levels[i - 1]!, levels[i]!);
      front = side;
      finished[side] = ++count;
    },
    show(index) {
      if (index !== front) finished[front] = 0;
      front = index;
    },
    borrow() {
      let held = true;
      borrowers++;
      return () => {
        if (!held) return;
        held = false;
        if (--borrowers === 0 && ended) end();
      };
    },
    dispose() {
      ended = true;
      for (const { texture } of drafts.values()) texture.destroy();
      if (borrowers === 0) end();
    },
  };
};
