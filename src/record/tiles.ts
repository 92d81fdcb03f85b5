// How a picture that is too large for a texture is divided: bands of rows from the top, each a row of tiles from the left.
// Numbers only.

import type { Part } from '#api';

/** Tiles of `side`, those at the right and lower edge cut to the picture. Each list is one band. */
export function* bandsOf(width: number, height: number, [across, down]: readonly [number, number]): Generator<readonly Part[]> {
  for (let y = 0; y < height; y += down) {
    yield Array.from({ length: Math.ceil(width / across) }, (_, i): Part => ({ x: i * across, y, width: Math.min(across, width - i * across), height: Math.min(down, height - y) }));
  }
}

export const tileCount = (width: number, height: number, [across, down]: readonly [number, number]): number => Math.ceil(width / across) * Math.ceil(height / down);
