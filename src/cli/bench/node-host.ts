// The bench without a browser: the engine on Dawn, and a screen of 60 frames a second that is imitated: a frame begins at
// its tick and is shown at the first tick at which the device is done with it, where the next begins.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createClock } from '../../core/clock.ts';
import { badArgument } from '../../core/errors.ts';
import { createNotices } from '../../core/notices.ts';
import { parseRecipe, type Recipe } from '../../core/recipe.ts';
import { createEngine } from '../../engine/engine.ts';
import { createRegistry } from '../../engine/registry.ts';
import { createPace, liveBudget, starts } from '../../engine/schedule/pace.ts';
import { openDevice } from '../../gpu/device.ts';
import type { Tensors } from '../../gpu/tf-backend.ts';
import { showLikeAPage } from '../backends.ts';
import { openDawn } from '../dawn.ts';
import type { Raw } from './cases.ts';
import { loadPlugin } from './load-plugin.ts';
import { measureArrival, measureSession, timePicture, watchMemory, type BenchHost, type Session } from './session.ts';

const INTERVAL = 1000 / 60;
/** Milliseconds between two looks at whether the device is done. */
const LOOK = .4;

/** Stands in for the scene: a pass over as many pixels as a small window has. */
const SCENE = /* wgsl */ `
@group(0) @binding(0) var window: texture_storage_2d<rgba16float, write>;
@compute @workgroup_size(8, 8) fn render(@builtin(global_invocation_id) id: vec3u) {
  var light = vec4f(vec2f(id.xy) / 512, 0.5, 1);
  for (var i = 0; i < 8; i++) { light = sin(light * 1.7 + light.wxyz); }
  textureStore(window, id.xy, light);
}`;
const WIDTH = 640, HEIGHT = 360;

const sceneOf = async (device: GPUDevice): Promise<() => void> => {
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module: device.createShaderModule({ code: SCENE }) } });
  const window = device.createTexture({ size: [WIDTH, HEIGHT], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING });
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: window.createView() }] });
  return () => {
    const encoder = device.createCommandEncoder({ label: 'scene' }), pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(WIDTH / 8, HEIGHT / 8);
    pass.end();
    device.queue.submit([encoder.finish()]);
  };
};

const cell = new Int32Array(new SharedArrayBuffer(4));
/**
 * Stands still for so many milliseconds, the event loop with it: Dawn looks for news at every turn of the loop and leaves
 * garbage each time, and a loop that turns all the while is held up for a frame by its collection, every fiftieth frame.
 */
const rest = (milliseconds: number): void => { if (milliseconds > 0) Atomics.wait(cell, 0, 0, milliseconds); };

/** Comes back at the screen's next tick, with the time at which that was due. */
const nextTick = (): number => {
  const at = INTERVAL * Math.ceil(performance.now() / INTERVAL);
  rest(at - performance.now());
  return at;
};

/** Resolves once the device has done all that it was given. */
const idle = async ({ queue }: GPUDevice): Promise<void> => {
  let done = false;
  void queue.onSubmittedWorkDone().then(() => { done = true; });
  while (!done) {
    rest(LOOK);
    await new Promise<void>((resolve) => { setImmediate(resolve); });
  }
};

/** Bytes of the script's objects, those left out that nobody holds. */
const heap = (): number => {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
};

/** `assets`: the folder that weights are read from. */
export const openNodeHost = async (assets: string): Promise<BenchHost> => {
  const dawn = await openDawn(), gpu = await openDevice(dawn), { device, adapterInfo: { vendor, architecture, description } } = gpu;
  showLikeAPage(dawn);
  const registry = createRegistry({ ...Object.fromEntries(['cppn', 'cyclegan'].map((id) => [id, () => import(`../../../plugins/${id}/index.ts`)])), 'bench-tensors': () => import('./tensor-plugin.ts') });
  registry.replace(loadPlugin.id, { default: loadPlugin });
  const render = await sceneOf(device);
  let tensors: Tensors | undefined;
  const inSession = async <T>(raw: Raw, paced: boolean, work: (session: Session) => Promise<T>): Promise<T> => {
    const clock = createClock(), now = (): number => performance.now();
    const engine = createEngine({ gpu, clock, notices: createNotices(), now, tensors: async () => { tensors ??= await (await import('../../gpu/tf-backend.ts')).openTensors(gpu); }, loadWeights: (path) => readFile(join(assets, path)) });
    try {
      const load = async (next: Raw): Promise<Recipe> => {
        const { recipe, problems } = await parseRecipe(next, registry.load);
        if (problems.length > 0) throw badArgument(`The bench cannot show its scene: ${problems.join('; ')}.`);
        engine.apply(recipe, registry.loaded);
        return recipe;
      };
      const begun = now(), pace = createPace(), recipe = await load(raw);

      let starting = true;
      await engine.settled();
      return await work({
        gpu, clock, engine, begun, now, load,
        async frame(naive) {
          const due = paced ? nextTick() : now(), timestamp = now();
          pace.takes(timestamp, 0);
          clock.tick(timestamp);
          if (starting && !(starting = starts(engine.pieces))) pace.look();
          if (naive) engine.complete();
          else engine.advance(liveBudget(recipe.budget, pace, starting), pace.light && !starting);
          if (paced) render();
          const submitted = now();
          await idle(device);
          return { begun: timestamp, late: timestamp - due, loop: submitted - timestamp, device: now() - submitted };
        },
      });
    } finally {
      engine.dispose();
    }
  };
  return {
    adapter: [...new Set([vendor, architecture, description])].filter(Boolean).join(' ') || 'unknown adapter', software: gpu.software,
    measure: (recipe, naive, seconds) => inSession(recipe, true, (session) => measureSession(session, naive, seconds)),
    picture: (recipe) => inSession(recipe, false, timePicture),
    arrival: (recipe, next) => inSession(recipe, true, (session) => measureArrival(session, next)),
    training: () => Promise.reject(badArgument('Learning is measured in the page: leave --node out.')),
    memory: (recipe, frames) => inSession(recipe, false, (session) => watchMemory(session, frames, heap, () => tensors?.count() ?? 0)),
    close: async () => {
      await device.queue.onSubmittedWorkDone();
      gpu.dispose();
    },
  };
};
