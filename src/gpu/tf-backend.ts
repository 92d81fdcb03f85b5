// tfjs on the shared device. The only file that registers a tfjs backend; loaded when a plugin first needs tensors.

import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { Gpu } from './device.ts';

export interface Tensors {
  /** Tensors alive now. */
  readonly count: () => number;
  dispose(): void;
}

/** Makes 'webgpu' tfjs's backend, on our device. Neither side destroys the device. */
export const openTensors = async ({ device, adapterInfo }: Gpu): Promise<Tensors> => {
  // Small results would else be computed on the CPU, where `dataToGPU` throws.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapterInfo), 3);
  if (!await tf.setBackend('webgpu')) throw new Error('tfjs could not start on the shared device');
  await tf.ready();
  return { count: () => tf.memory().numTensors, dispose: () => tf.removeBackend('webgpu') };
};
