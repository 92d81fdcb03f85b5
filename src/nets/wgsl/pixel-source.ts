// The fused per-pixel kernel's source: a whole CPPN as one WGSL function, hidden vectors in registers, weights in one
// storage buffer of 4x4 blocks. What does not depend on the pixel (the latent's part of the first layer) is hoisted to
// a uniform. With `tangent` every value carries its derivative along (1, -1), so that paints can shade by it exactly at
// any resolution (forward-mode differentiation). Pure text: `pixel-program.ts` runs it.

import { networkInvalid } from '../../core/errors.ts';
import { inspect } from '../shapes.ts';
import type { ActivationName, Layer, Network } from '../network.ts';
import type { Paint } from './paint.ts';

/** Where one dense layer's numbers lie in the packed buffer, in vec4 units from `base`: bias, then 4x4 blocks. */
export interface DenseSlot {
  readonly name: string;
  readonly fanIn: number;
  readonly units: number;
  readonly base: number;
  /** Rows of the kernel that come before the ones this slot packs are 0; the first layer packs only its 3 position rows. */
  readonly packedRows: number;
}

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

const blocks = (channels: number): number => Math.ceil(channels / 4);

/** Value and slope of each activation; `x` is the input, `y` the value, both vec4f. tanh is clamped: some drivers overflow. */
const ACTIVATIONS: Record<ActivationName, { value: string; slope: string }> = {
  tanh: { value: 'tanh(clamp(x, vec4f(-15), vec4f(15)))', slope: '1 - y * y' },
  sigmoid: { value: '1 / (1 + exp(-clamp(x, vec4f(-80), vec4f(80))))', slope: 'y * (1 - y)' },
  softplus: { value: 'max(x, vec4f(0)) + log(1 + exp(-abs(x)))', slope: '1 / (1 + exp(-clamp(x, vec4f(-80), vec4f(80))))' },
  relu: { value: 'max(x, vec4f(0))', slope: 'step(vec4f(0), x)' },
  sin: { value: 'sin(x)', slope: 'cos(x)' },
  abs: { value: 'abs(x)', slope: 'sign(x)' },
  sqrt: { value: 'sqrt(max(x, vec4f(0)))', slope: '0.5 / max(y, vec4f(1e-3))' },
};

const hiddenType = (n: number): string => `H${n}`;

/** Emits the network's body; each statement block leaves its result in the variable it returns. */
class Emitter {
  readonly body: string[] = [];
  readonly functions = new Map<string, string>();
  readonly slots: DenseSlot[] = [];
  private base = 0;
  private names = 0;
  private readonly tangent: boolean;
  private readonly net: Network;

  constructor(net: Network, tangent: boolean) {
    this.net = net;
    this.tangent = tangent;
  }

  get weightBlocks(): number { return this.base; }

  private fresh(): string { return `h${this.names++}`; }

  private declareHidden(n: number): string {
    this.functions.set(hiddenType(n), `struct ${hiddenType(n)} { v: array<vec4f, ${n}>${this.tangent ? `, d: array<vec4f, ${n}>` : ''} }`);
    return hiddenType(n);
  }

  private denseFunction(inBlocks: number, outBlocks: number, hoisted: boolean): string {
    const name = `dense_${inBlocks}_${outBlocks}${hoisted ? '_hoisted' : ''}`;
    const from = this.declareHidden(inBlocks), to = this.declareHidden(outBlocks);
    const lines = [`fn ${name}(base: u32, x: ${from}) -> ${to} {`, `  var y: ${to};`, '  var m: mat4x4f;'];
    for (let o = 0; o < outBlocks; o++) {
      lines.push(`  y.v[${o}] = ${hoisted ? `frame.hoisted[${o}]` : `weights[base + ${o}u]`};`);
      for (let i = 0; i < inBlocks; i++) {
        const at = outBlocks + (o * inBlocks + i) * 4;
        lines.push(`  m = mat4x4f(weights[base + ${at}u], weights[base + ${at + 1}u], weights[base + ${at + 2}u], weights[base + ${at + 3}u]);`);
        lines.push(`  y.v[${o}] += m * x.v[${i}];`);
        if (this.tangent) lines.push(`  y.d[${o}] += m * x.d[${i}];`);
      }
    }
    this.functions.set(name, [...lines, '  return y;', '}'].join('\n'));
    return name;
  }

  private activationFunction(activation: ActivationName, n: number): string {
    const name = `${activation}_${n}`;
    const { value, slope } = ACTIVATIONS[activation];
    this.functions.set(activation, `fn ${activation}4(x: vec4f) -> vec4f { return ${value}; }\nfn ${activation}4_slope(x: vec4f, y: vec4f) -> vec4f { return ${slope}; }`);
    const lines = Array.from({ length: n }, (_, i) => `  y.v[${i}] = ${activation}4(x.v[${i}]);${this.tangent ? ` y.d[${i}] = x.d[${i}] * ${activation}4_slope(x.v[${i}], y.v[${i}]);` : ''}`);
    this.functions.set(name, [`fn ${name}(x: ${hiddenType(n)}) -> ${hiddenType(n)} {`, `  var y: ${hiddenType(n)};`, ...lines, '  return y;', '}'].join('\n'));
    return name;
  }

  /** Emits `layers` on the variable `input` of `channels`; `hoisted` names the inputs folded into the next dense layer. */
  run(layers: readonly Layer[], input: string, channels: number, prefix: string, hoistedRows = 0): { variable: string; channels: number } {
    let variable = input;
    for (const [index, layer] of layers.entries()) {
      const path = `${prefix}${index}`;
      const n = blocks(channels);
      switch (layer.type) {
        case 'concat': {
          const rows = this.net.inputs[layer.input]?.[0];
          if (this.slots.length > 0 || prefix !== '' || this.net.inputs[layer.input]?.length !== 1 || !rows) throw networkInvalid(this.net.name, `${path} (concat)`, 'the fused kernel can append only inputs without pixels, before the first dense layer');
          hoistedRows += rows;
          break;
        }
        case 'dense': {
          const call = this.denseFunction(n, blocks(layer.units), hoistedRows > 0);
          const out = this.fresh();
          this.slots.push({ name: path, fanIn: channels + hoistedRows, units: layer.units, base: this.base, packedRows: channels });
          this.body.push(`  let ${out} = ${call}(${this.base}u, ${variable});`);
          this.base += blocks(layer.units) * (1 + 4 * n);
          [variable, channels, hoistedRows] = [out, layer.units, 0];
          break;
        }
        case 'activation': {
          if (hoistedRows > 0) throw networkInvalid(this.net.name, `${path} (activation)`, 'the fused kernel needs a dense layer after its inputs');
          const out = this.fresh();
          this.body.push(`  let ${out} = ${this.activationFunction(layer.name, n)}(${variable});`);
          variable = out;
          break;
        }
        case 'affine':
        case 'residual': {
          const inner = layer.type === 'residual' ? this.run(layer.layers, variable, channels, `${path}/`).variable : variable;
          const out = this.fresh();
          this.body.push(`  var ${out} = ${variable};`);
          for (let i = 0; i < n; i++) for (const part of this.tangent ? ['v', 'd'] : ['v']) {
            const value = layer.type === 'residual'
              ? `${variable}.${part}[${i}] + ${layer.scale} * ${inner}.${part}[${i}]`
              : `${layer.scale} * ${variable}.${part}[${i}]${part === 'v' ? ` + ${layer.shift}` : ''}`;
            this.body.push(`  ${out}.${part}[${i}] = ${value};`);
          }
          variable = out;
          break;
        }
        default:
          layer satisfies never;
      }
    }
    return { variable, channels };
  }
}

const header = (source: { hoistedBlocks: number; paint: Paint }): string => /* wgsl */ `
struct Frame {
  size: vec2u,       // pixels of the picture
  span: vec2f,       // half extent in x and y
  center: vec2f,
  fold: vec2f,       // 1 mirrors an axis
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
struct Band { row: u32, rows: u32 }
@group(2) @binding(0) var<uniform> band: Band;
@group(3) @binding(0) var<storage, read_write> stretch: array<f32>;   // low and high percentile, then the samples

@compute @workgroup_size(8, 8)
fn draw(@builtin(global_invocation_id) id: vec3u) {
  let pixel = vec2u(id.x, id.y + band.row);
  if (id.x >= frame.size.x || id.y >= band.rows || pixel.y >= frame.size.y) { return; }
  let s = network(pixel, frame.size);
  let range = ${paint.stretch ? 'vec2f(stretch[0], stretch[1])' : 'vec2f(0, 1)'};
  textureStore(picture, pixel, vec4f(paint(s.value, s.slope, range), 1));
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
