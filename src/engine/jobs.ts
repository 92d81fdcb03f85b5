// Carries out what the scheduler admits of a piece's job: on submissions of its own, so that a faulty plugin spoils nobody
// else's commands.

import { costOf, type Job } from './build.ts';
import { passOn } from './cursor.ts';
import type { Piece } from './piece.ts';
import type { Admit } from './schedule/frame.ts';
import { closeTally, type StepRunner } from './steps.ts';

/** Runs steps of a piece's job as far as `admit` allows; finishes its picture behind the last. Answers whether any ran. */
export const workOn = (device: GPUDevice, runner: StepRunner, piece: Piece, exact: boolean, admit: Admit): boolean => {
  const { job } = piece;
  if (!job) return false;
  let ran = false;
  let encoder = device.createCommandEncoder({ label: piece.id });
  /** One step, or some of its tiles; false where it must wait. */
  const advance = (): boolean => {
    const step = job.next!, from = job.tile;
    const cost = costOf(job.build, job.level, step), following = runner.run(job, cost, encoder, admit, job.tally);
    if (!following) return false;
    encoder = following;
    ran = true;
    book(job, cost.milliseconds, step.flops, from);
    piece.guard('infer', () => passOn(job));
    return true;
  };
  const { front } = job.build.picture;
  device.pushErrorScope('validation');
  piece.guard('infer', () => {
    while (piece.job === job && job.next && advance());
    if (piece.job === job && !job.next) {
      piece.finish(encoder, job, exact);
      closeTally(job.tally);
    }
    if (ran || piece.job !== job) device.queue.submit([encoder.finish()]);
  });
  // Told some frames later, without anyone waiting; a lost device is told elsewhere.
  device.popErrorScope().then((refusal) => { if (refusal) piece.refuse(job, front, refusal.message); }, () => undefined);
  return ran;
};

/** Books what was encoded of a step, as learnt: all of it when its first tiles are. */
const book = (job: Job, milliseconds: number, flops: number, from: number): void => {
  if (from > 0) return;
  job.cost += milliseconds;
  job.flops += flops;
};
