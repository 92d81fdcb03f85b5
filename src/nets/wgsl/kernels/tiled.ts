// The same layers for graphics cards: a workgroup of 8 x 8 threads computes 32 positions x 32 or 64 filters, going along
// taps and input channels in steps of 16 that it shares in workgroup memory (a matrix product whose left side is gathered
// as it is read). Each number fetched is used 32 times and more.

import { phasePositions, TILE } from '../lowering.ts';
import { blocks } from '../emitter.ts';
import type { Linear } from '../operations.ts';
import { geometry, linearResult } from './linear.ts';
import type { Body } from './shell.ts';

/** Blocks of four filters that a thread computes. */
const wideness = ({ to }: Linear): number => (to[2] > TILE ? 2 : 1);
const rowTiles = (op: Linear): number => Math.ceil(phasePositions(op) / TILE);
const columnTiles = (op: Linear): number => Math.ceil(blocks(op.to[2]) / (8 * wideness(op)));

/** Items of the tiled kernel: workgroups. */
export const tiledItems = (op: Linear): number => op.slices * rowTiles(op) * columnTiles(op) * (op.up ? op.stride ** 2 : 1);

export const tiledBody = (op: Linear): Body => {
  const wide = op.from[2] % 4 === 0, n = wideness(op), columns = 8 * n;
  const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const sums = range(4).flatMap((i) => range(n).map((j) => [i, j] as const));
  // Four neighbouring numbers along taps and channels: of one pixel where the channels allow, else one by one.
  const gather = wide ? `
fn gather(p: Position, k: u32, nx: u32, end: u32) -> T4 {
  let tap = k / READS;
  let iy = p.y + DIRECTION * i32(tap / nx); let ix = p.x + DIRECTION * i32(tap % nx);
  if (!p.real || k >= end || iy < 0 || iy >= i32(H) || ix < 0 || ix >= i32(W)) { return T4(0); }
  return in0[((p.n * H + u32(iy)) * W + u32(ix)) * READS + k % READS];
}` : `
fn gather(p: Position, k: u32, nx: u32, end: u32) -> T4 {
  var values = T4(0);
  for (var i = 0u; i < 4u; i++) {
    let tap = (4 * k + i) / C;
    let iy = p.y + DIRECTION * i32(tap / nx); let ix = p.x + DIRECTION * i32(tap % nx);
    if (p.real && 4 * k + i < end && iy >= 0 && iy < i32(H) && ix >= 0 && ix < i32(W)) { values[i] = in0[((p.n * H + u32(iy)) * W + u32(ix)) * C + (4 * k + i) % C]; }
  }
  return values;
}`;
  const code = /* wgsl */ `${geometry(op)}
const POSITIONS = ${phasePositions(op)}u;
struct Position { n: u32, y: i32, x: i32, real: bool }
${gather}
var<workgroup> left: array<array<T4, ${TILE}>, 4>;      // [step / 4][position], four steps at a time
var<workgroup> right: array<array<T4, ${columns}>, 16>;  // [step][block of filters]

fn put_row(p: u32, slice: u32, phase: u32, ${range(n).map((j) => `f${j}: u32, sum${j}: vec4f`).join(', ')}) {
  if (p >= POSITIONS) { return; }
  let row = ((slice * ${op.examples}u + p / (QH * QW)) * OH + p / QW % QH * OUT_STEP + phase / OUT_STEP) * OW + p % QW * OUT_STEP + phase % OUT_STEP;
  ${range(n).map((j) => `if (f${j} < F) { put(sum${j}, row, f${j}); }`).join('\n  ')}
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  var tile = range.first + group.x;
  let column = tile % ${columnTiles(op)}u * ${columns}u; tile /= ${columnTiles(op)}u;
  let first = tile % ${rowTiles(op)}u * ${TILE}u; tile /= ${rowTiles(op)}u;
  let phase = tile % PHASES;
  let slice = tile / PHASES;
  let ay = axis_y(phase / OUT_STEP); let ax = axis_x(phase % OUT_STEP);
  // Steps of four along taps and channels; \`end\` in the units that gather counts.
  let count = ${wide ? 'ay.taps * ax.taps * READS' : '(ay.taps * ax.taps * C + 3) / 4'};
  let share = (count + ${4 * op.slices - 1}u) / ${4 * op.slices}u * 4;
  let until = min((slice + 1) * share, count);
  let end = ${wide ? 'until' : 'ay.taps * ax.taps * C'};
  let mine = first + local % ${TILE}u;
  let at = Position(mine / (QH * QW), i32(mine / QW % QH * STEP) + ay.base, i32(mine % QW * STEP) + ax.base, mine < POSITIONS);
  let tx = local % 8; let ty = local / 8;
  ${sums.map(([i, j]) => `var sum${i}${j} = vec4f(0);`).join(' ')}
  for (var k = slice * share; k < until; k += 4u) {
    for (var i = local / ${TILE}u; i < 4u; i += 2u) { left[i][local % ${TILE}u] = gather(at, k + i, ax.taps, end); }
    for (var i = local; i < ${16 * columns}u; i += 64u) {
      let deep = 4 * k + i / ${columns}u; let tap = deep / C;
      let row = ((ay.tap + tap / ax.taps * TAP_STEP) * SIZE + ax.tap + tap % ax.taps * TAP_STEP) * C + deep % C;
      let block = column + i % ${columns}u;
      right[i / ${columns}u][i % ${columns}u] = select(T4(0), in1[(1 + row) * F + min(block, F - 1)], tap < ay.taps * ax.taps && block < F);
    }
    workgroupBarrier();
    for (var i = 0u; i < 4u; i++) {
      ${range(4).map((r) => `let v${r} = left[i][4 * ty + ${r}];`).join(' ')}
      ${range(n).map((j) => `let m${j} = mat4x4<T>(${range(4).map((r) => `right[4 * i + ${r}][tx + ${8 * j}]`).join(', ')});`).join('\n      ')}
      ${sums.map(([i, j]) => `sum${i}${j} += vec4f(m${j} * v${i});`).join(' ')}
    }
    workgroupBarrier();
  }
  ${range(n).map((j) => `let f${j} = column + tx + ${8 * j}; let bias${j} = ${op.slices > 1 ? `select(vec4f(0), vec4f(in1[min(f${j}, F - 1)]), slice == 0)` : `vec4f(in1[min(f${j}, F - 1)])`};`).join('\n  ')}
  ${range(4).map((i) => `put_row(first + 4 * ty + ${i}u, slice, phase, ${range(n).map((j) => `f${j}, sum${i}${j} + bias${j}`).join(', ')});`).join('\n  ')}
}`;
  return { reads: [wide ? 'T4' : 'T', 'T4'], ...linearResult(op), code };
};
