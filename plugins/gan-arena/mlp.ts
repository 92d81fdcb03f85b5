// A small dense network on the processor, with its gradients: what the arena's two players are. Plain loops over typed
// arrays in double precision, in small blocks; nothing is allocated after it is made. Held to tfjs in gan-arena.test.ts.

import { random } from '#nets';

/** Of hidden layers: `leaky` has slope .2 below 0, `tanh` is smooth. The output is linear. */
export type Bend = 'leaky' | 'tanh';

export interface Mlp {
  /** Numbers in and out of each layer, `[inputs, ..., outputs]`. */
  readonly sizes: readonly number[];
  readonly bend: Bend;
  /** All weights, layer after layer: kernel `[out, in]` row-major, then bias `[out]`. */
  readonly weights: Float64Array;
  /** Of the same layout; gradients are added here. */
  readonly gradients: Float64Array;
  /** Where each layer's kernel begins. */
  readonly offsets: readonly number[];
}

/** What one pass over a batch leaves behind, layer by layer; layer 0 is the input. A net needs one for each batch that it remembers. */
export interface Pass {
  /** Examples, a multiple of 4. */
  readonly batch: number;
  /** `[batch, size]` of each layer, bent. */
  readonly values: readonly Float64Array[];
  /** Slope of the bend at each value of a hidden layer. */
  readonly slopes: readonly Float64Array[];
  /** Gradient of the loss at what is bent, and in the end at the input. */
  readonly deltas: readonly Float64Array[];
}

const LEAK = .2;

export const createMlp = (sizes: readonly number[], bend: Bend): Mlp => {
  const offsets: number[] = [];
  let count = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    offsets.push(count);
    count += sizes[layer]! * (sizes[layer - 1]! + 1);
  }
  return { sizes, bend, offsets, weights: new Float64Array(count), gradients: new Float64Array(count) };
};

/** First weights: kernels of deviation `gain` over the root of the inputs, small biases. */
export const initialise = ({ sizes, offsets, weights }: Mlp, seed: number, stream: string, gain: number): void => {
  const chance = random(seed, stream);
  for (const [i, offset] of offsets.entries()) {
    const inputs = sizes[i]!, outputs = sizes[i + 1]!, deviation = gain / Math.sqrt(inputs);
    for (let k = 0; k < inputs * outputs; k++) weights[offset + k] = deviation * chance.normal();
    for (let k = 0; k < outputs; k++) weights[offset + inputs * outputs + k] = .1 * chance.normal();
  }
};

export const createPass = ({ sizes }: Mlp, batch: number): Pass => {
  const of = (size: number): Float64Array => new Float64Array(batch * size);
  return { batch, values: sizes.map(of), slopes: sizes.map(of), deltas: sizes.map(of) };
};

/** `out[b, o] = bias[o] + sum_i kernel[o, i] x[b, i]`; without the bias where `biased` is false. Blocks of two examples and four outputs. */
export const multiply = (weights: Float64Array, offset: number, inputs: number, outputs: number, x: Float64Array, out: Float64Array, batch: number, biased: boolean): void => {
  const biases = offset + inputs * outputs, whole = outputs & ~3;
  for (let b = 0; b < batch; b += 2) {
    const xa = b * inputs, xb = xa + inputs, ya = b * outputs, yb = ya + outputs;
    for (let o = 0; o < whole; o += 4) {
      let k0 = offset + o * inputs, k1 = k0 + inputs, k2 = k1 + inputs, k3 = k2 + inputs;
      let a0 = biased ? weights[biases + o]! : 0, a1 = biased ? weights[biases + o + 1]! : 0, a2 = biased ? weights[biases + o + 2]! : 0, a3 = biased ? weights[biases + o + 3]! : 0;
      let b0 = a0, b1 = a1, b2 = a2, b3 = a3;
      for (let i = 0; i < inputs; i++) {
        const va = x[xa + i]!, vb = x[xb + i]!, w0 = weights[k0++]!, w1 = weights[k1++]!, w2 = weights[k2++]!, w3 = weights[k3++]!;
        a0 += w0 * va; a1 += w1 * va; a2 += w2 * va; a3 += w3 * va;
        b0 += w0 * vb; b1 += w1 * vb; b2 += w2 * vb; b3 += w3 * vb;
      }
      out[ya + o] = a0; out[ya + o + 1] = a1; out[ya + o + 2] = a2; out[ya + o + 3] = a3;
      out[yb + o] = b0; out[yb + o + 1] = b1; out[yb + o + 2] = b2; out[yb + o + 3] = b3;
    }
    for (let o = whole; o < outputs; o++) {
      let a = biased ? weights[biases + o]! : 0, c = a;
      for (let i = 0, k = offset + o * inputs; i < inputs; i++, k++) {
        a += weights[k]! * x[xa + i]!;
        c += weights[k]! * x[xb + i]!;
      }
      out[ya + o] = a;
      out[yb + o] = c;
    }
  }
};

/** `out[b, i] = sum_o kernel[o, i] delta[b, o]`. Blocks of two examples and four outputs. */
export const multiplyBack = (weights: Float64Array, offset: number, inputs: number, outputs: number, delta: Float64Array, out: Float64Array, batch: number): void => {
  const whole = outputs & ~3;
  out.fill(0);
  for (let b = 0; b < batch; b += 2) {
    const da = b * outputs, db = da + outputs, ya = b * inputs, yb = ya + inputs;
    for (let o = 0; o < whole; o += 4) {
      const a0 = delta[da + o]!, a1 = delta[da + o + 1]!, a2 = delta[da + o + 2]!, a3 = delta[da + o + 3]!;
      const b0 = delta[db + o]!, b1 = delta[db + o + 1]!, b2 = delta[db + o + 2]!, b3 = delta[db + o + 3]!;
      let k0 = offset + o * inputs, k1 = k0 + inputs, k2 = k1 + inputs, k3 = k2 + inputs;
      for (let i = 0; i < inputs; i++) {
        const w0 = weights[k0++]!, w1 = weights[k1++]!, w2 = weights[k2++]!, w3 = weights[k3++]!;
        out[ya + i]! += a0 * w0 + a1 * w1 + (a2 * w2 + a3 * w3);
        out[yb + i]! += b0 * w0 + b1 * w1 + (b2 * w2 + b3 * w3);
      }
    }
    for (let o = whole; o < outputs; o++) {
      const a = delta[da + o]!, c = delta[db + o]!;
      for (let i = 0, k = offset + o * inputs; i < inputs; i++, k++) {
        out[ya + i]! += a * weights[k]!;
        out[yb + i]! += c * weights[k]!;
      }
    }
  }
};

/** `gradient[o, i] += sum_b delta[b, o] x[b, i]`. Blocks of four examples and two outputs. */
export const accumulate = (gradients: Float64Array, offset: number, inputs: number, outputs: number, delta: Float64Array, x: Float64Array, batch: number): void => {
  for (let b = 0; b < batch; b += 4) {
    for (let o = 0; o < outputs; o += 2) {
      const at = b * outputs + o, last = o + 1 === outputs;
      const a0 = delta[at]!, a1 = delta[at + outputs]!, a2 = delta[at + 2 * outputs]!, a3 = delta[at + 3 * outputs]!;
      let x0 = b * inputs, x1 = x0 + inputs, x2 = x1 + inputs, x3 = x2 + inputs, ga = offset + o * inputs;
      if (last) {
        for (let i = 0; i < inputs; i++) gradients[ga++]! += a0 * x[x0++]! + a1 * x[x1++]! + (a2 * x[x2++]! + a3 * x[x3++]!);
        continue;
      }
      const b0 = delta[at + 1]!, b1 = delta[at + outputs + 1]!, b2 = delta[at + 2 * outputs + 1]!, b3 = delta[at + 3 * outputs + 1]!;
      let gb = ga + inputs;
      for (let i = 0; i < inputs; i++) {
        const v0 = x[x0++]!, v1 = x[x1++]!, v2 = x[x2++]!, v3 = x[x3++]!;
        gradients[ga++]! += a0 * v0 + a1 * v1 + (a2 * v2 + a3 * v3);
        gradients[gb++]! += b0 * v0 + b1 * v1 + (b2 * v2 + b3 * v3);
      }
    }
  }
};

/** `gradient[o] += sum_b delta[b, o]`. */
export const accumulateBias = (gradients: Float64Array, offset: number, outputs: number, delta: Float64Array, batch: number): void => {
  for (let b = 0; b < batch; b++) for (let o = 0; o < outputs; o++) gradients[offset + o]! += delta[b * outputs + o]!;
};

const bendValues = (bend: Bend, values: Float64Array, slopes: Float64Array): void => {
  if (bend === 'tanh') {
    for (let i = 0; i < values.length; i++) {
      const value = Math.tanh(values[i]!);
      values[i] = value;
      slopes[i] = 1 - value * value;
    }
    return;
  }
  for (let i = 0; i < values.length; i++) {
    const slope = values[i]! > 0 ? 1 : LEAK;
    values[i]! *= slope;
    slopes[i] = slope;
  }
};

/** From `values[0]` to the output `[batch, outputs]`, borrowed. */
export const forward = ({ sizes, offsets, weights, bend }: Mlp, { batch, values, slopes }: Pass): Float64Array => {
  for (const [i, offset] of offsets.entries()) {
    const out = values[i + 1]!;
    multiply(weights, offset, sizes[i]!, sizes[i + 1]!, values[i]!, out, batch, true);
    if (i + 1 < offsets.length) bendValues(bend, out, slopes[i + 1]!);
  }
  return values.at(-1)!;
};

/** From `deltas.at(-1)`, the loss's gradient at the output, to that at the input, borrowed; the weights' are added where `learns`. */
export const backward = ({ sizes, offsets, weights, gradients }: Mlp, { batch, values, slopes, deltas }: Pass, learns: boolean): Float64Array => {
  for (let layer = offsets.length; layer > 0; layer--) {
    const offset = offsets[layer - 1]!, inputs = sizes[layer - 1]!, outputs = sizes[layer]!, delta = deltas[layer]!, below = deltas[layer - 1]!;
    if (learns) {
      accumulate(gradients, offset, inputs, outputs, delta, values[layer - 1]!, batch);
      accumulateBias(gradients, offset + inputs * outputs, outputs, delta, batch);
    }
    multiplyBack(weights, offset, inputs, outputs, delta, below, batch);
    if (layer > 1) for (let i = 0; i < below.length; i++) below[i]! *= slopes[layer - 1]![i]!;
  }
  return deltas[0]!;
};
