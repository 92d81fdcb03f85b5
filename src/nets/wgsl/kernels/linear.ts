// Convolution, transposed convolution and dense layers without barriers: a thread computes four filters at up to four
// neighbouring positions. For small layers, and for software adapters, where barriers cost more than they save.
//
// A position is an output pixel of one phase. An ordinary convolution has one phase; a transposed one has stride x stride,
// and an output pixel of a phase sees only the taps whose inputs exist: none is multiplied by zero.

import { pixelsAtOnce, phasePositions } from '../lowering.ts';
import { blocks } from '../emitter.ts';
import type { Linear } from '../operations.ts';
import { WORKGROUP, type Body } from './shell.ts';

/** WGSL constants, and along each axis of a phase: its first tap, its number of taps, the offset of its first input. */
export const geometry = (op: Linear): string => {
  const { from: [h, w, c], to: [oh, ow, f], size, stride, before, up } = op;
  const constants = {
    H: h, W: w, C: c, OH: oh, OW: ow, QH: up ? oh / stride : oh, QW: up ? ow / stride : ow, SIZE: size,
    // Steps from a position to its input, from a tap to the next, and from a position to the next output pixel.
    STEP: up ? 1 : stride, TAP_STEP: up ? stride : 1, OUT_STEP: up ? stride : 1,
    READS: Math.ceil(c / (c % 4 === 0 ? 4 : 1)), F: blocks(f), PHASES: up ? stride ** 2 : 1,
  };
  const axis = (name: string, zeros: number): string => (up ? `
fn axis_${name}(phase: u32) -> Axis {
  let tap = (phase + ${zeros}u) % ${stride}u;
  return Axis(tap, (${size - 1}u - tap) / ${stride}u + 1u, i32((phase + ${zeros}u - tap) / ${stride}u));
}` : `
fn axis_${name}(phase: u32) -> Axis { return Axis(0u, ${size}u, ${-zeros}); }`);
  return `${Object.entries(constants).map(([name, value]) => `const ${name} = ${value}u;`).join('\n')}
const DIRECTION = ${up ? -1 : 1};
struct Axis { tap: u32, taps: u32, base: i32 }${axis('y', before[0])}${axis('x', before[1])}`;
};

/** Whether no tap ever leaves the input. */
const neverLeaves = ({ from, to, size, stride, before, up }: Linear): boolean =>
  (up ? size === stride : [0, 1].every((axis) => before[axis] === 0 && (to[axis]! - 1) * stride + size <= from[axis]!));

/** What both kernels write: the tensor, or f32 partial sums. */
export const linearResult = ({ to, slices }: Linear): Pick<Body, 'result' | 'value' | 'channels'> =>
  ({ result: slices > 1 ? 'vec4f' : to[2] % 4 === 0 ? 'T4' : 'T', value: 'vec4f', channels: to[2] });

/** Items of the direct kernel: runs of positions x blocks of filters. */
export const directItems = (op: Linear): number => {
  const positions = op.up ? op.to[1] / op.stride : op.to[1];
  return op.slices * (phasePositions(op) / positions) * (op.up ? op.stride ** 2 : 1) * Math.ceil(positions / pixelsAtOnce(op)) * blocks(op.to[2]);
};

export const directBody = (op: Linear): Body => {
  const wide = op.from[2] % 4 === 0, inside = neverLeaves(op), count = pixelsAtOnce(op);
  const pixels = Array.from({ length: count }, (_, i) => i);
  const each = (line: (p: number) => string): string => pixels.map(line).join('\n        ');
  const read = (p: number): string => (inside ? `in0[at${p} + c]` : `select(${wide ? 'T4' : 'T'}(0), in0[at${p} + c], ok${p})`);
  const code = /* wgsl */ `${geometry(op)}
@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3u) {
  var item = range.first + id.x;
  if (item >= range.end) { return; }
  let f = item % F; item /= F;
  let qx = item % ${Math.ceil((op.up ? op.to[1] / op.stride : op.to[1]) / count)}u * ${count}u; item /= ${Math.ceil((op.up ? op.to[1] / op.stride : op.to[1]) / count)}u;
  let qy = item % QH; item /= QH;
  let phase = item % PHASES; item /= PHASES;
  let n = item % ${op.examples}u;
  let slice = item / ${op.examples}u;
  let phase_y = phase / OUT_STEP; let phase_x = phase % OUT_STEP;
  let ay = axis_y(phase_y); let ax = axis_x(phase_x);
  let c_end = min((slice + 1u) * ${Math.ceil((wide ? op.from[2] / 4 : op.from[2]) / op.slices)}u, READS);
  ${pixels.map((p) => `var sum${p} = vec4f(0);`).join(' ')}
  for (var jy = 0u; jy < ay.taps; jy++) {
    let iy = i32(qy * STEP) + ay.base + DIRECTION * i32(jy);
    ${inside ? '' : `if (iy < 0 || iy >= ${op.from[0]}) { continue; }`}
    for (var jx = 0u; jx < ax.taps; jx++) {
      let ix = i32(qx * STEP) + ax.base + DIRECTION * i32(jx);
      let start = (n * H + u32(iy)) * W;
      let tap = (ay.tap + jy * TAP_STEP) * SIZE + ax.tap + jx * TAP_STEP;
      ${inside ? '' : each((p) => `let ok${p} = ix + ${p} * i32(STEP) >= 0 && ix + ${p} * i32(STEP) < ${op.from[1]};`)}
      ${each((p) => (inside ? `let at${p} = (start + u32(ix) + ${p}u * STEP) * READS;` : `let at${p} = select(0u, (start + u32(ix + ${p} * i32(STEP))) * READS, ok${p});`))}
      for (var c = slice * ${Math.ceil((wide ? op.from[2] / 4 : op.from[2]) / op.slices)}u; c < c_end; c++) {
        let k = (1u + tap * C + c * ${wide ? 4 : 1}u) * F + f;
        ${wide ? 'let m = mat4x4<T>(in1[k], in1[k + F], in1[k + 2 * F], in1[k + 3 * F]);' : 'let m = in1[k];'}
        ${each((p) => `sum${p} += vec4f(m * ${read(p)});`)}
      }
    }
  }
  let bias = ${op.slices > 1 ? 'select(vec4f(0), vec4f(in1[f]), slice == 0u)' : 'vec4f(in1[f])'};
  let row = ((slice * ${op.examples}u + n) * OH + qy * OUT_STEP + phase_y) * OW + phase_x;
  ${pixels.map((p) => `${p > 0 ? `if (qx + ${p}u < QW) { ` : ''}put(sum${p} + bias, row + (qx + ${p}u) * OUT_STEP, f);${p > 0 ? ' }' : ''}`).join('\n  ')}
}`;
  return { reads: [wide ? 'T4' : 'T', 'T4'], ...linearResult(op), code };
};
