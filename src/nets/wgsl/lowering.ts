// How single layers become operations: sizes worked out, kernels chosen. `plan.ts` strings them together.

import type { Conv, Dense, Pad, Pool, UpConv } from '../network.ts';
import { window } from '../shapes.ts';
import { blocks } from './emitter.ts';
import { product, type Gather, type Groups, type Linear, type LinearParams, type Sides } from './operations.ts';

/** A shape as a picture; what is none becomes one row of pixels. */
export const sidesOf = (shape: readonly number[]): Sides =>
  (shape.length === 3 ? [shape[0]!, shape[1]!, shape[2]!] : [1, product(shape.slice(0, -1)), shape.at(-1)!]);

/** A tile is 32 positions x 32 filters: below half of that, the barrier-free kernel wastes less. */
export const TILE = 32;
/** Threads that keep a graphics card busy, and the input channels (in blocks of 4) that are worth a slice of their own. */
const BUSY = 4096, WORTH = 16, MOST_SLICES = 16;

/** Positions that a thread of the barrier-free kernel computes side by side. */
export const pixelsAtOnce = ({ to, up, stride }: Pick<Linear, 'to' | 'up' | 'stride'>): number => Math.min(4, up ? to[1] / stride : to[1]);

/** Positions of one phase: a transposed convolution has stride x stride kinds of output pixels, each with taps of its own. */
export const phasePositions = ({ examples, to, up, stride }: Pick<Linear, 'examples' | 'to' | 'up' | 'stride'>): number =>
  (examples * to[0] * to[1]) / (up ? stride ** 2 : 1);

/** `tiled`: the device is parallel enough for workgroup tiles and for dealing out the channels of small pictures. */
export const linearOperation = (layer: Dense | Conv | UpConv, shape: readonly number[], output: readonly number[], batch: number, tiled: boolean): Linear => {
  const from = sidesOf(shape), to = sidesOf(output);
  const base = ((): Omit<Linear, 'tiled' | 'slices'> => {
    if (layer.type === 'dense') {
      const row = (sides: Sides): Sides => [1, batch * sides[0] * sides[1], sides[2]];
      return { type: 'linear', examples: 1, from: row(from), to: row(to), size: 1, stride: 1, before: [0, 0], up: false };
    }
    const { size, stride } = layer, up = layer.type === 'upConv';
    const zeros = (axis: 0 | 1): number => (up ? window(to[axis], size, stride, 'same') : window(from[axis], size, stride, layer.padding)).before;
    return { type: 'linear', examples: batch, from, to, size, stride, before: [zeros(0), zeros(1)], up };
  })();
  const filters = to[2], positions = phasePositions(base), phases = base.up ? base.stride ** 2 : 1;
  const inTiles = tiled && filters >= TILE / 2 && positions >= TILE / 2;
  const threads = phases * (inTiles ? 64 * Math.ceil(positions / TILE) * Math.ceil(filters / TILE) : Math.ceil(positions / pixelsAtOnce(base)) * blocks(filters));
  const dealt = tiled && from[2] % 4 === 0 && filters % 4 === 0;
  const slices = dealt ? Math.max(1, Math.min(MOST_SLICES, Math.ceil(BUSY / threads), Math.floor(from[2] / 4 / WORTH))) : 1;
  return { ...base, tiled: inTiles, slices };
};

export const linearParams = (layer: Dense | Conv | UpConv, path: string, { from, to, size }: Linear): LinearParams =>
  ({ type: 'linear', path, taps: size ** 2, fanIn: from[2], units: to[2], bias: layer.bias, transposed: layer.type === 'upConv', folds: [] });

/** Multiply-adds, counted where the taps are: a transposed convolution at its input. */
export const linearMacs = ({ examples, from, to, size, up }: Linear): number =>
  examples * product(up ? [from[0], from[1]] : [to[0], to[1]]) * size ** 2 * from[2] * to[2];

export const poolOperation = ({ kind, size, stride, padding }: Pool, shape: readonly number[], output: readonly number[], examples: number): Gather => {
  const from = sidesOf(shape);
  return { type: 'pool', examples, to: sidesOf(output), kind, from, size, stride, before: [window(from[0], size, stride, padding).before, window(from[1], size, stride, padding).before] };
};

export const padOperation = ({ amount, mode }: Pad, shape: readonly number[], output: readonly number[], examples: number): Gather =>
  ({ type: 'pad', examples, to: sidesOf(output), from: sidesOf(shape), amount, mode });

/** A chunk is as long as there are chunks, so that neither kernel has long loops. */
const chunked = (groups: Omit<Groups, 'chunk'>): Groups => ({ ...groups, chunk: Math.min(groups.rows, Math.max(32, Math.ceil(Math.sqrt(groups.rows)))) });

/** Groups of statistics: over the whole batch, over an example's pixels, or over a whole example. */
export const groupsOf = (shape: readonly number[], batch: number, over: 'batch' | 'pixels' | 'example'): Groups => {
  const [height, width, channels] = sidesOf(shape), pixels = height * width;
  if (over === 'batch') return chunked({ groups: 1, rows: batch * pixels, channels, whole: false });
  if (over === 'pixels') return chunked({ groups: batch, rows: pixels, channels, whole: false });
  const lanes = (pixels * channels) % 4 === 0 ? 4 : 1;
  return chunked({ groups: batch, rows: (pixels * channels) / lanes, channels: lanes, whole: true });
};
