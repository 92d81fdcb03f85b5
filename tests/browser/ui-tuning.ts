// A desk that teaches nothing: it keeps what it was asked, its state is the test's, and it cuts real pictures.

import type { Document } from '../../src/core/document.ts';
import { readDrawing } from '../../src/core/drawing.ts';
import { paintDrawing } from '../../src/core/drawing-paint.ts';
import { emptyTuning, type TuningPicture } from '../../src/core/tuning.ts';
import type { TuningCheckpoint, TuningDesk, TuningOffer, TuningState } from '../../src/ui/tuning/desk.ts';
import { stillColour, type TestSources } from './ui-sources.ts';

export interface TestTuning extends TuningDesk {
  /** What a piece can be taught; a test may say otherwise. */
  offered: TuningOffer | string;
  now: TuningState;
  /** Verbs that were called, with what they were given. */
  readonly calls: string[];
  /** What a verb is refused with, by its name. */
  readonly refusals: Map<string, string>;
  /** What the camera sees, and the samples that are kept. */
  shots: File[];
  samples: File[];
  /** Changes the state, and its version. */
  set(change: Partial<TuningState>): void;
}

export const untaught: TuningState = { phase: 'idle', step: 0, perSecond: 0, place: '', work: '', alarm: '', plots: [], sheets: [], figures: [], mix: 1, comparing: false, undoes: 0, redoes: 0, version: 0 };
const offer: TuningOffer = { heaps: [{ title: 'Pictures', hint: 'What it learns to paint.', least: 2 }], shape: [16, 16, 3], settings: ['game', 'rate', 'kept', 'augment', 'mirror', 'seed'], layers: { kept: 4, judgeKept: 0 } };

export const createTestTuning = (recipes: Document, sources: TestSources): TestTuning => {
  const checkpoints = new Map<string, TuningCheckpoint>();
  const side = (): number => (typeof tuning.offered === 'string' ? 16 : tuning.offered.shape[1]);
  const call = (name: string, ...given: readonly unknown[]): Promise<void> => {
    tuning.calls.push([name, ...given].join(' '));
    const refusal = tuning.refusals.get(name);
    return refusal === undefined ? Promise.resolve() : Promise.reject(new Error(refusal));
  };
  const pictures = (piece: string): readonly TuningPicture[] => (recipes.recipe.pieces.find(({ id }) => id === piece)?.tuning ?? emptyTuning).pictures;
  const paint = async ({ source, crop }: TuningPicture): Promise<ImageData> => {
    const size = side(), context = new OffscreenCanvas(size, size).getContext('2d')!;
    if (source.from === 'drawing') paintDrawing(context, size, size, readDrawing(source.drawing).drawing);
    else if (source.from === 'still') {
      context.fillStyle = `rgb(${stillColour(sources.stills.findIndex(({ still }) => still === source.still)).join()})`;
      context.fillRect(0, 0, size, size);
    } else {
      const bytes = sources.bytes.get(source.file);
      if (!bytes) throw new Error(`${source.name} is no longer kept here.`);
      const bitmap = await createImageBitmap(bytes), square = Math.min(bitmap.width, bitmap.height), place = (crop + 1) / 2;
      context.drawImage(bitmap, place * (bitmap.width - square), place * (bitmap.height - square), square, square, 0, 0, size, size);
      bitmap.close();
    }
    return context.getImageData(0, 0, size, size);
  };
  const tuning: TestTuning = {
    offered: offer, now: untaught, calls: [], refusals: new Map(), shots: [], samples: [],
    set(change) { tuning.now = { ...tuning.now, ...change, version: tuning.now.version + 1 }; },
    offer: () => Promise.resolve(tuning.offered),
    state: () => tuning.now,
    async start(piece) {
      await call('start', piece);
      tuning.set({ phase: 'learning' });
    },
    pause(piece) {
      void call('pause', piece);
      tuning.set({ phase: 'paused' });
    },
    undo: (piece) => call('undo', piece),
    redo: (piece) => call('redo', piece),
    reset: (piece) => call('reset', piece),
    mix(piece, share) {
      void call('mix', piece, share);
      tuning.set({ mix: share });
    },
    compare(piece, on) {
      void call('compare', piece, on);
      tuning.set({ comparing: on });
    },
    preview: (piece, heap, count) => Promise.all(pictures(piece).filter((picture) => picture.heap === heap).slice(0, count).map(paint)),
    cut: async (piece, index) => paint(pictures(piece)[index]!),
    async shoot() {
      await call('shoot');
      return tuning.shots.shift()!;
    },
    async kept(piece) {
      await call('kept', piece);
      return tuning.samples;
    },
    checkpoints: () => Promise.resolve([...checkpoints.values()]),
    async save(piece, name) {
      await call('save', piece, name);
      checkpoints.set(name, { name, step: tuning.now.step, made: 1.7e12, bytes: 2.1e6 });
    },
    load: (piece, name) => call('load', piece, name),
    async forget(piece, name) {
      await call('forget', piece, name);
      checkpoints.delete(name);
    },
    async export(piece) {
      await call('export', piece);
      return new File(['weights'], 'weights.safetensors');
    },
    import: (piece, file) => call('import', piece, file.name),
  };
  return tuning;
};
