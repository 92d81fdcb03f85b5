// Kernels that compute each number, or four neighbouring channels, of the result from a few numbers read.

import type { Gather, Sides } from '../operations.ts';
import { WORKGROUP, type Body, type Element } from './shell.ts';

const vec4 = (...channels: number[]): boolean => channels.every((count) => count % 4 === 0);

/** Whether four channels are computed at a time. */
const isWide = (op: Gather): boolean => {
  switch (op.type) {
    case 'coordinates': case 'oneHot': case 'maxout': return false;
    case 'concat': return vec4(op.first, op.to[2]);
    default: return vec4(op.to[2]);
  }
};

const poolLines = (op: Gather & { type: 'pool' }, at: (y: string, x: string) => string): string => {
  const max = op.kind === 'max';
  return `
  let top = i32(y * ${op.stride}u) - ${op.before[0]}; let left = i32(x * ${op.stride}u) - ${op.before[1]};
  ${max ? 'value = V(-3.4e38);' : 'var count = 0.0;'}
  for (var py = max(top, 0); py < min(top + ${op.size}, ${op.from[0]}); py++) {
    for (var px = max(left, 0); px < min(left + ${op.size}, ${op.from[1]}); px++) {
      let other = V(in0[${at('u32(py)', 'u32(px)')}]);
      ${max ? 'value = max(value, other);' : 'value += other; count += 1;'}
    }
  }
  ${max ? '' : 'value /= count;'}`;
};

const padLines = ({ from: [h, w], amount, mode }: Gather & { type: 'pad' }, at: (y: string, x: string) => string): string => {
  const inner = `var py = i32(y) - ${amount}; var px = i32(x) - ${amount};`;
  return mode === 'zero'
    ? `${inner}\n  if (py >= 0 && py < ${h} && px >= 0 && px < ${w}) { value = V(in0[${at('u32(py)', 'u32(px)')}]); }`
    : `${inner}\n  py = abs(py); py = min(py, ${2 * (h - 1)} - py); px = abs(px); px = min(px, ${2 * (w - 1)} - px);\n  value = V(in0[${at('u32(py)', 'u32(px)')}]);`;
};

/** `[lines that set value, elements of the reads]`. `blocks` values make a row of the result, `lanes` numbers a value. */
const linesOf = (op: Gather, lanes: number): [string, Element[]] => {
  const wide = lanes === 4, V = wide ? 'vec4f' : 'f32', T = wide ? 'T4' : 'T';
  const [height, width, channels] = op.to, blocks = channels / lanes;
  const at = ([h, w]: Sides) => (y: string, x: string): string => `((n * ${h}u + ${y}) * ${w}u + ${x}) * ${blocks}u + block`;
  switch (op.type) {
    case 'copy': return ['value = V(in0[item]);', [T]];
    case 'sum': return [`for (var slice = 0u; slice < ${op.slices}u; slice++) { value += in0[slice * ${(op.examples * height * width * channels) / lanes}u + item]; }`, [V]];
    case 'upsample': return [`value = V(in0[${at([height / op.factor, width / op.factor, channels])(`y / ${op.factor}u`, `x / ${op.factor}u`)}]);`, [T]];
    case 'depthToSpace': {
      const { factor } = op;
      return [`value = V(in0[(((n * ${height / factor}u + y / ${factor}u) * ${width / factor}u + x / ${factor}u) * ${factor ** 2}u + y % ${factor}u * ${factor}u + x % ${factor}u) * ${blocks}u + block]);`, [T]];
    }
    case 'pool': return [poolLines(op, at(op.from)), [T]];
    case 'pad': return [padLines(op, at(op.from)), [T]];
    case 'concat': {
      const first = op.first / lanes;
      return [`if (block < ${first}u) { value = V(in0[row * ${first}u + block]); } else { value = V(in1[${op.spread ? 'n' : 'row'} * ${blocks - first}u + block - ${first}u]); }`, [T, T]];
    }
    case 'coordinates': {
      const own = channels - 3, along = (k: string, count: number): string => `${op.scale} * (2 * f32(${k}) / ${Math.max(1, count - 1)} - 1)`;
      return [`
  let px = ${along('x', width)}; let py = ${along('y', height)};
  if (block < ${own}u) { value = V(in0[row * ${own}u + block]); }
  else { value = select(select(length(vec2f(px, py)), py, block == ${own + 1}u), px, block == ${own}u); }`, ['T']];
    }
    case 'oneHot': return ['value = select(0.0, 1.0, i32(round(f32(in0[row]))) == i32(block));', ['T']];
    case 'maxout': return [`
  value = V(in0[item * ${op.pieces}u]);
  for (var i = 1u; i < ${op.pieces}u; i++) { value = max(value, V(in0[item * ${op.pieces}u + i])); }`, ['T']];
    case 'normalise': {
      const group = op.groups === 1 ? '0u' : 'n', pair = op.whole ? group : `(${group} * ${blocks}u + block)`;
      return [`value = (V(in0[item]) - V(in1[2 * ${pair}])) * in1[2 * ${pair} + 1] * in2[block] + in2[${Math.ceil(channels / 4) * (wide ? 1 : 4)}u + block];`, [T, op.whole ? 'f32' : V, V]];
    }
    default: return op satisfies never;
  }
};

/** Items of a gather kernel: values of the result. */
export const gatherItems = (op: Gather): number => (op.examples * op.to[0] * op.to[1] * op.to[2]) / (isWide(op) ? 4 : 1);

export const gatherBody = (op: Gather): Body => {
  const [height, width, channels] = op.to, lanes = isWide(op) ? 4 : 1;
  const [lines, reads] = linesOf(op, lanes);
  const code = /* wgsl */ `
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let item = range.first + id.x;
  if (item >= range.end) { return; }
  let block = item % ${channels / lanes}u;
  let row = item / ${channels / lanes}u;
  let x = row % ${width}u;
  let y = row / ${width}u % ${height}u;
  let n = row / ${width * height}u;
  var value = V(0);
  ${lines}
  put(value, row, block);
}`;
  return { reads, result: lanes === 4 ? 'T4' : 'T', value: lanes === 4 ? 'vec4f' : 'f32', channels, code };
};
