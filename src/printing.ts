// Stills and prints of what is on show: a piece's own picture, or the scene, joined with the writers of PNG files. Whoever
// calls sees to it that nothing else renders meanwhile.

import { badArgument } from './core/errors.ts';
import type { Recipe } from './core/recipe.ts';
import type { Engine } from './engine/engine.ts';
import type { Gpu } from './gpu/device.ts';
import { createPartReader } from './gpu/read-part.ts';
import { embedRecipe } from './record/embed.ts';
import { writePrint, type PaintPart, type PrintWatch } from './record/print.ts';
import { printPixels } from './core/print-size.ts';
import type { Write } from './record/png-rows.ts';
import type { Stage } from './scene/stage.ts';

/** Longest side of a still, and its pixels in all. */
const MAX_SIDE = 8192, MAX_STILL = 2 ** 25;

/** Throws `EngineError` 'argument' where a still would be too large, or nothing. */
export const checkStill = (width: number, height: number): void => {
  const good = (side: number): boolean => side >= 1 && side <= MAX_SIDE;
  if (!good(width) || !good(height) || width * height > MAX_STILL) throw badArgument(`A still is 1 to ${MAX_SIDE} pixels wide and high, and ${MAX_STILL / 2 ** 20} megapixels at most; got ${width} x ${height}.`);
};

export interface PrintOptions {
  /** Whose own picture is printed; the scene where absent. */
  readonly piece?: string | undefined;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** Bits of a sample; 8 unless said. */
  readonly depth?: 8 | 16 | undefined;
  /** Pixels an inch, written into the file for whoever prints it. */
  readonly dpi?: number | undefined;
  /** Lets the upscaler enlarge a piece that has pixels of its own; true unless said. */
  readonly upscale?: boolean | undefined;
}

/** Writes a print of this moment as a PNG file, byte by byte; rejects with a sentence, or with what `write` rejects with. */
export type Print = (options: PrintOptions, write: Write, watch?: PrintWatch) => Promise<void>;

interface Press {
  readonly gpu: Gpu;
  readonly engine: Engine;
  readonly stage: Stage;
  /** Seconds. */
  readonly time: number;
  readonly still: boolean;
  readonly recipe: Recipe;
  /** The recipe's text, which the file carries. */
  readonly text: string;
}

/** Pixels that are painted at once: a band of the widest print takes some tens of megabytes. */
const TILE = [1024, 256] as const, SOFTWARE_TILE = [512, 128] as const;

const piecePainter = async ({ gpu: { device }, engine }: Press, piece: string, size: readonly [number, number], tile: readonly [number, number], depth: 8 | 16, upscale: boolean): Promise<{ paint: PaintPart; end(): void }> => {
  const painter = await engine.parts(piece, { size, tile, upscale }), reader = createPartReader(device, ...tile, depth, 'linear');
  return {
    paint: async (part) => reader.read(await painter.paint(part), part.width, part.height),
    end() {
      painter.dispose();
      reader.dispose();
    },
  };
};

const scenePainter = ({ gpu: { device }, engine, stage, time, still, recipe }: Press, size: readonly [number, number], tile: readonly [number, number], depth: 8 | 16): { paint: PaintPart; end(): void } => {
  if (recipe.post.trails > 0) throw badArgument('Trails are made of the frames before, in the size of the window, and cannot be printed; set them to 0, or print a piece.');
  const tiles = stage.tiles(engine.pieces, time, still, size, tile), reader = createPartReader(device, ...tile, depth, 'shown');
  return {
    paint: ({ x, y, width, height }) => reader.read(tiles.render(x, y), width, height),
    end() {
      tiles.end();
      reader.dispose();
    },
  };
};

/** Writes the print of the moment that was just painted whole. */
export const printTo = async (press: Press, { piece, depth = 8, upscale = true, ...wanted }: PrintOptions, write: Write, watch?: PrintWatch): Promise<void> => {
  const { width, height, dpi } = printPixels(wanted.width, wanted.height, wanted.dpi ?? 0), most = press.gpu.software ? SOFTWARE_TILE : TILE;
  const tile = [Math.min(most[0], width), Math.min(most[1], height)] as const;
  const { paint, end } = piece === undefined ? scenePainter(press, [width, height], tile, depth) : await piecePainter(press, piece, [width, height], tile, depth, upscale);
  try {
    await writePrint({ width, height, depth, ...(dpi > 0 ? { dpi } : {}), recipe: press.text }, tile, paint, write, watch);
  } finally {
    end();
  }
};

/** What a canvas shows at the call, as a PNG file that carries a recipe's text. */
export const canvasPng = async (canvas: HTMLCanvasElement, text: string): Promise<Blob> => {
  const png = await new Promise<Blob>((resolve, reject) => canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('The browser could not encode the picture as PNG.'))), 'image/png'));
  return new Blob([embedRecipe(new Uint8Array(await png.arrayBuffer()), text)], { type: png.type });
};

/** A print as a blob: its bytes are handed to the browser as they come, which keeps large ones on disk. */
export const printBlob = async (print: (write: Write) => Promise<void>): Promise<Blob> => {
  const parts: Blob[] = [];
  await print((bytes) => {
    parts.push(new Blob([bytes]));
    return Promise.resolve();
  });
  return new Blob(parts, { type: 'image/png' });
};
