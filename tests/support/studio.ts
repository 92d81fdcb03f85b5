// An engine with everything around it that the viewer gives it, without scene or panel: pieces by recipe, frames by hand.

import { afterEach, expect } from 'vitest';
import type { PluginDefinition } from '#api';
import { createClock, type Clock } from '../../src/core/clock.ts';
import { createNotices, type Notices } from '../../src/core/notices.ts';
import { parseRecipe, type Recipe } from '../../src/core/recipe.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import { noFeeds, type OpenFeed } from '../../src/engine/feeds.ts';
import type { Piece } from '../../src/engine/piece.ts';
import { createRegistry, type Registry } from '../../src/engine/registry.ts';
import type { LoadWeights } from '../../src/engine/weights.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import { readTexture } from './read-texture.ts';
import { shippedWeights } from './shipped-weights.ts';

export interface Studio {
  readonly gpu: Gpu;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly registry: Registry;
  readonly engine: Engine;
  /** Makes a recipe the one in force, without waiting for anything. */
  apply(raw: object): Promise<Recipe>;
  /** Makes a recipe the one in force and waits until every piece is built or has failed. */
  show(raw: object): Promise<Recipe>;
  piece(id: string): Piece;
  /** rgba of a piece's picture as it is now. */
  read(id: string): Promise<Float32Array>;
  /** rgba of the picture's first pixel. */
  pixel(id: string): Promise<number[]>;
  /** One live frame, a sixtieth of a second after the last. */
  live(): void;
  /** One exact frame, likewise. */
  exact(): void;
  /** Live frames until every running piece has begun and finished another picture, and the device has told of its errors. */
  paint(): Promise<void>;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a definition is typed by its own params
export const openStudio = (gpu: Gpu, definitions: readonly PluginDefinition<any>[], loadWeights: LoadWeights = shippedWeights, openFeed: OpenFeed = noFeeds): Studio => {
  const clock = createClock(), notices = createNotices();
  const registry = createRegistry(Object.fromEntries(definitions.map((definition) => [definition.id, () => Promise.resolve({ default: definition })])));
  let now = 0;
  const engine = createEngine({ gpu, clock, notices, now: () => now, tensors: async () => void await (await import('../../src/gpu/tf-backend.ts')).openTensors(gpu), loadWeights, openFeed });
  const piece = (id: string): Piece => {
    const found = engine.pieces.find((other) => other.id === id);
    if (!found) throw new Error(`no piece ${id}`);
    return found;
  };
  const apply = async (raw: object): Promise<Recipe> => {
    const { recipe, problems } = await parseRecipe(raw, registry.load);
    expect(problems).toEqual([]);
    engine.apply(recipe, registry.loaded);
    return recipe;
  };
  const read = (id: string): Promise<Float32Array> => {
    const { picture } = piece(id);
    if (!picture) throw new Error(`piece ${id} has no picture`);
    return readTexture(gpu.device, picture.textures[picture.front]);
  };
  const live = (): void => {
    clock.tick(now += 1000 / 60);
    engine.advance();
  };
  return {
    gpu, clock, notices, registry, engine, piece, apply, read,
    async show(raw) {
      const recipe = await apply(raw);
      await engine.settled();
      return recipe;
    },
    pixel: async (id) => [...(await read(id)).subarray(0, 4)],
    live,
    async paint() {
      const wanted = new Map(engine.pieces.map(({ id, picture, job }) => [id, (picture?.count ?? 0) + (job ? 2 : 1)]));
      const waiting = (): boolean => engine.pieces.some(({ id, state, picture }) => state === 'running' && (picture?.count ?? 0) < wanted.get(id)!);
      for (let frame = 0; waiting(); frame++) {
        if (frame > 500) throw new Error('500 live frames did not paint every piece');
        live();
        await gpu.device.queue.onSubmittedWorkDone();
      }
    },
    exact() {
      clock.step(60);
      engine.complete();
    },
  };
};

/** `openStudio` for a file of tests: each studio ends with the test that opened it. */
export const studiosOf = (gpu: () => Gpu): ((...how: Parameters<typeof openStudio> extends [Gpu, ...infer R] ? R : never) => Studio) => {
  const open: Studio[] = [];
  afterEach(() => { for (const { engine } of open.splice(0)) engine.dispose(); });
  return (...how) => {
    const studio = openStudio(gpu(), ...how);
    open.push(studio);
    return studio;
  };
};
