// Fine-tuning in the page: joins courses of learning with the recipe, the pieces that show them, and the panel.

import type { PluginDefinition } from '#api';
import type { Weights } from '#nets';
import type { Document } from '../core/document.ts';
import { EngineError, reason } from '../core/errors.ts';
import type { Notices } from '../core/notices.ts';
import type { PieceRecipe } from '../core/recipe.ts';
import { emptyTuning } from '../core/tuning.ts';
import type { Engine } from '../engine/engine.ts';
import type { OpenFeed } from '../engine/feeds.ts';
import { weightsPath } from '../engine/weights.ts';
import type { Checkpoints } from '../sources/checkpoints.ts';
import { createCourse, type Course } from '../train/tuning/course.ts';
import { readLearnt, writeLearnt, type Origin } from '../train/tuning/file.ts';
import { shapeOf } from '../train/tuning/pictures.ts';
import type { Tunable } from './trainers.ts';
import { lessonOf, startOf, tunableFor, type LessonHost } from './lessons.ts';
import type { OpenTuner } from './place.ts';
import { imagesOf, offerOf, stateOf } from './show.ts';
import { shootFrom } from './shoot.ts';
import type { TuningDesk } from '../ui/tuning/desk.ts';

/** What is taught: the pieces of a session. */
export interface Pupils {
  readonly document: Document;
  readonly engine: Pick<Engine, 'pieces'>;
  readonly definitions: ReadonlyMap<string, PluginDefinition>;
  /** Hangs pieces beside what they were before they learnt. */
  compare(pieces: ReadonlySet<string>): void;
}

export interface TuningHost extends LessonHost {
  readonly pupils: Pupils;
  readonly notices: Notices;
  readonly open: OpenTuner;
  readonly openFeed: OpenFeed;
  readonly checkpoints: Checkpoints;
  /** The samples kept of a piece, painted. */
  readonly kept: (piece: string) => Promise<readonly File[]>;
  readonly now: () => number;
}

export interface TuningWork extends TuningDesk {
  /** For a film: begins anew with the weights that ship, `steps` taken before a frame. Undefined where no piece asks for it. */
  film(): Promise<{ before(frame: number): Promise<void>; end(): void } | undefined>;
}

/** A piece's course, and what it was opened for. */
interface Taught { readonly course: Course; readonly tunable: Tunable; readonly label: string | undefined }

export const createTuning = (host: TuningHost): TuningWork => {
  const { pupils, notices, checkpoints } = host, { document, engine } = pupils;
  const taught = new Map<string, Taught>(), comparing = new Set<string>(), learnt = new Map<string, { readonly label: string; readonly weights: Weights }>();
  const recipeOf = (id: string): PieceRecipe => {
    const piece = document.recipe.pieces.find((one) => one.id === id);
    if (!piece) throw new EngineError('argument', `There is no piece "${id}".`);
    return piece;
  };
  const definitionOf = (id: string) => pupils.definitions.get(recipeOf(id).plugin)!;
  const tunableOf = async (id: string): Promise<Tunable> => {
    const found = await tunableFor(recipeOf(id), definitionOf(id));
    if (typeof found === 'string') throw new EngineError('argument', found);
    return found;
  };
  const show = (id: string, label: string, weights: Weights | undefined): void => {
    if (weights) learnt.set(id, { label, weights });
    else learnt.delete(id);
    const file = weights && { file: weightsPath(definitionOf(id).weights?.[label] ?? label), weights, metadata: {} };
    engine.pieces.find((piece) => piece.id === id)?.teach(label, file);
  };
  const coursed = async (id: string): Promise<Taught> => {
    const tunable = await tunableOf(id), known = taught.get(id);
    if (known?.tunable.variant === tunable.variant) return known;
    // Params lead to another trainer: what the one before learnt stays on show where it is meant, and is kept in its checkpoints.
    known?.course.dispose();
    const definition = definitionOf(id), start = await startOf(host, definition, tunable), label = tunable.tuning.from;
    const course = createCourse({
      lesson: () => lessonOf(host, recipeOf(id), tunable, start),
      open: host.open, now: host.now,
      show: (weights) => { if (label !== undefined) show(id, label, weights); },
    });
    const made = { course, tunable, label };
    taught.set(id, made);
    return made;
  };
  const originOf = async (id: string): Promise<Origin> => ({ plugin: recipeOf(id).plugin, variant: (await tunableOf(id)).variant });
  const folderOf = ({ plugin, variant }: Origin): string => `${plugin} ${variant}`;
  const bytesOf = async (id: string): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly step: number }> => {
    const { course } = await coursed(id), state = await (await course.tuner()).state(), step = state.get('run/counts')?.data[0] ?? 0;
    return { step, bytes: writeLearnt(state, { ...await originOf(id), step, settings: JSON.stringify((recipeOf(id).tuning ?? emptyTuning).settings) }) };
  };
  const take = async (id: string, bytes: Uint8Array, name: string): Promise<void> => {
    const { course } = await coursed(id);
    await course.take(readLearnt(bytes, name, await originOf(id)));
  };

  // What is taken down learns no more, until it is brought back and told to.
  document.subscribe(({ pieces }) => {
    for (const [id, { course }] of taught) if (!pieces.some((piece) => piece.id === id)) void course.pause();
  });
  addEventListener('beforeunload', (event) => { if (Array.from(taught.values()).some(({ course }) => course.phase === 'learning')) event.preventDefault(); });

  return {
    async offer(id) {
      const found = await tunableFor(recipeOf(id), definitionOf(id));
      return typeof found === 'string' ? found : offerOf(found);
    },
    state: (id) => stateOf(taught.get(id)?.course, comparing.has(id)),
    async start(id) {
      notices.remove(`tuning ${id}`);
      await (await coursed(id)).course.start();
    },
    pause(id) { void taught.get(id)?.course.pause(); },
    undo: async (id) => taught.get(id)?.course.undo(),
    redo: async (id) => taught.get(id)?.course.redo(),
    reset: async (id) => taught.get(id)?.course.reset(),
    mix: (id, share) => taught.get(id)?.course.mixTo(share),
    compare(id, on) {
      if (on) comparing.add(id);
      else comparing.delete(id);
      pupils.compare(comparing);
    },
    async preview(id, heap, count) {
      return imagesOf(await (await (await coursed(id)).course.tuner()).preview(heap, count));
    },
    async cut(id, index) {
      const [height, width] = shapeOf((await tunableOf(id)).trainer), picture = (recipeOf(id).tuning ?? emptyTuning).pictures[index];
      if (!picture) throw new EngineError('argument', 'There is no such picture.');
      return new ImageData(await host.cut(picture, width, height), width, height);
    },
    shoot: () => shootFrom(host.openFeed),
    kept: host.kept,
    checkpoints: async (id) => checkpoints.list(folderOf(await originOf(id))),
    async save(id, name) {
      const { bytes, step } = await bytesOf(id);
      await checkpoints.save(folderOf(await originOf(id)), name, step, bytes);
    },
    async load(id, name) { await take(id, await checkpoints.load(folderOf(await originOf(id)), name), name); },
    async forget(id, name) { await checkpoints.forget(folderOf(await originOf(id)), name); },
    async export(id) {
      const { bytes, step } = await bytesOf(id), { plugin, variant } = await originOf(id);
      return new File([bytes], `${plugin}-${variant}-${step}.safetensors`, { type: 'application/octet-stream' });
    },
    async import(id, file) { await take(id, new Uint8Array(await file.arrayBuffer()), file.name); },
    async film() {
      const asked = document.recipe.pieces.filter(({ tuning }) => tuning && tuning.settings.perFrame > 0 && tuning.pictures.length > 0);
      if (asked.length === 0) return undefined;
      const courses = await Promise.all(asked.map(async ({ id, tuning }) => {
        const tunable = await tunableOf(id), label = tunable.tuning.from ?? '', start = await startOf(host, definitionOf(id), tunable), piece = recipeOf(id);
        await taught.get(id)?.course.pause();
        const course = createCourse({ lesson: () => lessonOf(host, piece, tunable, start), open: host.open, now: host.now, show: (weights) => show(id, label, weights) });
        return { id, label, course, perFrame: tuning!.settings.perFrame };
      }));
      // By now what was learning has shown its last step.
      const kept = new Map(learnt);
      return {
        async before(frame) {
          for (const { course, perFrame } of courses) {
            const behind = perFrame * Math.max(0, frame) - course.told.step;
            await course.advance(Math.max(0, behind)).catch((error: unknown) => { throw new EngineError('training-stopped', `The recording's learning stopped: ${reason(error)}`); });
          }
        },
        end() {
          for (const { id, label, course } of courses) {
            course.dispose();
            show(id, label, kept.get(id)?.weights);
          }
        },
      };
    },
  };
};
