// The panel's samples in the page: the engine's, on canvases of the document.

import type { Engine } from './engine/engine.ts';
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
