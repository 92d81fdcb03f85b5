// From the arena's state to what is painted: where the plane lies in the picture, and the strokes over the field. Real points
// that nobody draws are of another colour; each drawn one trails where it was, and its needle shows where the critic wants it; where
// there is none, needles show whom each real point pulls.

import { draw, SEEN, type Arena } from './arena.ts';
import { isPair } from './data.ts';
import { generatorLoss, needsCritic } from './losses.ts';
import { backward, createPass, forward } from './mlp.ts';
import { nearestTo } from './nearest.ts';
import { TONES, type Items } from './items.ts';
import { SHOWN, type Rounds } from './rounds.ts';

/** Where the plane lies: pixels of a unit, and of its middle. */
export interface Place { readonly scale: number; readonly x: number; readonly y: number; /** Shorter side in pixels. */ readonly least: number }

/** Half of what is seen of the plane along the shorter side, at zoom 1. */
const VIEW = 2.3;

/** `chart` is the share of the height that the curves take. */
export const placeOf = (width: number, height: number, chart: number, zoom: number): Place =>
  ({ scale: (zoom * Math.min(width, height * (1 - chart))) / (2 * VIEW), x: width / 2, y: (height * (1 - .8 * chart)) / 2, least: Math.min(width, height) });

export interface Strokes {
  /** Lengths and lights; 0 leaves the strokes out. */
  readonly arrows: number;
  readonly mesh: number;
}

/** The mesh: rings of noise, and spokes across them. */
const RINGS = 7, AROUND = 72, SPOKES = 18, FARTHEST = 2.1;
const MESH = RINGS * AROUND;
/** Of a needle in units, where the slope is as long as `STRONG`. */
const NEEDLE = .34, STRONG = 1;

export interface Sketcher {
  /** Fills `items` anew. */
  sketch(rounds: Rounds, place: Place, strokes: Strokes, items: Items): void;
}

export const createSketcher = ({ critic, generator }: Arena): Sketcher => {
  const scored = createPass(critic, SHOWN), meshed = createPass(generator, MESH), mesh = new Float64Array(2 * MESH), polar = new Float64Array(2 * MESH);
  for (let ring = 0; ring < RINGS; ring++) {
    for (let k = 0; k < AROUND; k++) {
      const radius = (FARTHEST * (ring + 1)) / RINGS, angle = (2 * Math.PI * k) / AROUND;
      polar[2 * (ring * AROUND + k)] = radius * Math.cos(angle);
      polar[2 * (ring * AROUND + k) + 1] = radius * Math.sin(angle);
    }
  }
  /** The loss's slopes at the drawn points, each as if it were alone; `[SHOWN, 3]`. */
  const slopes = ({ game, drawn, arena }: Rounds): Float64Array => {
    const inputs = scored.values[0]!;
    for (let i = 0; i < SHOWN; i++) {
      inputs[SEEN * i] = drawn[2 * i]!;
      inputs[SEEN * i + 1] = drawn[2 * i + 1]!;
      // About as crowded as the critic last saw it.
      inputs[SEEN * i + 2] = game.crowded ? arena.seen[SEEN * (i % (arena.seen.length / SEEN)) + 2]! : 0;
    }
    generatorLoss(game.loss, forward(critic, scored), scored.deltas.at(-1)!);
    const found = backward(critic, scored, false);
    for (let i = 0; i < found.length; i++) found[i]! *= -SHOWN;
    return found;
  };
  return {
    sketch(rounds, { scale, x: left, y: top, least }, { arrows, mesh: thread }, items) {
      const { drawn, before, real, game, figures } = rounds, pair = isPair(game.data), fine = least / 512;
      const across = (x: number): number => left + scale * x, down = (y: number): number => top - scale * y;
      items.clear();
      for (let i = 0; i < SHOWN; i++) {
        const x = across(real[2 * i]!), y = down(real[2 * i + 1]!);
        items.add(x, y, x, y, 1.5 * fine, .42, .42, figures.places > 0 && !rounds.isFound(i) ? TONES.lost : TONES.data);
      }
      if (thread > 0 && !pair) {
        draw(generator, game, polar, meshed, mesh);
        const link = (a: number, b: number): void => {
          const dx = mesh[2 * a]! - mesh[2 * b]!, dy = mesh[2 * a + 1]! - mesh[2 * b + 1]!;
          // The farther a thread is stretched, the fainter it is.
          const light = thread * .4 * Math.min(1, .05 / (Math.hypot(dx, dy) + .01)) ** .7;
          items.add(across(mesh[2 * a]!), down(mesh[2 * a + 1]!), across(mesh[2 * b]!), down(mesh[2 * b + 1]!), .75 * fine, light, light, TONES.mesh);
        };
        for (let ring = 0; ring < RINGS; ring++) for (let k = 0; k < AROUND; k++) link(ring * AROUND + k, ring * AROUND + (k + 1) % AROUND);
        for (let ring = 1; ring < RINGS; ring++) for (let k = 0; k < SPOKES; k++) link((ring - 1) * AROUND + k * (AROUND / SPOKES), ring * AROUND + k * (AROUND / SPOKES));
      }
      const alone = !pair && !needsCritic(game.loss), pulls = arrows > 0 && !alone ? slopes(rounds) : undefined;
      if (arrows > 0 && alone) {
        for (let i = 0; i < SHOWN; i += 2) {
          const x = real[2 * i]!, y = real[2 * i + 1]!, k = nearestTo(x, y, drawn, SHOWN), reach = Math.min(1, arrows);
          items.add(across(x), down(y), across(x + reach * (drawn[2 * k]! - x)), down(y + reach * (drawn[2 * k + 1]! - y)), 1.05 * fine, .2, .5, TONES.arrow);
        }
      }
      for (let i = 0; i < SHOWN; i++) {
        const x = drawn[2 * i]!, y = drawn[2 * i + 1]!;
        if (pulls && i % 2 === 0) {
          const px = pulls[SEEN * i]!, py = pulls[SEEN * i + 1]!, strength = Math.hypot(px, py), length = (arrows * NEEDLE) / (strength + STRONG);
          items.add(across(x), down(y), across(x + length * px), down(y + length * py), 1.05 * fine, .5, .2, TONES.arrow);
        }
        items.add(across(before[2 * i]!), down(before[2 * i + 1]!), across(x), down(y), .9 * fine, 0, .3, TONES.mesh);
        items.add(across(x), down(y), across(x), down(y), 1.7 * fine, .8, .8, TONES.drawn);
      }
    },
  };
};
