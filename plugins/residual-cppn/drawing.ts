// A drawing made with the pointer as the encoder knows digits: the ink's box scaled to 20 pixels, its centre of mass in the
// middle of 28, as MNIST was made (LeCun, Cortes and Burges, 1998), and of those the middle 26. Pure.

import { SIDE } from './networks.ts';

/** Side of MNIST's pictures, and of the box their ink fills. */
const FIELD = 28, BOX = 20;
/** Ink from which a cell counts as drawn on. */
const DRAWN = .1;
/** A dot is not blown up to a disc: the smallest box there is, in cells. */
const LEAST_BOX = 6;
/** Samples along a pixel's side. */
const FINE = 3;

interface Place { readonly x: number; readonly y: number; readonly size: number }

/** Centre of mass of the ink and the longer side of its box, in cells; undefined where nothing is drawn. */
const placeOf = (ink: Float32Array, width: number, height: number): Place | undefined => {
  let mass = 0, mx = 0, my = 0, left = width, right = -1, top = height, bottom = -1;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const amount = ink[y * width + x]!;
    mass += amount;
    mx += amount * (x + .5);
    my += amount * (y + .5);
    if (amount < DRAWN) continue;
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  return right < left ? undefined : { x: mx / mass, y: my / mass, size: Math.max(LEAST_BOX, right - left + 1, bottom - top + 1) };
};

/** `[26 * 26]` ink 0..1 of a drawing `[height * width]`, owned by the caller; undefined where nothing is drawn. */
export const digitOf = (ink: Float32Array, width: number, height: number): Float32Array | undefined => {
  const place = placeOf(ink, width, height);
  if (!place) return undefined;
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= width || y >= height ? 0 : ink[y * width + x]!);
  /** Between the centres of four cells. */
  const between = (x: number, y: number): number => {
    const left = Math.floor(x - .5), top = Math.floor(y - .5), u = x - .5 - left, v = y - .5 - top;
    return (1 - v) * ((1 - u) * at(left, top) + u * at(left + 1, top)) + v * ((1 - u) * at(left, top + 1) + u * at(left + 1, top + 1));
  };
  const step = place.size / BOX, margin = (FIELD - SIDE) / 2;
  const digit = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < digit.length; i++) for (let k = 0; k < FINE * FINE; k++) {
    const x = i % SIDE + margin + (k % FINE + .5) / FINE, y = Math.floor(i / SIDE) + margin + (Math.floor(k / FINE) + .5) / FINE;
    digit[i]! += between(place.x + step * (x - FIELD / 2), place.y + step * (y - FIELD / 2)) / FINE ** 2;
  }
  return digit;
};
