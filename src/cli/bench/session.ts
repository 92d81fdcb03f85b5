// One scene under measurement, on a screen: real in the page, imitated in Node. Shared by both.

import type { Clock } from '../../core/clock.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Gpu } from '../../gpu/device.ts';
import type { Raw } from './cases.ts';

/** What a case shows: milliseconds throughout. */
export interface Measured {
  /** Between frames, warm-up left out. */
  readonly intervals: readonly number[];
  /** From a scene that is not yet compiled to the first picture of every piece. */
  readonly firstPicture: number;
  /** Pictures a second, of all pieces together. */
  readonly pictures: number;
}

export interface Memory { readonly frames: number; readonly before: Held; readonly after: Held }
/** What is held on the device, and by the process where it tells. */
export interface Held { readonly buffers: number; readonly textures: number; readonly heap: number }

/** Where scenes are measured. */
export interface BenchHost {
  readonly adapter: string;
  readonly software: boolean;
  /** Runs a scene for so long. `naive`: everything is inferred before each frame. */
  measure(recipe: Raw, naive: boolean, seconds: number): Promise<Measured>;
  /** Milliseconds that the device takes for one picture of every piece. */
  picture(recipe: Raw): Promise<number>;
  memory(recipe: Raw, frames: number): Promise<Memory>;
  close(): Promise<void>;
}

export interface Session {
  readonly gpu: Gpu;
  readonly clock: Clock;
  readonly engine: Engine;
  /** One frame, inferred and rendered, at the screen's next; resolves with its time, from which intervals are taken. */
  frame(naive: boolean): Promise<number>;
  /** When its making began. */
  readonly begun: number;
  readonly now: () => number;
}

/** Frames that are not counted, while pipelines settle and costs are learnt; and counted ones, at least. Fewer where each takes its time. */
const warm = (software: boolean): number => (software ? 8 : 30), fewest = (software: boolean): number => (software ? 12 : 60);

const painted = ({ pieces }: Engine): number => pieces.reduce((sum, { picture }) => sum + (picture?.count ?? 0), 0);

export const measureSession = async ({ engine, gpu, frame, begun, now }: Session, naive: boolean, seconds: number): Promise<Measured> => {
  let firstPicture = NaN;
  const one = async (): Promise<number> => {
    const time = await frame(naive);
    if (Number.isNaN(firstPicture) && engine.pieces.every(({ picture }) => (picture?.count ?? 0) > 0)) {
      await gpu.device.queue.onSubmittedWorkDone();
      firstPicture = now() - begun;
    }
    return time;
  };
  for (let i = 0; i < warm(gpu.software) || (Number.isNaN(firstPicture) && i < 2000); i++) await one();
  const failed = engine.pieces.find(({ state }) => state === 'failed');
  if (failed) throw new Error(`piece ${failed.id} has failed`);
  const intervals: number[] = [], start = now(), count = painted(engine);
  let last = await one();
  while (now() - start < 1000 * seconds || intervals.length < fewest(gpu.software)) {
    const time = await one();
    intervals.push(time - last);
    last = time;
  }
  return { intervals, firstPicture, pictures: (1000 * (painted(engine) - count)) / (now() - start) };
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

/** Runs frames as fast as they go, and tells what was held after the first tenth and at the end. */
export const watchMemory = async ({ frame, gpu: { audit } }: Session, frames: number, heap: () => number): Promise<Memory> => {
  const held = (): Held => ({ buffers: audit.buffers, textures: audit.textures, heap: heap() });
  const run = async (count: number): Promise<void> => { for (let i = 0; i < count; i++) await frame(false); };
  const early = Math.ceil(frames / 10);
  await run(early);
  const before = held();
  await run(frames - early);
  return { frames, before, after: held() };
};
