// How a net's gradients change when its weights move: the product of the loss's second derivatives with a direction, without
// the matrix (Pearlmutter, 1994). One pass forward over what moves, and one back; of leaky nets, whose slopes stay where they are.

import { accumulate, accumulateBias, createPass, multiply, multiplyBack, type Mlp, type Pass } from './mlp.ts';

export interface Along {
  /**
   * After `forward` and `backward` of the same pass: adds to `out`, which lies as the weights do, how fast the weights' gradients
   * change per unit of `direction`; answers with how fast those at the inputs do, borrowed. `bends` are the second derivatives
   * of the loss by each score, which no other score has a part in.
   */
  add(pass: Pass, direction: Float64Array, bends: Float64Array, out: Float64Array): Float64Array;
}

/** Of nets with the layers of `net` and one output; inputs do not move. */
export const createAlong = (net: Mlp, batch: number): Along => {
  const { sizes, offsets } = net, moving = createPass(net, batch), top = offsets.length;
  if (net.bend !== 'leaky') throw new Error('Gradients along a direction are of leaky nets; got tanh.');

  /** How fast each layer's values change. */
  const ascend = (weights: Float64Array, { values, slopes }: Pass, direction: Float64Array): void => {
    for (let layer = 1; layer <= top; layer++) {
      const inputs = sizes[layer - 1]!, outputs = sizes[layer]!, offset = offsets[layer - 1]!, out = moving.values[layer]!, more = moving.deltas[layer]!;
      multiply(direction, offset, inputs, outputs, values[layer - 1]!, out, batch, true);
      if (layer > 1) {
        multiply(weights, offset, inputs, outputs, moving.values[layer - 1]!, more, batch, false);
        for (let i = 0; i < out.length; i++) out[i]! += more[i]!;
      }
      if (layer < top) for (let i = 0; i < out.length; i++) out[i]! *= slopes[layer]![i]!;
    }
  };
  /** How fast each layer's deltas change, and the gradients with them. */
  const descend = (weights: Float64Array, { values, slopes, deltas }: Pass, direction: Float64Array, out: Float64Array): Float64Array => {
    for (let layer = top; layer > 0; layer--) {
      const inputs = sizes[layer - 1]!, outputs = sizes[layer]!, offset = offsets[layer - 1]!, delta = moving.deltas[layer]!;
      accumulate(out, offset, inputs, outputs, delta, values[layer - 1]!, batch);
      accumulateBias(out, offset + inputs * outputs, outputs, delta, batch);
      if (layer > 1) accumulate(out, offset, inputs, outputs, deltas[layer]!, moving.values[layer - 1]!, batch);
      const below = moving.deltas[layer - 1]!, more = moving.slopes[layer - 1]!;
      multiplyBack(weights, offset, inputs, outputs, delta, below, batch);
      multiplyBack(direction, offset, inputs, outputs, deltas[layer]!, more, batch);
      for (let i = 0; i < below.length; i++) below[i] = (below[i]! + more[i]!) * (layer > 1 ? slopes[layer - 1]![i]! : 1);
    }
    return moving.deltas[0]!;
  };
  return {
    add(pass, direction, bends, out) {
      ascend(net.weights, pass, direction);
      const scores = moving.values[top]!, deltas = moving.deltas[top]!;
      for (let b = 0; b < batch; b++) deltas[b] = bends[b]! * scores[b]!;
      return descend(net.weights, pass, direction, out);
    },
  };
};
