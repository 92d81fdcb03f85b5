// How many frames the device has not finished yet. A browser asks for frames at the screen's rate however far a slow device
// is behind; what is queued then can neither be taken back nor overtaken, and the page stands still until it is done.

/** Frames that may be under way: as many as a browser keeps ahead, and one for the way the news of their end takes. */
const MOST = 3;
/** Where a frame takes the device so many milliseconds that news takes no time beside them, one: a browser that is kept waiting bunches its frames, two at once after twice the time. */
const SLOW = 100, MOST_SLOW = 1;

export interface Backlog {
  /** The device is so far behind that another frame would only wait. */
  readonly full: boolean;
  /** A frame has been submitted. Nobody waits for it. */
  add(): void;
}

/** `now`: milliseconds of any clock. */
export const createBacklog = (queue: Pick<GPUQueue, 'onSubmittedWorkDone'>, now: () => number): Backlog => {
  /** When the frames under way were submitted, a ring; whichever ends is the oldest. */
  const submitted = new Float64Array(MOST);
  // Slow until one has been seen: three at once of a slow device's first frames would hold up the fourth for all of them.
  let added = 0, ended = 0, lastEnd = -Infinity, slow = true;
  const done = (): void => {
    const end = now();
    slow = end - Math.max(lastEnd, submitted[ended % MOST]!) > SLOW;
    lastEnd = end;
    ended++;
  };
  return {
    get full() { return added - ended >= (slow ? MOST_SLOW : MOST); },
    add() {
      submitted[added++ % MOST] = now();
      queue.onSubmittedWorkDone().then(done, done);
    },
  };
};
