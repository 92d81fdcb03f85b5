// The net that enlarges small pictures of any piece fourfold: "ESRGAN slim" of npm @upscalerjs/esrgan-slim (MIT), a
// residual dense network (Zhang et al., 2018) taught by a perceptual loss and a critic as ESRGAN is (Wang et al., 2018).
// The original enlarges before its last layer; here that layer is worked into one on the small picture, followed by
// `depthToSpace`: the same numbers, a sixteenth of the memory. `npm run upscaler -- import` makes the weights.
// The original sees zeros beyond the picture, and draws a yellowish line along its border; this one is shown a mirror.

import { conv, depthToSpace, network, pad, relu, residual, skip, type Layer } from './network.ts';

/** How many times as long a side becomes. */
export const UPSCALE = 4;
/** Shortest and longest side of a picture that is enlarged: what it costs grows with the area, 0.6 MFLOP for each pixel. */
export const LEAST_UPSCALED = 8, MOST_UPSCALED = 256;
/** Pixels that the last four convolutions take from each side, added before the first. */
export const MIRRORED = 5;
/** Path under assets/. */
export const UPSCALER_WEIGHTS = 'upscaler/esrgan-slim-4x.safetensors';

/** One dense layer, its result beside what it read, brought back to 64 channels and added. */
const block = (): Layer => residual([skip([conv(4, 3), relu()]), conv(64, 1)]);

const INSIDE = { padding: 'valid' } as const;

/** `[H, W, 3] -> [4 H, 4 W, 3]`, sRGB in 0..1; what comes out may leave that range a little. */
export const upscaler = network('upscaler', { picture: [null, null, 3] }, [
  pad(MIRRORED), conv(64, 3),
  residual([conv(64, 3), block(), skip([block()]), conv(64, 1), conv(64, 3)]),
  conv(64, 5, INSIDE), relu(), conv(32, 3, INSIDE), relu(), conv(48, 3, INSIDE),
  conv(3 * UPSCALE ** 2, 3, INSIDE), depthToSpace(UPSCALE),
]);
