// A run of the plugin's own TypeScript trainer on tfjs: steps, log, sheets, checkpoints, Ctrl-C and NaN. Its session
// does the learning; this file owns the clock and the files.

import { setImmediate } from 'node:timers/promises';
import type { Trainer } from '#nets';
import { trainingStopped } from '../../core/errors.ts';
import { marksOf } from '../../train/marks.ts';
import { openSession, type Session } from '../../train/session.ts';
import { readDataSet } from '../data/read.ts';
import { openTraining } from '../backends.ts';
import { appendLog, markName, readState, trimLog, writeSheet, writeState, type LogLine } from './folder.ts';
import type { RunPlan } from './job.ts';
import { identity, identityFault } from './identity.ts';
import { progressLine } from './progress.ts';

/** Seconds between savings of the state that a run resumes from. */
const SAVE_EVERY = 120;

const stopped = (step: number, what: string, value: number | string, folder: string): Error =>
  trainingStopped(`Step ${step}: ${what} became ${value}; the run stops.`, `The last good state is kept in ${folder}: try a smaller learning rate or another seed.`);

const resume = (session: Session, plan: RunPlan, data: string): number => {
  const { weights, metadata } = readState(plan.out);
  const run = metadata['run'] ?? 'of another backend';
  if (run !== identity(plan)) throw identityFault(plan, run);
  if ((metadata['data'] ?? data) !== data) throw identityFault(plan, 'of other data');
  session.restore(weights);
  trimLog(plan.out, session.step);
  return Number(metadata['seconds'] ?? 0);
};

/**
 * Trains to the plan's last step, or until `stop` is aborted, which saves. Answers with the step reached. `show` gets a
 * line for each step, and hears whether its state was kept.
 */
export const runOnTf = async (trainer: Trainer, plan: RunPlan, show: (line: string, kept: boolean) => void, stop: AbortSignal): Promise<number> => {
  const training = await openTraining(plan.backend === 'webgpu' ? 'webgpu' : 'wasm');
  const data = readDataSet(plan.data), session = openSession(trainer, { ...plan, data });
  try {
    const before = plan.resume ? resume(session, plan, data.about.sha256) : 0, started = performance.now() / 1000 - before;
    const seconds = (): number => performance.now() / 1000 - started;
    const marks = new Set(marksOf(plan.steps, Object.values(trainer.snapshots)));
    const unwritten: LogLine[] = [];
    const save = async (...names: string[]): Promise<void> => {
      appendLog(plan.out, unwritten.splice(0));
      const state = await session.state();
      const bad = Array.from(state).find(([, { data: numbers }]) => !numbers.every(Number.isFinite));
      if (bad) throw stopped(session.step, bad[0], 'a number that is not finite', plan.out);
      for (const name of names) writeState(plan.out, name, state, { run: identity(plan), data: data.about.sha256, step: String(session.step), seconds: seconds().toFixed(1), machine: training.machine });
    };
    const mark = async (): Promise<void> => {
      await save('last', markName(session.step));
      writeSheet(plan.out, markName(session.step), await session.samples());
    };
    if (session.step === 0 && marks.has(0)) await mark();
    let saved = seconds();
    while (session.step < plan.steps && !stop.aborted) {
      const losses = await session.advance();
      const bad = Object.entries(losses).find(([, value]) => !Number.isFinite(value));
      if (bad) throw stopped(session.step, ...bad, plan.out);
      unwritten.push({ step: session.step, seconds: seconds(), losses });
      show(progressLine(session.step, plan.steps, losses, (seconds() / session.step) * (plan.steps - session.step)), marks.has(session.step));
      // Wasm answers without ever waiting: without this pause no Ctrl-C would be heard.
      await setImmediate();
      if (marks.has(session.step)) await mark();
      else if (seconds() - saved > SAVE_EVERY || stop.aborted) await save('last');
      else continue;
      saved = seconds();
    }
    if (unwritten.length > 0) await save('last');
    return session.step;
  } finally {
    session.dispose();
    training.dispose();
  }
};
