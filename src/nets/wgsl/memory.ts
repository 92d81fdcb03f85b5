// The buffers of a program: tensors as the plan shares them, and parameters. Owns them all.

import { networkInvalid } from '../../core/errors.ts';
import { checkWeights } from '../check-weights.ts';
import type { Network } from '../network.ts';
import type { Weights } from '../weights.ts';
import type { Precision } from './kernels/shell.ts';
import type { Params, Read } from './operations.ts';
import { asHalves, packParams, paramsLength } from './pack.ts';
import type { Plan, PlanTensor } from './plan.ts';

export interface Memory {
  tensor(index: number): GPUBuffer;
  /** The buffer of what a step reads; parameters get one of their own at the first call, so call once for each. */
  read(label: string, read: Read): GPUBuffer;
  /** Uploads weights, borrowed; throws `EngineError` naming one that does not fit. */
  setWeights(weights: Weights): void;
  dispose(): void;
}

const bytesOf = (length: number, precision: Precision): number => 16 * Math.ceil((length * (precision === 'f16' ? 2 : 4)) / 16);
const ofTensor = ({ length, exact }: PlanTensor, precision: Precision): number => bytesOf(length, exact ? 'f32' : precision);
const precisionOf = (params: Params, precision: Precision): Precision => (params.type === 'norm' ? 'f32' : precision);

/** Throws `EngineError` naming the layer whose tensor or weights are larger than the device's buffers may be. */
export const checkSizes = (net: Network, { steps, tensors, inputs }: Plan, precision: Precision, limits: Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>): void => {
  const most = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const check = (layer: string, bytes: number): void => {
    if (bytes > most) throw networkInvalid(net.name, layer, `needs a buffer of ${Math.ceil(bytes / 1e6)} MB; this device allows ${Math.floor(most / 1e6)} MB`);
  };
  for (const [name, { tensor }] of Object.entries(inputs)) check(`input "${name}"`, ofTensor(tensors[tensor]!, precision));
  for (const { label, reads, writes } of steps) {
    check(label, ofTensor(tensors[writes]!, precision));
    for (const read of reads) if ('params' in read) check(label, bytesOf(paramsLength(read.params), precisionOf(read.params, precision)));
  }
};

export const createMemory = (device: GPUDevice, net: Network, plan: Plan, precision: Precision): Memory => {
  const { STORAGE, COPY_DST, COPY_SRC } = GPUBufferUsage;
  const tensors = plan.buffers.map((buffer, index) => device.createBuffer({ label: `${net.name} tensor ${index}`, size: ofTensor(buffer, precision), usage: STORAGE | COPY_DST | COPY_SRC }));
  const parameters: { readonly params: Params; readonly buffer: GPUBuffer }[] = [];
  const tensor = (index: number): GPUBuffer => tensors[plan.bufferOf[index]!]!;
  return {
    tensor,
    read(label, read) {
      if ('tensor' in read) return tensor(read.tensor);
      const { params } = read;
      const buffer = device.createBuffer({ label: `${net.name} ${label} parameters`, size: bytesOf(paramsLength(params), precisionOf(params, precision)), usage: STORAGE | COPY_DST });
      parameters.push({ params, buffer });
      return buffer;
    },
    setWeights(weights) {
      checkWeights(net, weights);
      for (const { params, buffer } of parameters) {
        const packed = packParams(weights, params);
        device.queue.writeBuffer(buffer, 0, precisionOf(params, precision) === 'f16' ? asHalves(packed) : packed);
      }
    },
    dispose() {
      for (const buffer of [...tensors, ...parameters.map((parameter) => parameter.buffer)]) buffer.destroy();
    },
  };
};
