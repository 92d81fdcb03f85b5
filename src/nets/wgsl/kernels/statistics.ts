// Reductions in two kernels, without barriers and in a fixed order, so that every run gives the same bits: moments of
// chunks, then the chunks put together. Exact statistics are means and squared deviations, never sums of squares.

import type { Moments, Statistics } from '../operations.ts';
import { WORKGROUP, type Body } from './shell.ts';

const isWide = ({ channels }: Moments | Statistics): boolean => channels % 4 === 0;
const perRow = (op: Moments | Statistics): number => (isWide(op) ? op.channels / 4 : op.channels);
const chunksOf = ({ rows, chunk }: Moments | Statistics): number => Math.ceil(rows / chunk);

export const statisticsItems = (op: Moments | Statistics): number => op.groups * perRow(op) * (op.type === 'moments' ? chunksOf(op) : 1);

const entry = (lines: string): string => /* wgsl */ `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = range.first + id.x;
  if (item >= range.end) { return; }
  ${lines}
}`;

/** Pairs `[groups, chunks, channels, 2]`. */
export const momentsBody = (op: Moments): Body => {
  const wide = isWide(op), width = perRow(op), chunks = chunksOf(op);
  const code = entry(/* wgsl */ `
  let block = item % ${width}u;
  let chunk = item / ${width}u % ${chunks}u;
  let group = item / ${width * chunks}u;
  let first = chunk * ${op.chunk}u;
  let end = min(first + ${op.chunk}u, ${op.rows}u);
  let at = group * ${op.rows}u;
  var sum = V(0);
  for (var row = first; row < end; row++) { sum += V(in0[(at + row) * ${width}u + block]); }
  let mean = sum / f32(end - first);
  var squares = V(0);
  for (var row = first; row < end; row++) {
    let deviation = V(in0[(at + row) * ${width}u + block]) - mean;
    squares += deviation * deviation;
  }
  result[2 * item] = mean;
  result[2 * item + 1] = squares;`);
  return { reads: [wide ? 'T4' : 'T'], result: wide ? 'vec4f' : 'f32', value: wide ? 'vec4f' : 'f32', channels: op.channels, code };
};

/** Pairs `[groups, channels, 2]` of mean and 1 / deviation, `[groups, 2]` where the channels share them, or means `[groups, channels]`. */
export const statisticsBody = (op: Statistics): Body => {
  const wide = isWide(op), width = perRow(op), chunks = chunksOf(op);
  const merged = op.whole && wide ? `
  let middle = dot(mean, vec4f(.25)); let apart = mean - middle;
  result[2 * item] = middle;
  result[2 * item + 1] = inverseSqrt((dot(squares, vec4f(1)) + count * dot(apart, apart)) / (4 * count) + ${op.epsilon});` : `
  result[2 * item] = mean;
  result[2 * item + 1] = inverseSqrt(squares / count + ${op.epsilon});`;
  const code = entry(/* wgsl */ `
  let block = item % ${width}u;
  let group = item / ${width}u;
  var mean = V(0); var squares = V(0); var count = 0.0;
  for (var chunk = 0u; chunk < ${chunks}u; chunk++) {
    let at = 2 * ((group * ${chunks}u + chunk) * ${width}u + block);
    let more = f32(min(${op.chunk}u, ${op.rows}u - chunk * ${op.chunk}u));
    let delta = in0[at] - mean;
    let total = count + more;
    mean += delta * (more / total);
    squares += in0[at + 1] + delta * delta * (count * more / total);
    count = total;
  }
  ${op.result === 'mean' ? 'put(mean, group, block);' : merged}`);
  const value = wide ? 'vec4f' : 'f32';
  return { reads: [value], result: op.result === 'mean' ? (wide ? 'T4' : 'T') : op.whole ? 'f32' : value, value, channels: op.channels, code };
};
