// The panel's samples in the page: the engine's, on canvases of the document.

import type { Engine } from './engine/engine.ts';
import { settled } from './core/latent.ts';
import type { Samples } from './ui/host.ts';

export const pageSamples = (engine: Engine): Samples => ({
  wall(piece, key, grid) {
    const canvas = document.createElement('canvas'), wall = engine.samples.wall(piece, key, grid, canvas);
    return {
      canvas,
      get painted() { return wall.painted; },
      get problem() { return wall.problem; },
      show: (points) => wall.show(points),
      dispose: () => wall.dispose(),
    };
  },
  pictures: (...asked) => engine.samples.pictures(...asked),
  features: (...asked) => engine.samples.features(...asked),
});

/** Pixels of a kept sample's side, as a picture to learn from. */
const KEPT_SIDE = 256;

const sRGB = (light: number): number => 255 * (light <= .0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - .055);

/** The samples that were kept of a piece's latents, painted, as PNG files. */
export const keptSamples = ({ engine }: { readonly engine: Engine }) => async (id: string): Promise<File[]> => {
  const piece = engine.pieces.find((one) => one.id === id), files: File[] = [];
  for (const [key, param] of Object.entries(piece?.definition.params ?? {})) {
    if (param.kind !== 'latent') continue;
    const { saved } = (piece!.recipe.params as Readonly<Record<string, typeof param.default>>)[key]!;
    const pictures = await engine.samples.pictures(id, key, saved.map(({ point }) => settled(param, point)), KEPT_SIDE);
    for (let n = 0; n < saved.length; n++) {
      const image = new ImageData(KEPT_SIDE, KEPT_SIDE), sheet = new OffscreenCanvas(KEPT_SIDE, KEPT_SIDE);
      for (let i = 0; i < KEPT_SIDE ** 2; i++) {
        for (let c = 0; c < 3; c++) image.data[4 * i + c] = sRGB(pictures[(n * KEPT_SIDE ** 2 + i) * 3 + c]!);
        image.data[4 * i + 3] = 255;
      }
      sheet.getContext('2d')!.putImageData(image, 0, 0);
      files.push(new File([await sheet.convertToBlob({ type: 'image/png' })], `${id} ${key} ${n + 1}.png`, { type: 'image/png' }));
    }
  }
  return files;
};
