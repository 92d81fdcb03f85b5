// The renderer turned away from its window, for a while: it renders to a texture of any size, and the window keeps what it
// shows.

import { CanvasTarget, FloatType, HalfFloatType, NoColorSpace, RenderTarget, type WebGPURenderer } from 'three/webgpu';

/** What three keeps to itself; its version is pinned, and the tests of frames would tell. */
interface Inside { readonly backend: { get(of: object): { readonly texture: GPUTexture } }; readonly _nodes: { readonly nodeFrame: { update(): void } } }
const inside = (renderer: WebGPURenderer): Inside => renderer as unknown as Inside;

/**
 * The next render is a frame of its own. three counts the browser's animation frames, renders what lies behind the post
 * effects once for each, and in a hidden tab there is none.
 */
export const nextFrame = (renderer: WebGPURenderer): void => inside(renderer)._nodes.nodeFrame.update();

export interface OffScreen {
  /** What is rendered from now on: sRGB as it is shown, alpha multiplied in. */
  readonly texture: GPUTexture;
  /** Turns the renderer back to its window. */
  end(): void;
}

/** `exact` keeps more than the eleven bits of a half float. */
export const turnAway = (renderer: WebGPURenderer, width: number, height: number, exact: boolean): OffScreen => {
  const window = renderer.getCanvasTarget();
  // Passes take their size from the canvas, so there is one, though nothing is ever drawn on it.
  const canvas = new CanvasTarget(new OffscreenCanvas(width, height));
  canvas.setSize(width, height, false);
  const target = new RenderTarget(width, height, { type: exact ? FloatType : HalfFloatType, colorSpace: NoColorSpace, depthBuffer: false });
  renderer.setCanvasTarget(canvas);
  renderer.setRenderTarget(target);
  renderer.initRenderTarget(target);
  const { texture } = inside(renderer).backend.get(target.texture);
  return {
    texture,
    end() {
      renderer.setRenderTarget(null);
      renderer.setCanvasTarget(window);
      target.dispose();
      canvas.dispose();
    },
  };
};
