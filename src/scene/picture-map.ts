// A piece's picture as three sees it: its two GPU textures, borrowed through ExternalTexture, and the fade between
// them. One map per picture size: three keeps an external texture for good, so a new size is a new map.

import { ExternalTexture, HalfFloatType, LinearFilter, LinearMipmapLinearFilter, type Node } from 'three/webgpu';
import { mix, texture, uniform } from 'three/tsl';
import type { Picture } from '../gpu/picture.ts';

type Vec2Node = Node<'vec2'>;
type FloatNode = Node<'float'>;
type ColorNode = Node<'vec4'>;

export interface PictureMap {
  readonly picture: Picture;
  /** Width over height. */
  readonly aspect: number;
  /** The picture, linear RGB, at `uv` (v up, as three's geometries have it), optionally at a mip level. */
  color(uv: Vec2Node, level?: FloatNode): ColorNode;
  /** 0..1: how much of the second texture is seen over the first. */
  readonly share: number;
  /** Shows the picture's front, faded in by `blend` 0..1. */
  update(blend: number): void;
  /** Gives the textures back. */
  dispose(): void;
}

/** A half-float texture with mip levels as three takes it; borrowed. */
export const wrapped = (source: GPUTexture): ExternalTexture => {
  const map = new ExternalTexture(source);
  map.type = HalfFloatType;
  map.minFilter = LinearMipmapLinearFilter;
  map.magFilter = LinearFilter;
  map.generateMipmaps = false;
  map.anisotropy = 4;
  return map;
};

export const createPictureMap = (picture: Picture): PictureMap => {
  const [first, second] = [wrapped(picture.textures[0]), wrapped(picture.textures[1])];
  const share = uniform(0), giveBack = picture.borrow();
  return {
    picture,
    aspect: picture.width / picture.height,
    get share() { return share.value; },
    color(uv, level) {
      const sample = (map: ExternalTexture): ColorNode => (level ? texture(map, uv.flipY()).level(level) : texture(map, uv.flipY()));
      return mix(sample(first), sample(second), share);
    },
    update(blend) { share.value = picture.front === 1 ? blend : 1 - blend; },
    dispose() {
      first.dispose();
      second.dispose();
      giveBack();
    },
  };
};
