// Kernels for tfjs' wasm backend that only move or add up numbers, as loops over its memory: two that are missing or wrong
// there, and three that are a hundred times slower than a copy. Views are taken after the output is made: making it may
// grow the memory, which empties older views.

import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

type Heap = Pick<BackendWasm, 'makeOutput' | 'typedArrayFromHeap' | 'incRef'>;

/** Below this many numbers a loop is faster than a call that copies them. */
const SHORT = 48;

/** out[i, j, ...] = x[picks[0][i], picks[1][j], ...]. */
const take = (heap: Heap, x: tf.TensorInfo, picks: readonly (readonly number[])[]): tf.TensorInfo => {
  const out = heap.makeOutput(picks.map(({ length }) => length), x.dtype);
  const from = heap.typedArrayFromHeap(x), to = heap.typedArrayFromHeap(out);
  const steps = x.shape.map((_, axis) => tf.util.sizeFromShape(x.shape.slice(axis + 1)));
  // Neighbours in the output that are neighbours in the input are one run: the last axes taken whole, and a part of the next.
  let run = 1, start = 0, axis = x.shape.length - 1;
  for (let whole = true; whole && axis >= 0; axis--) {
    const pick = picks[axis]!;
    if (!pick.every((at, i) => at === pick[0]! + i)) break;
    run *= pick.length;
    start += (pick[0] ?? 0) * steps[axis]!;
    whole = pick.length === x.shape[axis];
  }
  const offsets = picks.slice(0, axis + 1).reduce((list, pick, i) => {
    const longer = new Int32Array(list.length * pick.length);
    for (let a = 0, at = 0; a < list.length; a++) for (const index of pick) longer[at++] = list[a]! + index * steps[i]!;
    return longer;
  }, Int32Array.of(start));
  for (let i = 0, at = 0; i < offsets.length; i++, at += run) {
    const offset = offsets[i]!;
    if (run < SHORT) for (let k = 0; k < run; k++) to[at + k] = from[offset + k]!;
    else to.set(from.subarray(offset, offset + run), at);
  }
  return out;
};

const count = (length: number, at: (index: number) => number = (index) => index): number[] => Array.from({ length }, (_, index) => at(index));

/** Identity: one more owner of the same memory, as Reshape does it there; the backend's own copies. */
export const identity: tf.KernelFunc = ({ inputs, backend }) => {
  const { dataId, shape, dtype } = inputs['x']!;
  (backend as Heap).incRef(dataId);
  return { dataId, shape, dtype };
};

/** Slice. The backend's own copies the whole input first. */
export const slice: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const x = inputs['x'] as tf.Tensor, { begin, size } = attrs as unknown as { begin: number[]; size: number[] };
  const [from, sides] = tf.slice_util.parseSliceParams(x, begin, size) as [number[], number[]];
  return take(backend as Heap, x, sides.map((side, axis) => count(side, (i) => from[axis]! + i)));
};

/** Reverse along some axes. */
export const reverse: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const x = inputs['x']!, { dims } = attrs as unknown as { dims: number | number[] };
  const axes = x.shape.length === 0 ? [] : tf.util.parseAxisParam(dims, x.shape);
  return take(backend as Heap, x, x.shape.map((side, axis) => count(side, (i) => (axes.includes(axis) ? side - 1 - i : i))));
};

/** Tile, which is also `broadcastTo`. */
export const tile: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const x = inputs['x']!, { reps } = attrs as unknown as { reps: number[] };
  return take(backend as Heap, x, x.shape.map((side, axis) => count(side * reps[axis]!, (i) => i % side)));
};

/** UnsortedSegmentSum: row i of x is added to row segmentIds[i] of the result. It is the gradient of `gather`. */
export const unsortedSegmentSum: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, segmentIds } = inputs as { x: tf.TensorInfo; segmentIds: tf.TensorInfo }, { numSegments } = attrs as unknown as { numSegments: number };
  const heap = backend as Heap, out = heap.makeOutput([numSegments, ...x.shape.slice(1)], x.dtype);
  const rows = heap.typedArrayFromHeap(x), ids = heap.typedArrayFromHeap(segmentIds), sums = heap.typedArrayFromHeap(out).fill(0);
  const length = tf.util.sizeFromShape(x.shape.slice(1));
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    // Out of range means nowhere, as on the other backends.
    if (id >= 0 && id < numSegments) for (let k = 0; k < length; k++) sums[id * length + k]! += rows[i * length + k]!;
  }
  return out;
};

/**
 * MaxPoolGrad: each output's gradient goes to the first of the largest inputs of its window, as in PyTorch. The backend's
 * own loses it where all of a window is negative.
 */
export const maxPoolGradient: tf.KernelFunc = ({ inputs, backend, attrs }) => {
  const { input, dy } = inputs as { input: tf.Tensor4D; dy: tf.Tensor4D };
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as Record<'filterSize' | 'strides', number | [number, number]> & { pad: 'same' | 'valid' | number; dimRoundingMode?: 'floor' | 'round' | 'ceil' };
  const { inHeight, inWidth, outHeight, outWidth, batchSize, inChannels, filterHeight, filterWidth, strideHeight, strideWidth, padInfo: { top, left } } =
    tf.backend_util.computePool2DInfo(input.shape, filterSize, strides, 1, pad, dimRoundingMode);
  const heap = backend as Heap, out = heap.makeOutput(input.shape, 'float32');
  const x = heap.typedArrayFromHeap(input), received = heap.typedArrayFromHeap(dy), given = heap.typedArrayFromHeap(out).fill(0);
  for (let n = 0, at = 0; n < batchSize; n++) for (let oy = 0; oy < outHeight; oy++) for (let ox = 0; ox < outWidth; ox++) {
    const y0 = Math.max(0, oy * strideHeight - top), y1 = Math.min(inHeight, oy * strideHeight - top + filterHeight);
    const x0 = Math.max(0, ox * strideWidth - left), x1 = Math.min(inWidth, ox * strideWidth - left + filterWidth);
    for (let c = 0; c < inChannels; c++, at++) {
      let largest = -Infinity, winner = -1;
      for (let iy = y0; iy < y1; iy++) for (let ix = x0; ix < x1; ix++) {
        const index = ((n * inHeight + iy) * inWidth + ix) * inChannels + c;
        if (x[index]! > largest) [largest, winner] = [x[index]!, index];
      }
      if (winner >= 0) given[winner]! += received[at]!;
    }
  }
  return out;
};
