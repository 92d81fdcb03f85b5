// The fused per-pixel kernel's source: a whole CPPN as one WGSL function, hidden vectors in registers, weights in one
// storage buffer of 4x4 blocks. What does not depend on the pixel (the latent's part of the first layer) is hoisted to
// a uniform. With `tangent` every value carries its derivative along (1, -1), so that paints can shade by it exactly at
// any resolution (forward-mode differentiation). Pure text: `pixel-program.ts` runs it.

import { networkInvalid } from '../../core/errors.ts';
import { inspect } from '../shapes.ts';
import type { Network } from '../network.ts';
import { blocks, Emitter, type DenseSlot } from './emitter.ts';
import type { Paint } from './paint.ts';

export interface PixelSource {
  readonly code: string;
  readonly slots: readonly DenseSlot[];
  /** Length of the packed weights in vec4. */
  readonly weightBlocks: number;
  /** Blocks of the hoisted first-layer term. */
  readonly hoistedBlocks: number;
  readonly flopsPerPixel: number;
}

/** Side of the grid that the stretch's percentiles are taken from. */
export const SAMPLE_SIDE = 32;
/** The position input's channels: x, y, r. */
const POSITION = 3;

const header = (source: { hoistedBlocks: number; paint: Paint }): string => /* wgsl */ `
struct Frame {
  size: vec2u,       // pixels of the picture
  span: vec2f,       // half extent in x and y
  center: vec2f,
  fold: vec2f,       // 1 mirrors an axis
  origin: vec2u,     // the picture's pixel that is the texture's first
  part: vec2u,       // pixels of the texture
  paint: array<vec4f, ${Math.max(1, source.paint.uniforms)}>,
  hoisted: array<vec4f, ${source.hoistedBlocks}>,
}
@group(0) @binding(0) var<storage, read> weights: array<vec4f>;
@group(0) @binding(1) var<uniform> frame: Frame;
`;

const entryPoints = (tangent: boolean, paint: Paint, variable: string, body: readonly string[]): string => /* wgsl */ `
struct Sample { value: vec4f, slope: vec4f }

// The network at a pixel of a grid that includes both borders: a coarser grid is a subset of a finer one.
fn network(pixel: vec2u, size: vec2u) -> Sample {
  let raw = frame.center + frame.span * (2 * vec2f(pixel) / vec2f(max(size, vec2u(2)) - 1) - 1);
  let p = mix(raw, abs(raw), frame.fold);
  let radius = length(p);
  var position: H1;
  position.v[0] = vec4f(p, radius, 0);
${tangent ? `  let along = mix(vec2f(1), sign(raw), frame.fold) * vec2f(1, -1);
  position.d[0] = vec4f(along, dot(p, along) / max(radius, 1e-6), 0);` : ''}
${body.join('\n')}
  return Sample(${variable}.v[0], ${tangent ? `${variable}.d[0]` : 'vec4f(0)'});
}
${paint.code}

@group(1) @binding(0) var picture: texture_storage_2d<rgba16float, write>;
struct Band { row: u32 }
@group(2) @binding(0) var<uniform> band: Band;
@group(3) @binding(0) var<storage, read_write> stretch: array<f32>;   // low and high percentile, then the samples

@compute @workgroup_size(8, 8)
fn draw(@builtin(global_invocation_id) id: vec3u) {
  let texel = vec2u(id.x, id.y + band.row);
  let pixel = frame.origin + texel;
  if (any(texel >= frame.part) || any(pixel >= frame.size)) { return; }
  let s = network(pixel, frame.size);
  let range = ${paint.stretch ? 'vec2f(stretch[0], stretch[1])' : 'vec2f(0, 1)'};
  textureStore(picture, texel, vec4f(paint(s.value, s.slope, range), 1));
}
`;

const STRETCH = /* wgsl */ `
const SAMPLES = ${SAMPLE_SIDE * SAMPLE_SIDE}u;

@compute @workgroup_size(8, 8)
fn sample(@builtin(global_invocation_id) id: vec3u) {
  stretch[2 + id.y * ${SAMPLE_SIDE}u + id.x] = network(id.xy, vec2u(${SAMPLE_SIDE})).value.x;
}

// Every sample counts how many lie below it: the two whose rank is the 1st and 99th percentile write themselves down.
// No barriers and no atomics: the same result on every run, and quick on software adapters too.
@compute @workgroup_size(64)
fn rank(@builtin(global_invocation_id) id: vec3u) {
  let mine = stretch[2 + id.x];
  var below = 0u;
  for (var i = 0u; i < SAMPLES; i++) {
    let other = stretch[2 + i];
    if (other < mine || (other == mine && i < id.x)) { below++; }
  }
  if (below == SAMPLES / 100) { stretch[0] = mine; }
  if (below == SAMPLES - 1 - SAMPLES / 100) { stretch[1] = mine; }
}
`;

/**
 * Compiles a network over pixels to text. Its first input must be the position `[null, null, 3]` (x, y, r) and its
 * output 1 to 4 channels; throws `EngineError` naming the layer that cannot be fused.
 */
export const pixelSource = (net: Network, paint: Paint): PixelSource => {
  const report = inspect(net);
  const first = Object.values(net.inputs)[0]!;
  if (first.length !== 3 || first[2] !== POSITION) throw networkInvalid(net.name, 'input', `the fused kernel reads positions [null, null, ${POSITION}]; got [${first.join(', ')}]`);
  const emitter = new Emitter(net, paint.tangent);
  const { variable, channels } = emitter.run(net.layers, 'position', POSITION, '');
  if (channels > 4) throw networkInvalid(net.name, 'output', `the fused kernel writes at most 4 channels; got ${channels}`);
  const first0 = emitter.slots[0];
  if (!first0) throw networkInvalid(net.name, 'layers', 'the fused kernel needs a dense layer');
  const hoistedBlocks = Math.max(1, blocks(first0.units));
  const code = [
    header({ hoistedBlocks, paint }), ...emitter.functions.values(),
    entryPoints(paint.tangent, paint, variable, emitter.body), paint.stretch ? STRETCH : '',
  ].join('\n');
  const hoistedMacs = (first0.fanIn - first0.packedRows) * first0.units;
  return { code, slots: emitter.slots, weightBlocks: emitter.weightBlocks, hoistedBlocks, flopsPerPixel: (report.flops - 2 * hoistedMacs) * (paint.tangent ? 2 : 1) };
};
