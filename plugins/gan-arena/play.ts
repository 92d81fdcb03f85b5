// Which game is played: the knobs, and over them the switches that break it and those that mend it.

import type { Game } from './arena.ts';
import { isWasserstein } from './losses.ts';

/** What makes a generator collapse. */
export const CAUSES = ['runaway generator', 'momentum', 'tiny noise'] as const;
/** What helps it up again. */
export const CURES = ['WGAN-GP', 'minibatch features', 'instance noise', 'fresh critic', 'unrolled', 'IMLE'] as const;
export const FRESH = CURES.indexOf('fresh critic');

const HASTE = 10, REST = 40, TINY = .02;
const CURED_RATE = .002, CURED_PENALTY = 1, CURED_STEPS = 3, BLUR = .2, CURED_LOOK = 5;

/** What a person turns; rates in thousandths. */
export interface Knobs extends Pick<Game, 'data' | 'spread' | 'p' | 'q' | 'loss' | 'criticRate' | 'generatorRate' | 'criticSteps' | 'generatorSteps' | 'unroll' | 'candidates' | 'clip' | 'penalty'> {
  readonly causes: string;
  readonly cures: string;
}

const isOn = (mask: string, names: readonly string[], name: string): boolean => mask[names.indexOf(name)] === '1';

/** `pace` is how much of the rates is left, 0..1. */
export const gameOf = ({ data, spread, p, q, loss, criticRate, generatorRate, criticSteps, generatorSteps, unroll, candidates, clip, penalty, causes, cures }: Knobs, pace: number): Game => {
  const caused = (name: typeof CAUSES[number]): boolean => isOn(causes, CAUSES, name), cured = (name: typeof CURES[number]): boolean => isOn(cures, CURES, name);
  // IMLE goes before WGAN-GP: its generator does not ask the critic.
  const alone = cured('IMLE'), wgan = cured('WGAN-GP') && !alone, played = alone ? 'implicit likelihood' : wgan ? 'wasserstein penalty' : loss;
  return {
    data, spread, p, q, clip, candidates,
    loss: played,
    penalty: wgan ? CURED_PENALTY : penalty,
    criticRate: (wgan ? CURED_RATE : criticRate / 1000) * pace,
    generatorRate: (generatorRate / 1000) * pace * (caused('runaway generator') || caused('momentum') ? HASTE : 1),
    criticSteps: Math.max(criticSteps, wgan ? CURED_STEPS : 1),
    generatorSteps,
    unroll: Math.max(unroll, cured('unrolled') ? CURED_LOOK : 0),
    criticEvery: caused('runaway generator') ? REST : 1,
    // The source of the Wasserstein game goes without.
    momentum: caused('momentum') ? .9 : isWasserstein(played) ? 0 : .5,
    noise: caused('tiny noise') ? TINY : 1,
    blur: cured('instance noise') ? BLUR : 0,
    crowded: cured('minibatch features'),
  };
};
