// The scheduler's bench: every scene in both loops on one host, one after the other.

import { arrivals, cases, loadScene, memoryScene } from './cases.ts';
import { figuresOf, LOAD_FRAMES, targetOf, type CaseFigures, type Report } from './report.ts';
import type { BenchHost } from './session.ts';

export interface BenchPlan {
  /** Of each scene in each loop. */
  readonly seconds: number;
  /** Of the memory's run; 0 leaves it out. */
  readonly frames: number;
}

/** Turns of a load that takes the device so many milliseconds: doubled until it can be told, then in proportion. */
const calibrate = async (host: BenchHost, milliseconds: number): Promise<{ turns: number; milliseconds: number }> => {
  let turns = 16, took = 0;
  const none = await host.picture(loadScene(host.software, 1));
  for (;;) {
    took = await host.picture(loadScene(host.software, turns)) - none;
    if (took > milliseconds / 4) break;
    turns *= took > milliseconds / 32 ? Math.ceil(milliseconds / took / 2) : 8;
  }
  turns = Math.max(1, Math.round((turns * milliseconds) / took));
  return { turns, milliseconds: await host.picture(loadScene(host.software, turns)) };
};

export const benchScheduler = async (host: BenchHost, name: Report['host'], { seconds, frames }: BenchPlan, tell: (text: string) => void): Promise<Report> => {
  const figures: CaseFigures[] = [];
  const measure = async (scene: string, recipe: Parameters<BenchHost['measure']>[0], loop: CaseFigures['loop']): Promise<CaseFigures> => {
    tell(`${scene}, ${loop}`);
    const made = figuresOf(scene, loop, await host.measure(recipe, loop === 'naive', seconds));
    figures.push(made);
    return made;
  };
  const all = cases(host.software);
  for (const { name: scene, recipe } of all) for (const loop of ['scheduled', 'naive'] as const) await measure(scene, recipe, loop);
  const empty = figures[0]!;
  tell('finding the load');
  // A twentieth more, so that no rounding makes it less.
  const load = await calibrate(host, 1.05 * LOAD_FRAMES * empty.p50);
  const recipe = loadScene(host.software, load.turns), scene = `load of ${LOAD_FRAMES} frames`;
  const scheduled = await measure(scene, recipe, 'scheduled'), naive = await measure(scene, recipe, 'naive');
  tell('pieces that come');
  const { before, after } = arrivals(host.software), arrival = await host.arrival(before, after);
  if (frames > 0) tell('memory');
  const memory = frames > 0 ? await host.memory(memoryScene, frames) : undefined;
  return {
    bench: 'scheduler', host: name, adapter: host.adapter, software: host.software, cases: figures,
    load: { milliseconds: load.milliseconds, frames: load.milliseconds / empty.p50 }, arrival, memory, target: targetOf(empty, scheduled, naive),
  };
};
