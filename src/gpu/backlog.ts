// How many frames the device has not finished yet. A browser asks for frames at the screen's rate however far a slow device
// is behind; what is queued then can neither be taken back nor overtaken, and the page stands still until it is done.

/** Frames that may be under way: as many as a browser keeps ahead, and one for the way the news of their end takes. */
const MOST = 3;

export interface Backlog {
  /** The device is so far behind that another frame would only wait. */
  full(): boolean;
  /** A frame has been submitted. Nobody waits for it. */
  add(): void;
}

export const createBacklog = (queue: Pick<GPUQueue, 'onSubmittedWorkDone'>): Backlog => {
  let under = 0;
  const done = (): void => { under--; };
  return {
    full: () => under >= MOST,
    add() {
      under++;
      queue.onSubmittedWorkDone().then(done, done);
    },
  };
};
