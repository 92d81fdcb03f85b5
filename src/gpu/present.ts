// Shows linear textures on small canvases of their own, beside the stage's: walls of samples. Encodes sRGB.

import { stretcher } from './stretched.ts';

export interface Surface {
  /** Encodes what fills the canvas with `from`, one mip level of a linear texture. */
  show(encoder: GPUCommandEncoder, from: GPUTextureView): void;
  /** Gives the canvas back; it shows nothing from then on. */
  dispose(): void;
}

export interface Presenter {
  /** Makes a canvas one of the device's; its size is the caller's, and must stay. Throws a sentence where it already has another context. */
  surface(canvas: HTMLCanvasElement): Surface;
}

const SHOW = /* wgsl */ `
@fragment fn show(in: Corner) -> @location(0) vec4f {
  let light = clamp(textureSampleLevel(source, smooth_sampler, in.uv, 0).rgb, vec3f(0), vec3f(1));
  return vec4f(select(1.055 * pow(light, vec3f(1 / 2.4)) - .055, 12.92 * light, light <= vec3f(.0031308)), 1);
}
`;

/** What all canvases need is made with the first of them, so that no frame waits for it. */
export const createPresenter = (device: GPUDevice): Presenter => {
  // The browser prefers one format, always.
  let present: ReturnType<typeof stretcher> | undefined;
  return {
    surface(canvas) {
      const context = canvas.getContext('webgpu');
      if (!context) throw new Error('The browser gave no WebGPU canvas to show pictures on.');
      const format = navigator.gpu.getPreferredCanvasFormat();
      context.configure({ device, format, alphaMode: 'opaque' });
      const draw = present ??= stretcher(device, 'present', SHOW, format);
      return {
        show: (encoder, from) => draw(encoder, from, context.getCurrentTexture().createView()),
        dispose: () => context.unconfigure(),
      };
    },
  };
};
