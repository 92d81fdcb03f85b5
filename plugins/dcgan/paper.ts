// The paper that faces are drawn on: a few flat colours, which a generator that has dropped modes draws too few of.

import { classHistogram, classVariation, missingClasses } from '#metrics';

const SIDE = 64, CORNER = 3;
/** A colour of fewer real pictures than this share is hair that reached the corner. */
const LEAST = .03;

/** Mean colours of the upper left corners, `[count][3]` in 0..1. */
const corners = (pictures: Float32Array): number[][] => Array.from({ length: pictures.length / (SIDE * SIDE * 3) }, (_, n) => [0, 1, 2].map((c) => {
  let sum = 0;
  for (let y = 0; y < CORNER; y++) for (let x = 0; x < CORNER; x++) sum += pictures[((n * SIDE + y) * SIDE + x) * 3 + c]!;
  return sum / CORNER ** 2;
}));

const nearest = (colours: readonly number[][], to: readonly number[]): number => {
  const far = colours.map((colour) => Math.hypot(...colour.map((x, c) => x - to[c]!)));
  return far.indexOf(Math.min(...far));
};

/** The colours of real pictures `[count, 64, 64, 3]`, the commonest first. */
export const papersOf = (real: Float32Array): number[][] => {
  const found = new Map<string, { colour: number[]; count: number }>();
  for (const colour of corners(real)) {
    const key = colour.map((x) => Math.round(255 * x)).join();
    found.set(key, { colour, count: (found.get(key)?.count ?? 0) + 1 });
  }
  const least = LEAST * real.length / (SIDE * SIDE * 3);
  return [...found.values()].filter(({ count }) => count >= least).sort((a, b) => b.count - a.count).map(({ colour }) => colour);
};

export interface Papers { /** Colours that come. */ readonly come: number; /** 0 to 1: total variation from even shares. */ readonly variation: number }

/** Which of the colours are nearest to the corners of pictures. */
export const papersIn = (pictures: Float32Array, papers: readonly number[][]): Papers => {
  const counts = classHistogram(corners(pictures).map((corner) => nearest(papers, corner)), papers.length);
  return { come: papers.length - missingClasses(counts).length, variation: classVariation(counts) };
};
