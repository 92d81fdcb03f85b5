// Pictures from outside as inputs of pieces: copied to the device as they come, made linear and opaque there, with mip
// levels. The textures stay as long as pictures of one size come.

import type { InputPicture } from '#api';
import type { Blitter } from './blit.ts';
import { inputPicture, renew, type ChangingPicture } from './input-picture.ts';
import { PICTURE_FORMAT } from './picture-format.ts';
import { stretcher } from './stretched.ts';

export interface Upload {
  /** The picture taken last; undefined before the first. Its texture goes when a picture of another size is taken. */
  readonly picture: InputPicture | undefined;
  /** Takes a picture of `width` x `height` pixels over, scaled where it is too large; throws what the browser says where it cannot be copied, and keeps the one before. */
  take(picture: GPUCopyExternalImageSource, width: number, height: number): void;
  dispose(): void;
}

/** Pixels of the longest side of an input. */
const LONGEST = 4096;

/** What is transparent lies on white paper, in linear light. */
const LIGHT = /* wgsl */ `@fragment fn light(in: Corner) -> @location(0) vec4f {
  let colour = textureSampleLevel(source, smooth_sampler, in.uv, 0);
  return vec4f(mix(vec3f(1), colour.rgb, colour.a), 1);
}`;

interface Scratch { readonly texture: GPUTexture; readonly view: GPUTextureView }
interface Target { readonly texture: GPUTexture; readonly levels: readonly GPUTextureView[]; readonly picture: ChangingPicture }
type Size = readonly [width: number, height: number];

const within = (width: number, height: number, longest: number): Size => {
  const scale = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
};
const measures = ({ width, height }: GPUTexture, [wanted, high]: Size): boolean => width === wanted && height === high;

/** What is larger than any texture, drawn smaller by the browser. */
const shrunk = (picture: GPUCopyExternalImageSource, [width, height]: Size): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(width, height), drawing = canvas.getContext('2d')!;
  drawing.imageSmoothingQuality = 'high';
  drawing.drawImage(picture as CanvasImageSource, 0, 0, width, height);
  return canvas;
};

/** Makes uploads on one device; `label` names one in GPU tools. */
export const uploader = (device: GPUDevice, blitter: Blitter): ((label: string) => Upload) => {
  const lighten = stretcher(device, 'upload', LIGHT, PICTURE_FORMAT);
  const { maxTextureDimension2D: largest } = device.limits;
  const { COPY_DST, COPY_SRC, RENDER_ATTACHMENT, TEXTURE_BINDING } = GPUTextureUsage;

  const makeScratch = (size: Size, label: string): Scratch => {
    // Its bytes are sRGB's, and sampling them gives linear light.
    const texture = device.createTexture({ label: `${label} upload`, size: [...size], format: 'rgba8unorm-srgb', usage: COPY_DST | RENDER_ATTACHMENT | TEXTURE_BINDING });
    return { texture, view: texture.createView() };
  };
  const makeTarget = (size: Size, label: string): Target => {
    const mipLevelCount = 1 + Math.floor(Math.log2(Math.max(...size)));
    const texture = device.createTexture({ label, size: [...size], format: PICTURE_FORMAT, mipLevelCount, usage: RENDER_ATTACHMENT | TEXTURE_BINDING | COPY_SRC });
    return {
      texture, picture: inputPicture(texture),
      levels: Array.from({ length: mipLevelCount }, (_, level) => texture.createView({ baseMipLevel: level, mipLevelCount: 1 })),
    };
  };

  return (label) => {
    let scratch: Scratch | undefined, target: Target | undefined;
    return {
      get picture() { return target?.picture; },
      take(picture, width, height) {
        const raw = within(width, height, largest), size = within(width, height, Math.min(LONGEST, largest));
        if (!scratch || !measures(scratch.texture, raw)) {
          scratch?.texture.destroy();
          scratch = makeScratch(raw, label);
        }
        const source = raw[0] === width && raw[1] === height ? picture : shrunk(picture, raw);
        device.queue.copyExternalImageToTexture({ source }, { texture: scratch.texture }, [...raw]);
        if (!target || !measures(target.texture, size)) {
          target?.texture.destroy();
          target = makeTarget(size, label);
        }
        const { levels, picture: taken } = target, encoder = device.createCommandEncoder({ label });
        lighten(encoder, scratch.view, levels[0]!);
        for (let i = 1; i < levels.length; i++) blitter.encode(encoder, levels[i - 1]!, levels[i]!);
        device.queue.submit([encoder.finish()]);
        renew(taken);
      },
      dispose() {
        scratch?.texture.destroy();
        target?.texture.destroy();
        scratch = target = undefined;
      },
    };
  };
};
