// What a running piece tells of itself, asked of the instance on show. Not of the frame: the panel asks, when it pleases.

import type { Reading } from '#api';
import type { Piece } from './piece.ts';

export interface Readings {
  /** What it is made of; stays for as long as the instance. */
  readonly about: readonly Reading[];
  /** Figures that move. */
  readonly now: readonly Reading[];
}

/** Nothing of a piece that does not run; one that throws has failed. */
export const readingsOf = (piece: Piece | undefined): Readings => {
  const instance = piece?.state === 'running' ? piece.build?.instance : undefined;
  let now: readonly Reading[] = [];
  if (instance?.readings) piece!.guard('readings', () => { now = instance.readings!(); });
  return { about: instance?.about ?? [], now };
};
