// A panel's host without a GPU: the real document, registry, notices and clock; only the picture is missing.

import { createClock, type Clock } from '../../src/core/clock.ts';
import { createDocument } from '../../src/core/document.ts';
import { encodeLink } from '../../src/core/link.ts';
import { createNotices } from '../../src/core/notices.ts';
import { compactRecipe, parseRecipe } from '../../src/core/recipe.ts';
import { createRegistry } from '../../src/engine/registry.ts';
import type { Readings } from '../../src/engine/readings.ts';
import type { PieceStats } from '../../src/engine/stats.ts';
import { recipeInFile } from '../../src/record/extract.ts';
import type { PanelHost, PrintOrder, TextStore } from '../../src/ui/host.ts';
import { createTestRecording, type TestRecording } from './ui-recording.ts';
import { createTestSamples, type TestSamples } from './ui-samples.ts';
import { createTestGlimpse, createTestSources, type TestSources } from './ui-sources.ts';
import { createTestTuning, type TestTuning } from './ui-tuning.ts';

export interface TestHost extends PanelHost {
  readonly clock: Clock;
  /** What the store holds; tests may spoil it. */
  readonly kept: Map<string, string>;
  /** Names of the verbs called. */
  readonly calls: string[];
  /** Prints ordered; a test may hold one up at its gate. */
  readonly orders: PrintOrder[];
  readonly gate: { pass?: (signal: AbortSignal) => Promise<void> };
  readonly samples: TestSamples;
  readonly sources: TestSources;
  readonly recording: TestRecording;
  readonly tuning: TestTuning;
  /** What every piece tells of itself; a test may say something. */
  readonly told: { about: Readings['about']; now: Readings['now'] };
  /** Pieces that were asked, in order. */
  readonly asked: string[];
}

const memory = (kept: Map<string, string>): TextStore => ({
  get: (key) => kept.get(key) ?? null,
  set: (key, text) => {
    if (text.length > 5000) throw new Error('quota exceeded');
    kept.set(key, text);
  },
});

export const createTestHost = async (raw: unknown, plugins: Readonly<Record<string, () => Promise<unknown>>> = {}): Promise<TestHost> => {
  const registry = createRegistry({ cppn: () => import('../../plugins/cppn/index.ts'), ...plugins });
  const { recipe } = await parseRecipe(raw, registry.load);
  const document = createDocument(recipe), sources = createTestSources(), notices = createNotices(), clock = createClock();
  const kept = new Map<string, string>(), calls: string[] = [], asked: string[] = [], orders: PrintOrder[] = [], gate: TestHost['gate'] = {}, told: TestHost['told'] = { about: [], now: [] };
  let focused: string | undefined;
  const snapshot = (): unknown => compactRecipe(document.recipe, registry.loaded);
  return {
    document, registry, notices, clock, kept, calls, asked, snapshot,
    told,
    readings(id) {
      asked.push(id);
      return told;
    },
    store: memory(kept),
    samples: createTestSamples(document, registry),
    sources,
    recording: createTestRecording(),
    tuning: createTestTuning(document, sources),
    glimpse: createTestGlimpse(document),
    time: () => clock.time,
    get playing() { return clock.playing; },
    play: () => clock.play(),
    pause: () => clock.pause(),
    async step(frames) {
      clock.pause();
      for (let i = 0; i < frames; i++) clock.step(60);
    },
    stats: () => ({
      frames: clock.index, intervals: [16.7, 16.6, 33.4], budget: 8, readbacks: 0, pipelines: 0, tensors: 0, buffers: 12, textures: 6, bytes: { buffers: 2e6, textures: 34e6 }, notices: notices.list.map(({ text }) => text),
      pieces: document.recipe.pieces.map(({ id, plugin }, i): PieceStats => ({ id, plugin, state: i === 0 ? 'running' : 'asleep', gpuMs: 1, median: .42 + i, p95: .5 + i, flops: 2.1e9, level: 'full', age: i, buffers: 4, textures: 3, tensors: 2, bytes: 12.3e6, stages: [{ label: '1 conv', median: .3, p95: .4, flops: 2e9 }, { label: 'paint', median: .02, p95: .03, flops: 1e6 }] })),
    }),
    get focused() { return focused; },
    focus(id) { focused = id; },
    async load(from) {
      calls.push('load');
      const read = await parseRecipe(from, registry.load);
      if (read.problems.length > 0) notices.add('recipe', read.problems.join('\n'));
      document.edit(() => read.recipe);
      document.settle();
    },
    link: () => `https://driftloom.test/${encodeLink(snapshot())}`,
    async print(order, write, { progress, signal }) {
      orders.push(order);
      for (const share of [.25, 1]) {
        await gate.pass?.(signal);
        signal.throwIfAborted();
        await write(Uint8Array.of(1, 2, 3));
        progress(share);
      }
    },
    recipeIn: recipeInFile, orders, gate,
    async still() {
      calls.push('still');
      return new Blob(['png'], { type: 'image/png' });
    },
  };
};

/** Takes everything back; answers with how many steps that took. */
export const undoSteps = ({ document }: TestHost): number => {
  let steps = 0;
  while (document.canUndo) { document.undo(); steps++; }
  return steps;
};
