// The gradient penalty of Gulrajani et al., 2017, with its gradient by hand: the slope of the critic at points between the
// real and the drawn ones should be 1. With v the slope's direction, d|slope| is the derivative of a forward pass of the
// tangent v, so that one pass forward, one back, one of tangents and one back over both is all of the double backpropagation.

import { accumulate, accumulateBias, createPass, forward, multiply, multiplyBack, type Mlp, type Pass } from './mlp.ts';

export interface Penalty {
  /** What it is given: points in the plane, and whatever else the critic sees, in `pass.values[0]`. */
  readonly pass: Pass;
  /** Adds the gradients of `strength` x the mean of (|slope| - 1)^2; answers with that mean. */
  add(critic: Mlp, strength: number): number;
  /** Mean |slope| of the last call. */
  readonly slope: number;
}

/** Of the first two inputs of a critic with one output. */
export const createPenalty = (net: Mlp, batch: number): Penalty => {
  const { sizes, offsets, bend } = net, pass = createPass(net, batch), tangents = createPass(net, batch), top = offsets.length;
  let slope = 0;

  /** Deltas of the score down to the input; a hidden layer's hold the bend's slope. */
  const descend = (weights: Float64Array): void => {
    pass.deltas[top]!.fill(1);
    for (let layer = top; layer > 0; layer--) {
      const below = pass.deltas[layer - 1]!;
      multiplyBack(weights, offsets[layer - 1]!, sizes[layer - 1]!, sizes[layer]!, pass.deltas[layer]!, below, batch);
      if (layer > 1) for (let i = 0; i < below.length; i++) below[i]! *= pass.slopes[layer - 1]![i]!;
    }
  };
  /** Directions of the slopes as tangents of the input, and every delta times how much its example weighs. */
  const aim = (strength: number): number => {
    const inputs = sizes[0]!, slopes = pass.deltas[0]!, directions = tangents.values[0]!;
    let sum = 0;
    slope = 0;
    directions.fill(0);
    for (let b = 0; b < batch; b++) {
      const x = slopes[b * inputs]!, y = slopes[b * inputs + 1]!, length = Math.sqrt(x * x + y * y + 1e-12);
      directions[b * inputs] = x / length;
      directions[b * inputs + 1] = y / length;
      slope += length / batch;
      sum += (length - 1) ** 2 / batch;
      const weight = (2 * strength * (length - 1)) / batch;
      for (let layer = 1; layer <= top; layer++) for (let o = 0, size = sizes[layer]!; o < size; o++) pass.deltas[layer]![b * size + o]! *= weight;
    }
    return sum;
  };
  /** Forward over the tangents: `deltas` keeps them before the bend, `values` after it. */
  const ascend = (weights: Float64Array): void => {
    for (let layer = 1; layer < top; layer++) {
      const before = tangents.deltas[layer]!, after = tangents.values[layer]!, slopes = pass.slopes[layer]!;
      multiply(weights, offsets[layer - 1]!, sizes[layer - 1]!, sizes[layer]!, tangents.values[layer - 1]!, before, batch, false);
      for (let i = 0; i < after.length; i++) after[i] = slopes[i]! * before[i]!;
    }
  };
  /** What the bends' own bending adds, where they are smooth: `tangents.slopes` are the deltas of what is bent. */
  const bendBack = ({ weights, gradients }: Mlp): void => {
    for (let layer = top - 1; layer > 0; layer--) {
      const inputs = sizes[layer - 1]!, outputs = sizes[layer]!, delta = tangents.slopes[layer]!;
      if (layer === top - 1) delta.fill(0);
      else multiplyBack(weights, offsets[layer]!, outputs, sizes[layer + 1]!, tangents.slopes[layer + 1]!, delta, batch);
      for (let i = 0; i < delta.length; i++) delta[i] = delta[i]! * pass.slopes[layer]![i]! - 2 * pass.values[layer]![i]! * tangents.deltas[layer]![i]! * pass.deltas[layer]![i]!;
      accumulate(gradients, offsets[layer - 1]!, inputs, outputs, delta, pass.values[layer - 1]!, batch);
      accumulateBias(gradients, offsets[layer - 1]! + inputs * outputs, outputs, delta, batch);
    }
  };
  return {
    pass,
    get slope() { return slope; },
    add(critic, strength) {
      forward(critic, pass);
      descend(critic.weights);
      const mean = aim(strength);
      ascend(critic.weights);
      for (let layer = top; layer > 0; layer--) accumulate(critic.gradients, offsets[layer - 1]!, sizes[layer - 1]!, sizes[layer]!, pass.deltas[layer]!, tangents.values[layer - 1]!, batch);
      if (bend === 'tanh') bendBack(critic);
      return mean;
    },
  };
};
