// The panel's samples in the page: the engine's, on canvases of the document, and thumbnails of what the pieces show.

import { badArgument } from './core/errors.ts';
import type { Engine } from './engine/engine.ts';
import { createPresenter } from './gpu/present.ts';
import type { Samples } from './ui/host.ts';

/** The mip level of a picture that is just as fine as `side` pixels need. */
const levelFor = (shorter: number, side: number, levels: number): number => Math.min(levels - 1, Math.max(0, Math.floor(Math.log2(shorter / side))));

export const pageSamples = (engine: Engine, device: GPUDevice): Samples => {
  const presenter = createPresenter(device);
  return {
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
    async thumbnail(id, side) {
      const picture = engine.pieces.find((one) => one.id === id)?.picture;
      if (!picture || picture.count === 0) throw badArgument(`Piece "${id}" shows nothing yet.`);
      const canvas = document.createElement('canvas'), { width, height, front } = picture, texture = picture.textures[front];
      canvas.width = canvas.height = side;
      const surface = presenter.surface(canvas), encoder = device.createCommandEncoder({ label: 'thumbnail' });
      const view = texture.createView({ baseMipLevel: levelFor(Math.min(width, height), side, texture.mipLevelCount), mipLevelCount: 1 });
      surface.show(encoder, view, width / height);
      device.queue.submit([encoder.finish()]);
      // In the task of the submit: a WebGPU canvas is empty in the next.
      const address = canvas.toDataURL('image/png');
      surface.dispose();
      return address;
    },
  };
};
