// When the arena learns: a whole number of steps for each sixtieth of a second, in rounds that begin anew with the next
// seed. What is shown follows from the recipe and the moment: going back, or to another round, learns again from the start.

import { createArena, draw, writeNoise, type Arena, type Game } from './arena.ts';
import { centresOf, isPair, writeData, writeShape, type Data } from './data.ts';
import { createFigures, type Figures } from './figures.ts';
import { createPass } from './mlp.ts';
import { FRESH, gameOf, type Knobs } from './play.ts';
import { random } from '#nets';

export interface Schedule extends Knobs {
  /** Hidden layers of both nets; another number is another arena. */
  readonly layers: number;
  readonly seed: number;
  /** Steps for each sixtieth of a second. */
  readonly speed: number;
  /** Seconds. */
  readonly round: number;
  /** Rates fall to a hundredth over the last four fifths of a round. */
  readonly settle: boolean;
}

/** Points that are looked at and shown, of each side. */
export const SHOWN = 256;
/** Steps between two looks; looks that are remembered. */
export const LOOK = 20, REMEMBERED = 128;
/** What is left of the rates at the end of a round that settles, and the share of it after which they fall. */
const FRAMES = 60, LEFT = .01, FALLS = .2;

export interface Rounds {
  readonly arena: Arena;
  readonly figures: Figures;
  /** Noise `[SHOWN, 2]` and what the generator makes of it, or a pair's Q; what it made of it a little while ago; real points. */
  readonly noise: Float64Array;
  readonly drawn: Float64Array;
  readonly before: Float64Array;
  readonly real: Float64Array;
  /** JS and W of the last looks, `[REMEMBERED]` each, oldest first; how many there are. */
  readonly js: Float32Array;
  readonly w: Float32Array;
  readonly remembered: number;
  /** Whether the place that the i-th real point belongs to is drawn. */
  isFound(i: number): boolean;
  /** The game of the last step. */
  readonly game: Game;
  /** Begins anew. */
  reset(): void;
  /** What is still to be learnt at a moment, in steps. */
  due(index: number, now: Schedule): number;
  /** Takes so many of them. */
  learn(steps: number, now: Schedule): void;
  /** Brings what is shown up to date. */
  show(now: Schedule): void;
}

export const createRounds = (start: Schedule): Rounds => {
  const arena = createArena(start.layers), figures = createFigures(SHOWN), pass = createPass(arena.generator, SHOWN);
  const points = (): Float64Array => new Float64Array(2 * SHOWN);
  const noise = points(), drawn = points(), before = points(), real = points(), js = new Float32Array(REMEMBERED), w = new Float32Array(REMEMBERED);
  let round = -1, at = 0, pending = 0, remembered = 0, fresh = start.cures[FRESH], game = gameOf(start, 1), data: Data = start.data;
  const homes = new Uint8Array(SHOWN);
  writeNoise(random(0, 'shown'), noise);

  const begin = (now: Schedule, of: number): void => {
    round = of;
    at = pending = remembered = 0;
    data = now.data;
    fresh = now.cures[FRESH];
    game = gameOf(now, 1);
    arena.start((now.seed + round) >>> 0, data);
    figures.start(data);
    look(now);
    before.set(drawn);
    for (let i = 0; i < SHOWN; i++) homes[i] = figures.placeOf(real, i);
  };
  const look = (now: Schedule): void => {
    // The same draws at every look, wherever the sets lie.
    const chance = random(0, 'real');
    if (isPair(data)) {
      writeShape(data, now.p, now.spread, chance, real, SHOWN, 2);
      writeShape(data, now.q, now.spread, chance, drawn, SHOWN, 2);
    } else {
      writeData(data, centresOf(data), now.spread, chance, real, SHOWN, 2);
      draw(arena.generator, game, noise, pass, drawn);
    }
  };
  const remember = (): void => {
    if (remembered === REMEMBERED) {
      js.copyWithin(0, 1);
      w.copyWithin(0, 1);
      remembered--;
    }
    js[remembered] = figures.js;
    w[remembered++] = figures.w;
  };
  const pace = ({ settle, round: seconds, speed }: Schedule): number => {
    const share = arena.steps / (FRAMES * seconds * Math.max(1, speed));
    return settle ? Math.max(LEFT, Math.min(1, 1 - ((1 - LEFT) * (share - FALLS)) / (1 - FALLS))) : 1;
  };
  return {
    arena, figures, noise, drawn, before, real, js, w,
    get remembered() { return remembered; },
    get game() { return game; },
    isFound: (i) => figures.found[homes[i]!]! > 0,
    reset() { round = -1; },
    due(index, now) {
      const frames = FRAMES * now.round, of = Math.floor(index / frames), place = index - of * frames;
      if (of !== round || place < at) begin(now, of);
      pending += (place - at) * now.speed;
      at = place;
      if (now.cures[FRESH] !== fresh) arena.freshCritic();
      fresh = now.cures[FRESH];
      return pending;
    },
    learn(steps, now) {
      for (let k = 0; k < steps && pending > 0; k++, pending--) {
        arena.step(game = gameOf(now, pace(now)));
        if (arena.steps % LOOK !== 0) continue;
        before.set(drawn);
        look(now);
        figures.look(drawn, real, now.spread);
        remember();
      }
    },
    show: look,
  };
};
