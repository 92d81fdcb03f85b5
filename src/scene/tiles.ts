// The scene larger than any window, for prints: tile by tile through parts of the camera's frustum, off the screen. The
// window keeps what it shows.

import type { WebGPURenderer } from 'three/webgpu';
import type { Camera } from './camera.ts';
import { turnAway } from './off-screen.ts';
import type { Post } from './post.ts';
import type { WindowPart } from './views/view.ts';

export interface SceneTiles {
  /** Renders the tile whose upper left pixel this is; as sRGB, borrowed until the next. It may reach beyond the picture. */
  render(x: number, y: number): GPUTexture;
  /** The renderer goes back to its window. */
  end(): void;
}

type Size = readonly [width: number, height: number];

/** Glow is as wide as in a window of this many pixels along the longer side, and taken from a rendering of that size: it looks far around, and no tile does. */
const GLOW_SIDE = 1280;

/** `camera` stands where it is to, for a window of `whole`; `frame` names the grain. */
export const openTiles = (renderer: WebGPURenderer, camera: Camera, post: Post, window: WindowPart, [width, height]: Size, tile: Size, frame: number): SceneTiles => {
  const shrink = Math.min(1, GLOW_SIDE / Math.max(width, height));
  const glowSize = [width, height].map((side) => Math.max(1, Math.round(side * shrink))) as [number, number];
  window.show([0, 0], [width, height], [width, height]);
  const glow = turnAway(renderer, ...glowSize, false);
  try {
    post.glow();
  } finally {
    glow.end();
  }
  const away = turnAway(renderer, ...tile, false);
  return {
    render(x, y) {
      camera.shot.setViewOffset(width, height, x, y, ...tile);
      window.show([x, y], tile, [width, height]);
      post.tile(frame, [x, y], [width, height]);
      return away.texture;
    },
    end() {
      away.end();
      window.show([0, 0], [1, 1], [1, 1]);
      post.endTiles();
    },
  };
};
