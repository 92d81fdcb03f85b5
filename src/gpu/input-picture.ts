// A texture as an input of a piece: a view of all its mip levels, made once, and a number that tells one of its pictures
// from the next. No two pictures have the same, whatever texture they are in.

import type { InputPicture } from '#api';

export type ChangingPicture = { -readonly [K in keyof InputPicture]: InputPicture[K] };

let pictures = 0;

/** The texture shows a new picture. */
export const renew = (picture: ChangingPicture): void => { picture.version = ++pictures; };

/** The texture is borrowed. */
export const inputPicture = (texture: GPUTexture): ChangingPicture =>
  ({ view: texture.createView(), width: texture.width, height: texture.height, version: ++pictures });
