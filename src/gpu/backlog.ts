// How many frames the device has not finished yet. A browser asks for frames at the screen's rate however far a slow device
// is behind; what is queued then can neither be taken back nor overtaken, and the page stands still until it is done.

/** Frames that may be under way: as many as a browser keeps ahead, and one for the way the news of their end takes. */
const MOST = 3;
/** Where frames take so many milliseconds that news takes no time beside them, one: a browser that is kept waiting bunches its frames, two at once after twice the time. */
const SLOW = 100, MOST_SLOW = 1;

export interface Backlog {
  /** The device is so far behind that another frame would only wait, where frames come every `interval` milliseconds. */
  full(interval: number): boolean;
  /** A frame has been submitted. Nobody waits for it. */
  add(): void;
}

export const createBacklog = (queue: Pick<GPUQueue, 'onSubmittedWorkDone'>): Backlog => {
  let under = 0;
  const done = (): void => { under--; };
  return {
    full: (interval) => under >= (interval > SLOW ? MOST_SLOW : MOST),
    add() {
      under++;
      queue.onSubmittedWorkDone().then(done, done);
    },
  };
};
