// tfjs 4.22's wasm backend, made fit to train: kernels that it lacks, has wrong, or has so slow that they take most of a
// step are put in their place. Loads tfjs and some hundred kilobytes of bindings: import it where training begins.

import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { filterGradient, inputGradient } from './convolution.ts';
import { identity, maxPoolGradient, reverse, slice, tile, unsortedSegmentSum } from './heap.ts';

/**
 * BatchMatMul. With `transposeA` or `transposeB`, which every dense layer's gradient asks for, the backend leaves XNNPACK
 * for a plain loop; a transposed copy costs a hundredth of what that loses.
 */
const transposeFirst = (multiply: tf.KernelFunc): tf.KernelFunc => (call) => {
  const { transposeA, transposeB } = call.attrs as unknown as { transposeA: boolean; transposeB: boolean };
  if (!transposeA && !transposeB) return multiply(call);
  const { a, b } = call.inputs as { a: tf.Tensor; b: tf.Tensor };
  const turned = (x: tf.Tensor): tf.Tensor => {
    const axes = x.shape.map((_, axis) => axis);
    return tf.transpose(x, [...axes.slice(0, -2), ...axes.slice(-2).reverse()]);
  };
  return tf.tidy(() => tf.matMul(transposeA ? turned(a) : a, transposeB ? turned(b) : b));
};

const MISSING: Readonly<Record<string, tf.KernelFunc>> = { Conv2DBackpropFilter: filterGradient, UnsortedSegmentSum: unsortedSegmentSum };

/** By name; each gets the kernel that it takes the place of. */
const REPLACED: Readonly<Record<string, (theirs: tf.KernelFunc) => tf.KernelFunc>> = {
  Conv2DBackpropInput: () => inputGradient,
  MaxPoolGrad: () => maxPoolGradient,
  BatchMatMul: transposeFirst,
  Identity: () => identity,
  Slice: (theirs) => (call) => (call.inputs['x']!.dtype === 'string' ? theirs(call) : slice(call)),
  Reverse: () => reverse,
  Tile: () => tile,
};

/** Makes tfjs' wasm backend fit for training. Before or after the backend starts; a second call does nothing. */
export const installTrainingKernels = (): void => {
  const backendName = 'wasm';
  if (tf.getKernel('Conv2DBackpropFilter', backendName)) return;
  for (const [kernelName, kernelFunc] of Object.entries(MISSING)) tf.registerKernel({ kernelName, backendName, kernelFunc });
  for (const [kernelName, replace] of Object.entries(REPLACED)) {
    const theirs = tf.getKernel(kernelName, backendName);
    tf.unregisterKernel(kernelName, backendName);
    // Their set-up stays: it binds what `theirs` calls.
    tf.registerKernel({ ...theirs, kernelFunc: replace(theirs.kernelFunc) });
  }
};

/**
 * Makes 'wasm' tfjs's backend, with the training kernels. `files` is the folder of the package's .wasm files (ends with
 * '/'), or the address of each by its name. Rejects where they do not start.
 */
export const openWasm = async (files: string | Readonly<Record<string, string>>): Promise<void> => {
  installTrainingKernels();
  setWasmPaths(files);
  if (!await tf.setBackend('wasm')) throw new Error(`tfjs could not start its wasm backend from ${typeof files === 'string' ? files : Object.values(files).join(', ')}`);
};
