// One scene under measurement, on a screen: real in the page, imitated in Node. Shared by both.

import type { Clock } from '../../core/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Gpu } from '../../gpu/device.ts';
import type { Raw } from './cases.ts';

/** What a case shows: milliseconds throughout. */
export interface Measured {
  /** Warm-up left out; one more than there are intervals. */
  readonly frames: readonly FrameTimes[];
  /** From a scene that is not yet compiled to the first picture of every piece. */
  readonly firstPicture: number;
  /** Pictures a second, of all pieces together. */
  readonly pictures: number;
}

/** One frame in milliseconds. */
export interface FrameTimes {
  /** When it began: intervals are taken from this. */
  readonly begun: number;
  /** How late it began, behind the screen's tick; how long the loop took; and the device, where the host waits for it, or 0. */
  readonly late: number;
  readonly loop: number;
  readonly device: number;
}

/** What was held at even distances over so many frames, a first tenth left out. */
export interface Memory { readonly frames: number; readonly held: readonly Held[] }
/** What lives on the device, in numbers and bytes, and the bytes of the script's own objects. */
export interface Held { readonly buffers: number; readonly textures: number; readonly bytes: number; readonly tensors: number; readonly heap: number }

/** What the frames around a scene's change show, in milliseconds: the usual interval before, and the longest ones and loops while it changed. */
export interface Arrival { readonly usual: number; readonly longest: number; readonly loop: number }

/** Frames of one scene whose piece is not taught, is taught beside them, and is taught a whole step before each; and steps a second of the last two. */
export interface Taught {
  /** Where the learning was computed. */
  readonly place: string;
  readonly off: readonly FrameTimes[];
  readonly on: readonly FrameTimes[];
  readonly naive: readonly FrameTimes[];
  readonly steps: number;
  readonly naiveSteps: number;
}

/** Where scenes are measured. */
export interface BenchHost {
  readonly adapter: string;
  readonly software: boolean;
  /** Runs a scene for so long. `naive`: everything is inferred before each frame. */
  measure(recipe: Raw, naive: boolean, seconds: number): Promise<Measured>;
  /** Milliseconds that the device takes for one picture of every piece. */
  picture(recipe: Raw): Promise<number>;
  /** Shows a scene, and loads another in its place. */
  arrival(recipe: Raw, next: Raw): Promise<Arrival>;
  memory(recipe: Raw, frames: number): Promise<Memory>;
  /** A piece that learns, `seconds` of each kind. Rejects where there is no page: learning lives in one. */
  training(seconds: number): Promise<Taught>;
  close(): Promise<void>;
}

export interface Session {
  readonly gpu: Gpu;
  readonly clock: Clock;
  readonly engine: Engine;
  /** One frame, inferred and rendered, at the screen's next. */
  frame(naive: boolean): Promise<FrameTimes>;
  /** Another recipe takes the document's place. */
  load(raw: Raw): Promise<unknown>;
  /** When its making began. */
  readonly begun: number;
  readonly now: () => number;
}

/** Frames that are not counted behind the first picture of every piece, while pipelines settle and costs are learnt; and counted ones, at least. Fewer where each takes its time. */
const warm = (software: boolean): number => (software ? 12 : 30), fewest = (software: boolean): number => (software ? 12 : 60);

const painted = ({ pieces }: Engine): number => pieces.reduce((sum, { picture }) => sum + (picture?.count ?? 0), 0);

export const measureSession = async ({ engine, gpu, frame, begun, now }: Session, naive: boolean, seconds: number): Promise<Measured> => {
  let firstPicture = NaN;
  const one = async (): Promise<FrameTimes> => {
    const times = await frame(naive);
    if (Number.isNaN(firstPicture) && engine.pieces.every(({ picture }) => (picture?.count ?? 0) > 0)) {
      await gpu.device.queue.onSubmittedWorkDone();
      firstPicture = now() - begun;
    }
    return times;
  };
  // What hangs is compiled beside the frames behind the first picture: that is no part of the scene's pace either.
  for (let i = 0; Number.isNaN(firstPicture) && i < 2000; i++) await one();
  for (let i = 0; i < warm(gpu.software); i++) await one();
  const failed = engine.pieces.find(({ state }) => state === 'failed');
  if (failed) throw new Error(`piece ${failed.id} has failed`);
  const start = now(), count = painted(engine), frames = [await one()];
  while (now() - start < 1000 * seconds || frames.length <= fewest(gpu.software)) frames.push(await one());
  return { frames, firstPicture, pictures: (1000 * (painted(engine) - count)) / (now() - start) };
};

export const measureArrival = async ({ engine, gpu, frame, load }: Session, next: Raw): Promise<Arrival> => {
  const unpainted = (): boolean => engine.pieces.some(({ picture, state }) => state !== 'failed' && !picture?.count);
  while (unpainted()) await frame(false);
  const run = async (frames: number, going = (): boolean => false): Promise<FrameTimes[]> => {
    const times = [await frame(false)];
    for (let left = frames; left > 0 || going(); left--) times.push(await frame(false));
    return times;
  };
  await run(warm(gpu.software));
  const before = await run(fewest(gpu.software));
  let loading = true;
  const loaded = load(next).finally(() => { loading = false; });
  const during = await run(0, () => loading || unpainted()), after = await run(fewest(gpu.software));
  await loaded;
  const intervals = (times: readonly FrameTimes[]): number[] => times.slice(1).map(({ begun }, i) => begun - times[i]!.begun);
  const all = [...during, ...after];
  return { usual: intervals(before).sort((a, b) => a - b)[before.length >> 1]!, longest: Math.max(...intervals(all)), loop: Math.max(...all.map(({ loop }) => loop)) };
};

/** The quickest of three. */
export const timePicture = async ({ engine, clock, gpu: { device }, now }: Session): Promise<number> => {
  const times: number[] = [];
  for (let i = 0; i < 4; i++) {
    await device.queue.onSubmittedWorkDone();
    const start = now();
    clock.step(60);
    engine.complete();
    await device.queue.onSubmittedWorkDone();
    times.push(now() - start);
  }
  return Math.min(...times.slice(1));
};

/** Times that memory is looked at. */
const LOOKS = 10;

/** Runs frames as fast as they go. `heap` collects what nobody holds, and tells the rest; `tensors` are counted. */
export const watchMemory = async ({ frame, gpu: { device, audit } }: Session, frames: number, heap: () => number, tensors: () => number): Promise<Memory> => {
  const held: Held[] = [];
  for (let look = 0; look < LOOKS; look++) {
    for (let i = 0; i < Math.ceil(frames / LOOKS); i++) await frame(false);
    await device.queue.onSubmittedWorkDone();
    held.push({ buffers: audit.buffers, textures: audit.textures, bytes: audit.bytes.buffers + audit.bytes.textures, tensors: tensors(), heap: heap() });
  }
  return { frames, held };
};
