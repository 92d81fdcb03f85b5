// What all kernels share: bindings, the range of items a dispatch computes, and the end of a kernel: what is fused to it
// and the store. A kernel file gives the lines in between as a `Body`.
//
// Group 0: the result, then the step's reads `in0`, `in1`, ...; group 1: the range. Tensors and kernels are `T` (the
// program's precision), statistics, partial sums and norms f32; values are computed in f32.

import type { ActivationName } from '../../network.ts';
import { ACTIVATIONS, blocks } from '../emitter.ts';
import type { Fused } from '../operations.ts';

export type Precision = 'f32' | 'f16';
/** Elements of a bound array: of the program's precision, or exact; one number or four. */
export type Element = 'T' | 'T4' | 'f32' | 'vec4f';

export interface Body {
  /** Of the operation's own reads. */
  readonly reads: readonly Element[];
  readonly result: Element;
  /** What one item computes. A vec4f into a result of single numbers stores as many of its lanes as there are channels. */
  readonly value: 'f32' | 'vec4f';
  /** Channels of the result. */
  readonly channels: number;
  /** Functions, variables and `main`; stores by `put(value, row, block)`: a row of channels, and which value of the row. */
  readonly code: string;
}

export const WORKGROUP = 64;

/** WGSL promises sin only to 2^-11: within a quarter turn its series is a thousand times closer. */
const SINE = `fn sinV(x: V) -> V {
  let turns = round(x * 0.15915494);
  let half = (x - turns * 6.28125) - turns * 0.0019353072;
  let r = select(half, sign(half) * 3.14159265 - half, abs(half) > V(1.57079633));
  let q = r * r;
  return r * (1 - q * (1 / 6.0 - q * (1 / 120.0 - q * (1 / 5040.0 - q * (1 / 362880.0 - q / 39916800.0)))));
}`;
const functionOf = (name: ActivationName): string => (name === 'sin' ? SINE : `fn ${name}V(x: V) -> V { return ${ACTIVATIONS[name].value.replaceAll('vec4f', 'V')}; }`);

const finish = (fused: readonly Fused[], { value, result }: Body): { functions: string; reads: [number, Element][] } => {
  const single = value === 'vec4f' && result === 'T';
  const reads: [number, Element][] = [];
  const lines = fused.map((step) => {
    switch (step.type) {
      case 'activation': return `v = ${step.name}V(v);`;
      case 'leakyRelu': return `v = max(v, V(0)) + ${step.slope} * min(v, V(0));`;
      case 'affine': return `v = v * ${step.scale} + V(${step.shift});`;
      case 'scaleShift': {
        reads.push([step.read, value]);
        return `v = v * in${step.read}[block] + in${step.read}[${step.length / (value === 'vec4f' ? 4 : 1)}u + block];`;
      }
      case 'add': {
        reads.push([step.read, result]);
        const other = (lane: number): string => `f32(in${step.read}[at + ${lane}u])`;
        return `v = ${single ? `vec4f(${[0, 1, 2, 3].map(other).join(', ')})` : `V(in${step.read}[at])`} + ${step.scale} * v;`;
      }
      default: return step satisfies never;
    }
  });
  const used = new Set(fused.flatMap((step) => (step.type === 'activation' ? [step.name] : [])));
  return { reads, functions: [...Array.from(used, functionOf), `fn finish(value: V, at: u32, block: u32) -> V {\n  var v = value;\n  ${lines.join('\n  ')}\n  return v;\n}`].join('\n') };
};

/** What is beyond the largest half would become infinite, and NaN a layer later. */
const LARGEST = 65504;

const put = ({ value, result, channels }: Body, precision: Precision): string => {
  const bounded = precision === 'f16' && result.startsWith('T') ? `clamp(finish(value, at, block), V(${-LARGEST}), V(${LARGEST}))` : 'finish(value, at, block)';
  if (value === 'vec4f' && result === 'T') return `
fn put(value: vec4f, row: u32, block: u32) {
  let at = row * ${channels}u + 4 * block;
  let v = ${bounded};
  for (var lane = 0u; lane < 4u; lane++) { if (4 * block + lane < ${channels}u) { result[at + lane] = T(v[lane]); } }
}`;
  const perRow = value === 'vec4f' ? blocks(channels) : channels;
  return `
fn put(value: V, row: u32, block: u32) {
  let at = row * ${perRow}u + block;
  result[at] = ${result}(${bounded});
}`;
};

/** A whole module with the entry point `main`; equal operations give equal text. */
export const kernelSource = (body: Body, fused: readonly Fused[], precision: Precision): string => {
  const { functions, reads } = finish(fused, body);
  const elements: Element[] = [...body.reads];
  for (const [index, element] of reads) elements[index] = element;
  return [
    precision === 'f16' ? 'enable f16;' : '',
    `alias T = ${precision};`, 'alias T4 = vec4<T>;', `alias V = ${body.value};`,
    'struct Range { first: u32, end: u32 }',
    `@group(0) @binding(0) var<storage, read_write> result: array<${body.result}>;`,
    ...elements.map((element, index) => `@group(0) @binding(${index + 1}) var<storage, read> in${index}: array<${element}>;`),
    '@group(1) @binding(0) var<uniform> range: Range;',
    ...(body.code.includes('put(') ? [functions, put(body, precision)] : []), body.code,
  ].join('\n');
};
