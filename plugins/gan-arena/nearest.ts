// The game without a critic: of many points that the generator could draw, each real one pulls its nearest. No real point goes
// without one, so no mode is dropped; and what nobody chooses is pulled nowhere.
// Li and Malik, "Implicit maximum likelihood estimation", 2018.

import type { Random } from '#nets';
import { createPass, forward, type Mlp, type Pass } from './mlp.ts';

export interface Nearest {
  /** Writes to `inputs`, `[batch, 2]`, the noise of the candidate nearest to each of `targets`, `[batch, 2]`; `candidates` a target are drawn. Answers the share of them that none chose, 0..1. */
  choose(generator: Mlp, targets: Float64Array, candidates: number, noise: number, chance: Random, inputs: Float64Array): number;
}

/** Index of the point of `[count, 2]` nearest to a place. */
export const nearestTo = (x: number, y: number, points: Float64Array, count: number): number => {
  let nearest = 0, least = Infinity;
  for (let k = 0; k < count; k++) {
    const dx = points[2 * k]! - x, dy = points[2 * k + 1]! - y, distance = dx * dx + dy * dy;
    if (distance < least) {
      least = distance;
      nearest = k;
    }
  }
  return nearest;
};

/** The mean squared distance of what was drawn from its targets, `[batch, 2]` each; writes its slopes. */
export const pairLoss = (points: Float64Array, targets: Float64Array, slopes: Float64Array): number => {
  const batch = points.length / 2;
  let sum = 0;
  for (let i = 0; i < points.length; i++) {
    const miss = points[i]! - targets[i]!;
    sum += miss * miss;
    slopes[i] = (2 * miss) / batch;
  }
  return sum / batch;
};

/** Of the reference: deviation that blurs a chosen noise, in parts of the noise's own, so that one code does not stand for one place. */
const JITTER = .01;

export const createNearest = (): Nearest => {
  let pass: Pass | undefined, chosen = new Uint8Array();
  return {
    choose(generator, targets, candidates, noise, chance, inputs) {
      const batch = targets.length / 2, count = batch * candidates;
      if (pass?.batch !== count) {
        pass = createPass(generator, count);
        chosen = new Uint8Array(count);
      }
      const codes = pass.values[0]!;
      for (let i = 0; i < codes.length; i++) codes[i] = noise * chance.normal();
      const points = forward(generator, pass);
      chosen.fill(0);
      for (let i = 0; i < batch; i++) {
        const nearest = nearestTo(targets[2 * i]!, targets[2 * i + 1]!, points, count);
        chosen[nearest] = 1;
        for (let k = 0; k < 2; k++) inputs[2 * i + k] = codes[2 * nearest + k]! + JITTER * noise * chance.normal();
      }
      let left = 0;
      for (let k = 0; k < count; k++) left += 1 - chosen[k]!;
      return left / count;
    },
  };
};
