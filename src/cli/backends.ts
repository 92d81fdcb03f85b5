// tfjs for training without a page: on wasm, which runs everywhere, or on WebGPU through Dawn where there is a graphics
// processor. What it loads it loads on demand, so that neither needs what only the other uses.

import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, sep } from 'node:path';
import { badArgument, EngineError, reason } from '../core/errors.ts';

export type TrainingBackend = 'wasm' | 'webgpu';

export interface Training {
  readonly name: TrainingBackend;
  /** What computes, for a person and for the provenance of weights. */
  readonly machine: string;
  dispose(): void;
}

const openOnWasm = async (): Promise<Training> => {
  const file = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm');
  const { openWasm } = await import('../nets/wasm/backend.ts');
  await openWasm(`${dirname(file)}${sep}`);
  const list = cpus();
  return { name: 'wasm', machine: `${list[0]?.model.trim() || 'unknown processor'}, one of ${list.length} cores`, dispose: () => undefined };
};

/** tfjs looks for WebGPU where a page has it, already when its backend is imported. Node 20 has no navigator, later ones have one without `gpu`. */
export const showLikeAPage = (gpu: GPU): void => {
  const host = globalThis as { navigator?: object };
  host.navigator ??= {};
  Object.defineProperty(host.navigator, 'gpu', { value: gpu, configurable: true });
};

const openOnDawn = async (software: boolean): Promise<Training> => {
  const { openDawn } = await import('./dawn.ts');
  const dawn = await openDawn();
  if (!await dawn.requestAdapter()) throw badArgument('--backend webgpu finds no graphics adapter; install a Vulkan driver, or train with --backend wasm.');
  const { openDevice } = await import('../gpu/device.ts');
  const gpu = await openDevice(dawn), { vendor, architecture, description } = gpu.adapterInfo;
  const adapter = [...new Set([vendor, architecture, description])].filter(Boolean).join(' ') || 'unknown adapter';
  if (gpu.software && !software) {
    gpu.dispose();
    throw badArgument(`--backend webgpu needs a graphics processor; this machine has a software adapter only (${adapter}), slower than --backend wasm.`);
  }
  showLikeAPage(dawn);
  const { openTensors } = await import('../gpu/tf-backend.ts');
  const tensors = await openTensors(gpu);
  return { name: 'webgpu', machine: gpu.software ? `${adapter} (software)` : adapter, dispose: () => { tensors.dispose(); gpu.dispose(); } };
};

/**
 * Sets the tfjs backend of this process, ready to train. `software` lets WebGPU run on a software adapter, for tests.
 * Rejects with an `EngineError` of one sentence where the machine cannot.
 */
export const openTraining = async (backend: TrainingBackend, { software = false } = {}): Promise<Training> => {
  try {
    return await (backend === 'wasm' ? openOnWasm() : openOnDawn(software));
  } catch (error) {
    throw error instanceof EngineError ? error : badArgument(`--backend ${backend} does not start here: ${reason(error)}`);
  }
};
