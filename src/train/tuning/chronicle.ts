// What is told of a course of learning: curves, looks at samples, figures, the alarm. Each telling counts the version up.

import type { Losses } from '#nets';
import { createHistory, type Curve } from './history.ts';
import type { Look, Progress, Tuner } from './tuner.ts';

const MOST_LOOKS = 32;
/** Steps between looks at samples, and between measurements. */
const LOOKED_EVERY = 20, MEASURED_EVERY = 100;

export interface Chronicle {
  readonly step: number;
  /** A sentence that stays until something is done; '' where all is well. */
  readonly alarm: string;
  readonly curves: ReadonlyMap<string, Curve>;
  /** The oldest first. */
  readonly looks: readonly { readonly step: number; readonly look: Look }[];
  /** FID-like to the pictures: of the weights that ship, and as last measured. */
  readonly distances: { readonly before: number; readonly now: number };
  readonly version: number;
}

export interface Chronicler extends Chronicle {
  /** Tells of steps taken. */
  follow(tuner: Tuner, progress: Progress): Promise<void>;
  look(tuner: Tuner): Promise<void>;
  measure(tuner: Tuner): Promise<void>;
  warn(alarm: string): void;
  /** Goes back, or forth, to a step; forgets what came after. */
  goTo(step: number): void;
  /** Something else is to be told of. */
  touch(): void;
}

export const createChronicle = (): Chronicler => {
  const history = createHistory(), distances = { before: NaN, now: NaN };
  let step = 0, alarm = '', version = 0, looks: { step: number; look: Look }[] = [];
  const tell = (numbers: Losses): void => {
    history.push(step, numbers);
    version++;
  };
  const look = async (tuner: Tuner): Promise<void> => {
    const seen = await tuner.look();
    looks = [...looks.filter((other) => other.step < step), { step, look: seen }];
    if (looks.length > MOST_LOOKS) looks = looks.filter((_, i) => i % 2 === 0 || i === looks.length - 1);
    alarm = seen.alarm || alarm;
    tell({ variety: seen.variety, kinds: seen.kinds });
  };
  const measure = async (tuner: Tuner): Promise<void> => {
    const distance = await tuner.distance();
    distances.now = distance;
    if (step === 0) distances.before = distance;
    tell({ distance });
  };
  return {
    get step() { return step; },
    get alarm() { return alarm; },
    get curves() { return history.curves; },
    get looks() { return looks; },
    distances,
    get version() { return version; },
    look, measure,
    async follow(tuner, { step: reached, losses, alarm: said, fellBack }) {
      const before = step;
      step = reached;
      alarm = said || alarm;
      if (fellBack) history.cut(step);
      else tell(losses);
      const passed = (every: number): boolean => Math.floor(step / every) > Math.floor(before / every);
      if (passed(LOOKED_EVERY)) await look(tuner);
      if (passed(MEASURED_EVERY)) await measure(tuner);
    },
    warn(sentence) {
      alarm = sentence;
      version++;
    },
    goTo(to) {
      step = to;
      history.cut(to);
      looks = looks.filter((other) => other.step <= to);
      alarm = '';
      version++;
    },
    touch() { version++; },
  };
};
