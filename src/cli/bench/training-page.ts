// The training bench's part in the page: a DCGAN that hangs in the scene, taught while frames are measured.

import type { WeightsFile } from '#api';
import { emptyTuning } from '../../core/tuning.ts';
import { weightsPath, type LoadWeights } from '../../engine/weights.ts';
import { readSafetensors } from '../../nets/safetensors.ts';
import { createCourse, type Course } from '../../train/tuning/course.ts';
import type { CutPicture } from '../../train/tuning/pictures.ts';
import { openerOf, type PlaceHost } from '../../tuning/place.ts';
import dcgan from '../../../plugins/dcgan/index.ts';
import type { Raw } from './cases.ts';
import { measureSession, type Session, type Taught } from './session.ts';

const PLUGIN = 'dcgan', VARIANT = 'faces', SIDE = 64, PICTURES = 32;
/** Pictures of a step. */
const BATCH = 8;

export const trainingScene: Raw = { version: 1, pieces: [{ id: 'taught', plugin: PLUGIN, view: { frame: 'none' } }], budget: { quality: 'full' } };

/** Slopes of colour: what a step takes does not depend on what pictures show. */
const pictures = (): readonly CutPicture[] => Array.from({ length: PICTURES }, (_none, n) => ({
  heap: 0, pixels: Uint8Array.from({ length: 4 * SIDE * SIDE }, (_, i) => (i % 4 === 3 ? 255 : (n * 8 + (i % 4 === 0 ? i >> 2 : i >> 8)) % 256)),
}));

export interface TrainingHost extends Omit<PlaceHost, 'onLeft'> {
  readonly loadWeights: LoadWeights;
}

/** `onLeft` as the engine tells of what frames leave, or otherwise. */
const courseOf = ({ engine }: Session, host: TrainingHost, file: WeightsFile, label: string, onLeft: PlaceHost['onLeft']): Course => createCourse({
  lesson: () => ({
    key: 'bench', averaged: true,
    plan: () => Promise.resolve({ plugin: PLUGIN, variant: VARIANT, weights: file.weights, pictures: pictures(), settings: { ...emptyTuning.settings, batch: BATCH } }),
  }),
  open: openerOf({ ...host, onLeft }), now: host.now,
  show: (weights) => engine.pieces[0]!.teach(label, weights && { ...file, weights }),
});

/** Frames without learning, with it, and of a loop that takes a whole step before each. */
export const measureTraining = async (session: Session, host: TrainingHost, seconds: number): Promise<Taught> => {
  const { engine, frame } = session, { now } = host;
  const [label = '', path = ''] = Object.entries(dcgan.weights ?? {}).find(([name]) => name === VARIANT) ?? [];
  const file = readSafetensors(await host.loadWeights(path), weightsPath(path));
  const off = await measureSession(session, false, seconds);

  const course = courseOf(session, host, file, label, (listener) => engine.onLeft(listener));
  await course.start();
  while (course.told.step === 0) await frame(false);
  // Pipelines, costs and the first weights on show lie behind.
  await measureSession(session, false, 0);
  const begun = course.told.step, start = now();
  const on = await measureSession(session, false, seconds), steps = course.told.step - begun, took = now() - start;
  await course.pause();
  course.dispose();

  // Whatever frames leave, all is granted.
  let grant: (left: number, budget: number) => void = () => undefined;
  const timer = setInterval(() => grant(Infinity, 1e6)), greedy = courseOf(session, host, file, label, (listener) => { grant = listener; });
  try {
    await greedy.advance(1);
    const frames = [await frame(false)], first = greedy.told.step, naiveStart = now();
    while (now() - naiveStart < 1000 * seconds || frames.length < 4) {
      await greedy.advance(1);
      frames.push(await frame(false));
    }
    return {
      place: course.place, off: off.frames, on: on.frames, naive: frames,
      steps: (1000 * steps) / took, naiveSteps: (1000 * (greedy.told.step - first)) / (now() - naiveStart),
    };
  } finally {
    clearInterval(timer);
    greedy.dispose();
  }
};
