// One shape on a ground: kind, hue, place and size are independent of each other, so that what a code means can be scored.

import type { Random } from '../../core/random.ts';
import { between, hsv, type Scene } from './scene.ts';

/** Inside or not, for (x, y) from the shape's centre in units of its radius; y points down. */
const SHAPES: Readonly<Record<string, (x: number, y: number) => boolean>> = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) <= Math.SQRT1_2,
  triangle: (x, y) => y <= .5 && Math.sqrt(3) * Math.abs(x) <= 1 + y,
  cross: (x, y) => Math.min(Math.abs(x), Math.abs(y)) <= .3 && Math.max(Math.abs(x), Math.abs(y)) <= .95,
};

const KINDS = Object.keys(SHAPES);

/** `x`, `y`: its centre, from the left and the top; `size`: radius of the circle round it; all of the picture's side. Hues 0..1. */
export const shapeScene = (chance: Random): Scene => {
  const kind = KINDS[chance.int(KINDS.length)]!;
  const size = between(chance, .12, .3);
  const x = between(chance, size, 1 - size), y = between(chance, size, 1 - size);
  const hue = chance.uniform(), ground = chance.uniform();
  const inside = SHAPES[kind]!, ink = hsv(hue, .85, .85), paper = hsv(ground, .2, .95);
  return {
    attributes: { kind, hue, ground, x, y, size },
    colour: (u, v) => inside((u - x) / size, (v - y) / size) ? ink : paper,
  };
};
