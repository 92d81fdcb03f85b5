// Layers -> WGSL functions and statements of the fused per-pixel kernel. Knows layers and where their weights lie in the
// packed buffer; `pixel-source.ts` puts the kernel around it. Wide layers and equal layers stay loops: unrolled, a
// driver's compiler takes many seconds for them.

import { networkInvalid } from '../../core/errors.ts';
import type { ActivationName, Layer, Network } from '../network.ts';

/** Where one dense layer's numbers lie in the packed buffer, in vec4 units from `base`: bias, then 4x4 blocks. */
export interface DenseSlot {
  readonly name: string;
  readonly fanIn: number;
  readonly units: number;
  readonly base: number;
  /** Rows of the kernel that come before the ones this slot packs are 0; the first layer packs only its 3 position rows. */
  readonly packedRows: number;
}

/** vec4s that hold so many channels. */
export const blocks = (channels: number): number => Math.ceil(channels / 4);

/** Value and slope of each activation; `x` is the input, `y` the value, both vec4f. tanh is clamped: some drivers overflow. */
export const ACTIVATIONS: Record<ActivationName, { value: string; slope: string }> = {
  tanh: { value: 'tanh(clamp(x, vec4f(-15), vec4f(15)))', slope: '1 - y * y' },
  sigmoid: { value: '1 / (1 + exp(-clamp(x, vec4f(-80), vec4f(80))))', slope: 'y * (1 - y)' },
  softplus: { value: 'max(x, vec4f(0)) + log(1 + exp(-abs(x)))', slope: '1 / (1 + exp(-clamp(x, vec4f(-80), vec4f(80))))' },
  relu: { value: 'max(x, vec4f(0))', slope: 'step(vec4f(0), x)' },
  // WGSL promises precision only within one turn.
  sin: { value: 'sin(x - 6.2831853 * round(x / 6.2831853))', slope: 'cos(x - 6.2831853 * round(x / 6.2831853))' },
  abs: { value: 'abs(x)', slope: 'sign(x)' },
  sqrt: { value: 'sqrt(max(x, vec4f(0)))', slope: '0.5 / max(y, vec4f(1e-3))' },
};

/** Channels after layers that read `channels`. */
const widthAfter = (layers: readonly Layer[], channels: number): number =>
  layers.reduce((width, layer) => (layer.type === 'dense' ? layer.units : layer.type === 'concat' ? NaN : width), channels);

/** Equal units of layers one after another from `index` that keep the width, the longest such run, if there is one. */
const repetition = (layers: readonly Layer[], index: number, channels: number): { period: number; count: number } | undefined => {
  let best: { period: number; count: number } | undefined;
  for (let period = 1; period <= 4; period++) {
    const unit = layers.slice(index, index + period);
    if (unit.length < period || widthAfter(unit, channels) !== channels) continue;
    const text = JSON.stringify(unit);
    let count = 1;
    while (JSON.stringify(layers.slice(index + count * period, index + (count + 1) * period)) === text) count++;
    if (count > 1 && period * count > (best ? best.period * best.count : 0)) best = { period, count };
  }
  return best;
};

const hiddenType = (n: number): string => `H${n}`;

/** Emits a network's body; each statement block leaves its result in the variable it returns. */
export class Emitter {
  readonly body: string[] = [];
  readonly functions = new Map<string, string>();
  readonly slots: DenseSlot[] = [];
  private base = 0;
  private names = 0;
  /** Inside a loop over equal layers: the variable that holds the weights' address, and the address it starts at. */
  private origin: { variable: string; base: number } | undefined;
  private readonly tangent: boolean;
  private readonly net: Network;

  constructor(net: Network, tangent: boolean) {
    this.net = net;
    this.tangent = tangent;
  }

  get weightBlocks(): number { return this.base; }

  private fresh(): string { return `h${this.names++}`; }

  private address(): string { return this.origin ? `${this.origin.variable} + ${this.base - this.origin.base}u` : `${this.base}u`; }

  private declareHidden(n: number): string {
    this.functions.set(hiddenType(n), `struct ${hiddenType(n)} { v: array<vec4f, ${n}>${this.tangent ? `, d: array<vec4f, ${n}>` : ''} }`);
    return hiddenType(n);
  }

  private denseFunction(inBlocks: number, outBlocks: number, hoisted: boolean): string {
    const name = `dense_${inBlocks}_${outBlocks}${hoisted ? '_hoisted' : ''}`;
    const from = this.declareHidden(inBlocks), to = this.declareHidden(outBlocks);
    const inputs = Array.from({ length: inBlocks }, (_, i) => i);
    // The outer loop stays a loop: unrolled, a wide network takes a driver's compiler many seconds.
    const lines = [
      `fn ${name}(base: u32, x: ${from}) -> ${to} {`, `  var y: ${to};`,
      ...inputs.map((i) => `  let v${i} = x.v[${i}];${this.tangent ? ` let d${i} = x.d[${i}];` : ''}`),
      `  for (var o = 0u; o < ${outBlocks}u; o++) {`,
      `    let at = base + ${outBlocks}u + o * ${4 * inBlocks}u;`,
      `    var v = ${hoisted ? 'frame.hoisted[o]' : 'weights[base + o]'};${this.tangent ? ' var d = vec4f(0);' : ''} var m: mat4x4f;`,
      ...inputs.flatMap((i) => [
        `    m = mat4x4f(${[0, 1, 2, 3].map((row) => `weights[at + ${4 * i + row}u]`).join(', ')});`,
        `    v += m * v${i};${this.tangent ? ` d += m * d${i};` : ''}`,
      ]),
      `    y.v[o] = v;${this.tangent ? ' y.d[o] = d;' : ''}`, '  }',
    ];
    this.functions.set(name, [...lines, '  return y;', '}'].join('\n'));
    return name;
  }

  private activationFunction(activation: ActivationName, n: number): string {
    const name = `${activation}_${n}`;
    const { value, slope } = ACTIVATIONS[activation];
    this.functions.set(activation, `fn ${activation}4(x: vec4f) -> vec4f { return ${value}; }\nfn ${activation}4_slope(x: vec4f, y: vec4f) -> vec4f { return ${slope}; }`);
    const line = `    y.v[i] = ${activation}4(x.v[i]);${this.tangent ? ` y.d[i] = x.d[i] * ${activation}4_slope(x.v[i], y.v[i]);` : ''}`;
    this.functions.set(name, [`fn ${name}(x: ${hiddenType(n)}) -> ${hiddenType(n)} {`, `  var y: ${hiddenType(n)};`, `  for (var i = 0u; i < ${n}u; i++) {`, line, '  }', '  return y;', '}'].join('\n'));
    return name;
  }

  /** Emits `count` equal units of layers as one loop, so that a deep network compiles as fast as a shallow one. */
  private loop(unit: readonly Layer[], count: number, input: string, channels: number, prefix: string, index: number): string {
    const state = this.fresh(), address = this.fresh(), turn = this.fresh();
    this.body.push(`  var ${state} = ${input};`, `  var ${address} = ${this.address()};`, `  for (var ${turn} = 0; ${turn} < ${count}; ${turn}++) {`);
    const outer = this.origin, start = this.base, known = this.slots.length;
    this.origin = { variable: address, base: start };
    const { variable } = this.run(unit, state, channels, prefix, 0, index);
    const stride = this.base - start;
    const slots = this.slots.slice(known);
    for (let k = 1; k < count; k++) for (const slot of slots) {
      const name = prefix + slot.name.slice(prefix.length).replace(/^\d+/, (own) => String(Number(own) + k * unit.length));
      this.slots.push({ ...slot, name, base: slot.base + k * stride });
    }
    this.base = start + count * stride;
    this.origin = outer;
    this.body.push(`  ${state} = ${variable};`, `  ${address} += ${stride}u;`, '  }');
    return state;
  }

  /** Emits `layers` on the variable `input` of `channels`; `hoisted` names the inputs folded into the next dense layer. */
  run(layers: readonly Layer[], input: string, channels: number, prefix: string, hoistedRows = 0, offset = 0): { variable: string; channels: number } {
    let variable = input;
    for (let index = 0; index < layers.length; index++) {
      const layer = layers[index]!;
      const path = `${prefix}${offset + index}`;
      const n = blocks(channels);
      if (hoistedRows > 0 && layer.type !== 'dense' && layer.type !== 'concat') throw networkInvalid(this.net.name, `${path} (${layer.type})`, 'the fused kernel needs a dense layer after its inputs');
      const repeat = hoistedRows > 0 ? undefined : repetition(layers, index, channels);
      if (repeat) {
        variable = this.loop(layers.slice(index, index + repeat.period), repeat.count, variable, channels, prefix, offset + index);
        index += repeat.period * repeat.count - 1;
        continue;
      }
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
          this.body.push(`  let ${out} = ${call}(${this.address()}, ${variable});`);
          this.base += blocks(layer.units) * (1 + 4 * n);
          [variable, channels, hoistedRows] = [out, layer.units, 0];
          break;
        }
        case 'activation': {
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
          throw networkInvalid(this.net.name, `${path} (${layer.type})`, 'the fused kernel draws dense, activation, affine, residual and concat layers');
      }
    }
    return { variable, channels };
  }
}
