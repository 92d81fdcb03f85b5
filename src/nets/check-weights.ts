// Whether weights are a network's: the same names and shapes, no more and no fewer. What a file is, safetensors.ts knows.

import type { WeightsFile } from '#api';
import { weightsUnreadable } from '../core/errors.ts';
import { shown } from '../core/params.ts';
import type { Network } from './network.ts';
import { within } from './safetensors.ts';
import { inspect } from './shapes.ts';
import type { Weights } from './weights.ts';

const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** What is wrong with each weight, in the network's order; then those it does not know. */
const faults = (net: Network, weights: Weights): string[] => {
  const wanted = inspect(net).weights;
  const known = new Set(wanted.map(({ name }) => name));
  return [
    ...wanted.flatMap(({ name, shape }) => {
      const found = weights.get(name);
      if (!found) return [`tensor ${shown(name)} ${text(shape)} is missing`];
      return text(found.shape) === text(shape) ? [] : [`tensor ${shown(name)} must be ${text(shape)}; got ${text(found.shape)}`];
    }),
    ...Array.from(weights.keys()).filter((name) => !known.has(name)).map((name) => `tensor ${shown(name)} is one too many`),
  ];
};

/** Answers `weights` where they are the network's; throws `EngineError` 'weights-unreadable' naming `file` and tensor. */
export const checkWeights = (net: Network, weights: Weights, file?: string): Weights => {
  const [first, ...more] = faults(net, weights);
  if (first) throw weightsUnreadable(`for network ${net.name}, ${first}${more.length > 0 ? ` (and ${more.length} more faults)` : ''}`, file);
  return weights;
};

/** A network's part of a file, `<part>/<weight>`, checked; borrowed from the file. */
export const networkWeights = ({ file, weights }: WeightsFile, part: string, net: Network): Weights =>
  checkWeights(net, within(weights, part), file);
