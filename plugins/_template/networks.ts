// The network as data: shapes, parameter count and the fused GPU kernel all follow from this list of layers.

import { concat, dense, network, sigmoid, sin, type Network } from '#nets';

/** Length of z. */
export const LATENT = 4;

/** `[H, W, 3]` positions (x, y, distance from the middle) and `[LATENT]` z -> `[H, W, 3]`: colour, shade and relief. */
export const waves = (units: number): Network =>
  network('waves', { position: [null, null, 3], z: [LATENT] }, [
    concat('z'), dense(units), sin(),
    dense(units), sin(),
    dense(3), sigmoid(),
  ]);
