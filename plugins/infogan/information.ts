// How much the picture tells of its category, measured while it is shown: L_I = E[log Q(c|x)] + H(c), in nats, over fresh
// samples. A batch at a time, on its own submission and read back when it is done, so that no frame waits for it.

import { compileProgram, random, type Program, type Weights } from '#nets';
import { CATEGORIES, CODES, NOISE, reader } from './networks.ts';

const BATCH = 16;
/** Batches that the estimate is the mean of: 512 samples. */
const KEPT = 32;
/** Times that it is asked between one batch and the next. */
const REST = 2;
export const ENTROPY = Math.log(CATEGORIES);

/** log of the softmax's `label`, for logits `[10]` from `at`. */
export const logShare = (logits: ArrayLike<number>, at: number, label: number): number => {
  let most = -Infinity, sum = 0;
  for (let i = 0; i < CATEGORIES; i++) most = Math.max(most, logits[at + i]!);
  for (let i = 0; i < CATEGORIES; i++) sum += Math.exp(logits[at + i]! - most);
  return logits[at + label]! - most - Math.log(sum);
};

export interface Information {
  /** Those of `reader`, borrowed; what was measured of others is forgotten. */
  setWeights(weights: Weights): void;
  /** Nats over the samples of late; undefined before the first batch. Begins another batch if none is under way. */
  ask(): number | undefined;
  dispose(): void;
}

/** Compiles at the first question. */
export const createInformation = (device: GPUDevice): Information => {
  const chance = random(1, 'information'), means: number[] = [], labels = new Int32Array(BATCH);
  const inputs = { z: new Float32Array(BATCH * NOISE), category: new Float32Array(BATCH * CATEGORIES), codes: new Float32Array(BATCH * CODES) };
  let weights: Weights = new Map(), program: Program | undefined, copy: GPUBuffer | undefined, busy = false, asked = 0, done = false;

  const draw = (): void => {
    inputs.category.fill(0);
    for (let i = 0; i < BATCH; i++) inputs.category[CATEGORIES * i + (labels[i] = chance.int(CATEGORIES))] = 1;
    for (let i = 0; i < inputs.z.length; i++) inputs.z[i] = 2 * chance.uniform() - 1;
    for (let i = 0; i < inputs.codes.length; i++) inputs.codes[i] = 2 * chance.uniform() - 1;
  };
  const measure = async (): Promise<void> => {
    if (!program) {
      const made = await compileProgram(device, reader, { batch: BATCH });
      if (done) return made.dispose();
      program = made;
      program.setWeights(weights);
      copy = device.createBuffer({ label: 'information', size: program.output.buffer.size, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
    }
    draw();
    const encoder = device.createCommandEncoder({ label: 'information' });
    for (const step of program.run(inputs)) {
      const pass = encoder.beginComputePass();
      step.encode(pass);
      pass.end();
    }
    encoder.copyBufferToBuffer(program.output.buffer, 0, copy!, 0, copy!.size);
    device.queue.submit([encoder.finish()]);
    await copy!.mapAsync(GPUMapMode.READ);
    const read = new Float32Array(copy!.getMappedRange());
    let sum = 0;
    for (let i = 0; i < BATCH; i++) sum += logShare(read, (CATEGORIES + CODES) * i, labels[i]!);
    copy!.unmap();
    means.push(sum / BATCH);
    if (means.length > KEPT) means.shift();
  };
  return {
    setWeights(now) {
      weights = now;
      program?.setWeights(now);
      means.length = 0;
    },
    ask() {
      if (!busy && !done && asked++ % (REST + 1) === 0) {
        busy = true;
        // A lost device or the end of the piece breaks it off; there is nothing to tell then.
        measure().catch(() => undefined).finally(() => { busy = false; });
      }
      return means.length === 0 ? undefined : ENTROPY + means.reduce((sum, mean) => sum + mean, 0) / means.length;
    },
    dispose() {
      done = true;
      program?.dispose();
      copy?.destroy();
    },
  };
};
