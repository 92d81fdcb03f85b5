// The attribute net: a small classifier that reads from a face of the set "posters" what its maker knows, so that what a
// generator drew can be told without a person: does it wear glasses, a beard, long hair? Shipped and frozen like E.

import { conv, dense, flatten, network, relu, type HeldOut, type Network } from '#nets';
import { dataUnusable } from '../../core/errors.ts';

export const SIDE = 64;

/** In the order of the net's logits. */
export const ATTRIBUTES = ['glasses', 'beard', 'long hair'] as const;

/** Columns of the set from which they follow. */
export const COLUMNS = ['accessories', 'facialHair', 'head'] as const;

/** The heads of Open Peeps 9.4.3, in the order of the set's classes; true where hair falls past the jaw. */
const HEADS: Readonly<Record<string, boolean>> = {
  afro: false, bangs: true, bangs2: false, bantuKnots: false, bear: false, bun: false, bun2: false, buns: false,
  cornrows: true, cornrows2: true, dreads1: false, dreads2: false, flatTop: false, flatTopLong: false, grayBun: false, grayMedium: false,
  grayShort: false, hatBeanie: false, hatHip: false, hijab: false, long: true, longAfro: true, longBangs: true, longCurly: true,
  medium1: false, medium2: true, medium3: true, mediumBangs: true, mediumBangs2: true, mediumBangs3: true, mediumStraight: true, mohawk: false,
  mohawk2: false, noHair1: false, noHair2: false, noHair3: false, pomp: false, shaved1: false, shaved2: false, shaved3: false,
  short1: false, short2: false, short3: false, short4: false, short5: false, turban: false, twists: false, twists2: false,
};

/** 1 for the classes of `head` that have long hair, 0 for the others. */
export const LONG: readonly number[] = Object.values(HEADS).map(Number);

/** `[64, 64, 3]` in 0..1 -> `[3]` logits. */
export const attributeNet: Network = network('attributes', { picture: [SIDE, SIDE, 3] }, [
  conv(16, 4, { stride: 2 }), relu(),
  conv(32, 4, { stride: 2 }), relu(),
  conv(32, 4, { stride: 2 }), relu(),
  flatten(), dense(64), relu(), dense(ATTRIBUTES.length),
]);

/** `[count, 3]` of 0 and 1: what is known of held-out faces. Throws where they are no posters, or their classes are others. */
export const knownAttributes = ({ count, columns }: HeldOut): Uint8Array => {
  const [accessories, facialHair, head] = COLUMNS.map((name) => columns[name]);
  if (!accessories || !facialHair || !head || accessories.classes?.[0] !== 'none' || facialHair.classes?.[0] !== 'none' || head.classes?.join() !== Object.keys(HEADS).join()) {
    throw dataUnusable('These faces are not the posters that the attribute net knows.');
  }
  return Uint8Array.from({ length: count * ATTRIBUTES.length }, (_, k) => {
    const n = Math.floor(k / ATTRIBUTES.length);
    return [Number(accessories.values[n]! > 0), Number(facialHair.values[n]! > 0), LONG[head.values[n]!]!][k % ATTRIBUTES.length]!;
  });
};
