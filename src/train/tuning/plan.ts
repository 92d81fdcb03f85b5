// A fine-tuning as it is handed to whoever computes it, in this thread or in a worker: numbers only.

import type { Trainer, Tuning, Weights } from '#nets';
import { GAMES, type TuningSettings } from '../../core/tuning.ts';
import { inspect } from '../../nets/shapes.ts';
import type { SessionPlan } from '../session.ts';
import { shapeOf, type CutPicture } from './pictures.ts';

export interface TunerPlan {
  readonly plugin: string;
  readonly variant: string;
  /** As they ship, `<network>/<weight>`; none where the trainer begins with its own. */
  readonly weights: Weights | undefined;
  readonly pictures: readonly CutPicture[];
  readonly settings: TuningSettings;
  /** A step's batch is taken in so many parts. */
  readonly parts: number;
}

/** Without an end: what a trainer does late in its own run does not happen. */
const ENDLESS = 1e9;

/** The trainer's own options, as the settings change them. */
export const optionsOf = ({ options = {} }: Trainer, { options: own = {}, augment, settings: known }: Tuning, settings: TuningSettings): Record<string, number> => ({
  ...options, ...own,
  ...(augment ? { [augment.option]: settings.augment ? augment.on : augment.off } : {}),
  ...(known.includes('game') ? { game: GAMES.indexOf(settings.game) } : {}),
});

export const sessionPlan = (trainer: Trainer, tuning: Tuning, data: SessionPlan['data'], { settings, parts }: Pick<TunerPlan, 'settings' | 'parts'>): SessionPlan => {
  // A batch is no larger than the pictures there are.
  const batch = Math.max(1, Math.min(settings.batch, data.about.count));
  const kept = (names: readonly string[], count: number): [string, number][] => names.map((name) => [name, count]);
  return {
    data, batch, steps: ENDLESS, seed: settings.seed, options: optionsOf(trainer, tuning, settings),
    tuning: { rate: settings.rate, parts: Math.max(1, Math.min(parts, batch)), kept: Object.fromEntries([...kept(tuning.painters, settings.kept), ...kept(tuning.judges, settings.judgeKept)]) },
  };
};

/** Pixels of a picture from which a batch may need more memory than tfjs gets on a processor: a translator of 128 x 128 does with two. */
const LARGE = 64 * 64;

/** Parts that a batch is taken in on a processor: where pictures are large and networks fold all of them, each by itself, unless a network looks at the others of its batch. */
export const partsOnProcessor = (trainer: Trainer, batch: number): number => {
  const [height, width] = shapeOf(trainer), weights = Object.values(trainer.networks).flatMap((net) => inspect(net).weights);
  const batched = weights.some(({ role }) => role === 'mean'), folds = weights.some(({ shape }) => shape.length === 4);
  return height * width >= LARGE && folds && !batched ? batch : 1;
};
