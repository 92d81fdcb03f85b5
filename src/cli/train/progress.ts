// The line under a running training: how far, the losses, the time left. One line, rewritten in place, where a person
// watches; where the output is a file, a line for each state that is kept.

import type { Losses } from '#nets';

const WIDTH = 24;

/** Minutes and hours as a person says them. */
export const spoken = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)} s` : seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;

export const progressLine = (step: number, steps: number, losses: Losses, secondsLeft: number): string => {
  const done = Math.floor(WIDTH * step / steps);
  const shown = Object.entries(losses).map(([name, value]) => `${name} ${value.toFixed(3)}`).join('  ');
  return `[${'#'.repeat(done)}${'.'.repeat(WIDTH - done)}] ${step}/${steps}  ${shown}  ${spoken(secondsLeft)} left`;
};
