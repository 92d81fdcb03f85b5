// How much of the budget the screen has shown to be room for. Nobody tells how long the scene itself takes on the device: but
// where it and the budget together are more than a frame, frames come late. Less is then spent at once, and more again slowly.

export interface Headroom {
  /** 0..1 of the budget. */
  readonly share: number;
  /** A frame came `elapsed` milliseconds after the one before, where the screen's come every `interval`. */
  note(elapsed: number, interval: number): void;
  restart(): void;
}

/** A frame that took so many intervals is late. */
const LATE = 1.5;
/** What a late frame makes of the share, and each other one, so that one in two hundred is late where the scene leaves no room for all of the budget; and the least of it. */
const CUT = .8, BACK = 1.001, LEAST = .2;

export const createHeadroom = (): Headroom => {
  let share = 1;
  return {
    get share() { return share; },
    note(elapsed, interval) { share = elapsed > LATE * interval ? Math.max(LEAST, CUT * share) : Math.min(1, BACK * share); },
    restart() { share = 1; },
  };
};
