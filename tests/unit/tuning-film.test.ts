// A recording with learning, without a page: exactly so many steps are taken before a frame, the same film is the same again,
// and what the piece had learnt before comes back, with its undo.

import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { PluginDefinition } from '#api';
import { canonicalBytes, type Tuning, type Weights, type WeightsFile } from '#nets';
import { openTraining } from '../../src/cli/backends.ts';
import { createDocument } from '../../src/core/document.ts';
import { createNotices } from '../../src/core/notices.ts';
import { emptyRecipe, type PieceRecipe } from '../../src/core/recipe.ts';
import { defaults } from '../../src/core/params.ts';
import { tuningParams, type TuningPicture, type TuningSettings } from '../../src/core/tuning.ts';
import { openTuner, type Tuner } from '../../src/train/tuning/tuner.ts';
import { createTuning, type TuningHost } from '../../src/tuning/desk.ts';
import { tinyTrainer } from '../support/tiny-trainer.ts';

const tuning: Tuning = { from: 'untrained', shows: {}, heaps: [0, 1].map((label) => ({ title: String(label), hint: '', least: 1, label })), settings: ['mirror'], painters: ['generator'], judges: ['classifier'] };
vi.mock('../../src/tuning/trainers.ts', () => ({ tunableOf: () => Promise.resolve([{ variant: 'sides', trainer: tinyTrainer, tuning }]) }));
beforeAll(async () => {
  vi.stubGlobal('addEventListener', () => undefined);
  await openTraining('wasm');
});
afterAll(() => { vi.unstubAllGlobals(); });

const pictures: TuningPicture[] = [0, 1, 2, 3].map((n) => ({ source: { from: 'still', still: `still-${n}.jpg` }, heap: n % 2, crop: 0 }));
const cut = (picture: TuningPicture): Promise<Uint8ClampedArray<ArrayBuffer>> => Promise.resolve(Uint8ClampedArray.from({ length: 64 }, (_, i) => (i % 4 === 3 ? 255 : (i * 3 + 50 * pictures.indexOf(picture)) % 256)));
const settings: TuningSettings = { ...defaults(tuningParams), batch: 2, perFrame: 3, mirror: false };
const piece = (perFrame: number): PieceRecipe => ({ id: 'art', plugin: 'tiny', params: {}, tuning: { settings: { ...settings, perFrame }, pictures } }) as unknown as PieceRecipe;

/** A scene of one piece; `shown` is what the piece is given to show: the weights that ship where it is undefined. */
const scene = (perFrame = 3) => {
  const shown: (Weights | undefined)[] = [];
  const document = createDocument({ ...emptyRecipe(), pieces: [piece(perFrame)] });
  const pieces = [{ id: 'art', teach: (_label: string, file: WeightsFile | undefined) => void shown.push(file?.weights) }];
  const work = createTuning({
    pupils: { document, engine: { pieces }, definitions: new Map([['tiny', { id: 'tiny', title: 'Tiny', params: {} } as unknown as PluginDefinition]]), compare: () => undefined },
    notices: createNotices(), cut, loadWeights: () => Promise.reject(new Error('nothing ships')), now: () => 0,
    open: (plan: Parameters<TuningHost['open']>[0]) => {
      const tuner = openTuner(tinyTrainer, tuning, { ...plan, parts: 1 });
      // Wasm answers without ever waiting; a worker's answers come as messages.
      return Promise.resolve({ place: 'here', tuner: { ...tuner, advance: async (steps: number): ReturnType<Tuner['advance']> => {
        await new Promise((resolve) => { setImmediate(resolve); });
        return tuner.advance(steps);
      } } });
    },
  } as unknown as TuningHost);
  return { work, shown };
};
const film = async ({ work, shown }: ReturnType<typeof scene>, frames: readonly number[]): Promise<Uint8Array[]> => {
  const lessons = (await work.film())!, painted: Uint8Array[] = [];
  for (const frame of frames) {
    await lessons.before(frame);
    painted.push(canonicalBytes(shown.at(-1)!));
  }
  lessons.end();
  return painted;
};
/** The weights after so many steps from those that ship. */
const after = async (steps: number): Promise<Uint8Array> => {
  const tuner = openTuner(tinyTrainer, tuning, { plugin: 'tiny', variant: 'sides', weights: undefined, pictures: await Promise.all(pictures.map(async (each) => ({ heap: each.heap, pixels: await cut(each) }))), settings, parts: 1 });
  await tuner.advance(steps);
  const weights = canonicalBytes(await tuner.shown(settings.average));
  tuner.dispose();
  return weights;
};

test('a frame has the weights of exactly so many steps, in every film, and in a share that begins later', async () => {
  const stage = scene(), first = await film(stage, [0, 1, 2]);
  expect(first).toEqual([await after(0), await after(3), await after(6)]);
  expect(first[1]).not.toEqual(first[0]);
  expect(stage.shown.at(-1), 'it shows what ships again').toBeUndefined();
  expect(await film(stage, [0, 1, 2])).toEqual(first);
  expect(await film(stage, [2]), 'a share').toEqual([first[2]]);
  expect(await film(stage, [-2, -1, 0, 1]), 'frames before a loop').toEqual([first[0], first[0], first[0], first[1]]);
});

test('what the piece had learnt before is as it was, and can be undone', async () => {
  const stage = scene(), { work, shown } = stage;
  const digest = async (): Promise<string> => Buffer.from(await (await work.export('art')).arrayBuffer()).toString('base64');
  await work.start('art');
  work.pause('art');
  const fresh = await digest();
  await work.start('art');
  await vi.waitFor(() => expect(work.state('art').step).toBeGreaterThan(4));
  // The film pauses what is learning.
  const painted = await film(stage, [0, 1]), learnt = await digest(), { step, phase } = work.state('art');
  expect([phase, step > 4]).toEqual(['paused', true]);
  expect(painted, 'it began with what ships').toEqual([await after(0), await after(3)]);
  expect(shown.at(-1)).toBeDefined();
  expect(canonicalBytes(shown.at(-1)!), 'what it had learnt is on show again').toEqual(await after(step));
  await work.undo('art');
  expect(await digest()).toBe(fresh);
  await work.redo('art');
  expect(await digest()).toBe(learnt);
});

test('without steps there is nothing to do in a film', async () => {
  expect(await scene(0).work.film()).toBeUndefined();
});
