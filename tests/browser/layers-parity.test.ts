// Every layer type, fused against tf, and the slope that the fused kernel carries against finite differences.

import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { abs, affine, compilePixelProgram, concat, dense, network, normalWeights, relu, residual, sigmoid, sin, softplus, sqrt, tanh, type Layer, type Network, type Paint, type Weights } from '#nets';
import { runTf, toTensors } from '#nets/tf';
import type { Gpu } from '../../src/gpu/device.ts';
import { readTexture } from '../support/read-texture.ts';
import { withTensorGpu } from '../support/tensor-gpu.ts';

let gpu: Gpu;
withTensorGpu((opened) => { gpu = opened; });

const SIDE = 12, Z = [.5, -1], CENTER = [.3, -.2] as const;
/** Puts the network's values, or their slopes, into the texture as they are. */
const showing = (what: 'value' | 'slope'): Paint => ({ uniforms: 0, tangent: what === 'slope', stretch: false, code: `fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f { return ${what}.rgb; }` });

const fused = async (net: Network, weights: Weights, what: 'value' | 'slope'): Promise<number[]> => {
  const { device } = gpu;
  const program = await compilePixelProgram(device, net, showing(what));
  program.setWeights(weights);
  const texture = device.createTexture({ size: [SIDE, SIDE], format: 'rgba16float', usage: GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.COPY_SRC });
  const encoder = device.createCommandEncoder();
  for (const step of program.run({ scale: 1, center: CENTER, mirrorX: false, mirrorY: false }, { z: Z }, [], { view: texture.createView(), width: SIDE, height: SIDE })) {
    if ('run' in step) throw new Error('a program has kernel steps only');
    const pass = encoder.beginComputePass();
    step.encode(pass);
    pass.end();
  }
  device.queue.submit([encoder.finish()]);
  const rgba = await readTexture(device, texture);
  program.dispose();
  texture.destroy();
  return [...rgba].filter((_, i) => i % 4 !== 3);
};

/** The same by tf, on the plane moved by `shift` along (1, -1). */
const byTf = async (net: Network, weights: Weights, shift = 0): Promise<number[]> => {
  const positions = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const x = (2 * (i % SIDE)) / (SIDE - 1) - 1 + CENTER[0] + shift, y = (2 * Math.floor(i / SIDE)) / (SIDE - 1) - 1 + CENTER[1] - shift;
    return [x, y, Math.hypot(x, y)];
  });
  const uploaded = toTensors(weights);
  const output = tf.tidy(() => runTf(net, uploaded, { position: tf.tensor4d(positions.flat(), [1, SIDE, SIDE, 3]), z: tf.tensor2d([Z]) }));
  const data = [...await output.data()];
  tf.dispose([output, ...uploaded.values()]);
  return data;
};

const cases: [string, readonly Layer[]][] = [
  ['tanh', [dense(6), tanh(), dense(3)]], ['sigmoid', [dense(6), sigmoid(), dense(3)]], ['softplus', [dense(6), softplus(), dense(3)]],
  ['relu', [dense(6), relu(), dense(3)]], ['sin', [dense(6), sin(), dense(3)]], ['abs', [dense(6), abs(), dense(3)]],
  ['sqrt', [dense(6), sigmoid(), affine(1, .2), sqrt(), dense(3)]], ['affine', [dense(6), tanh(), affine(-1.5, .25), dense(3)]],
  ['a latent', [concat('z'), dense(6), tanh(), dense(3)]], ['no biases', [concat('z'), dense(6, { bias: false }), tanh(), dense(3, { bias: false })]],
  ['a scaled residual', [dense(5), residual([dense(5), tanh(), dense(5)], .5), dense(3)]],
  ['residuals that repeat', [dense(5), ...Array.from({ length: 3 }, () => residual([dense(5), tanh()], .7)), dense(3)]],
  ['repetitions within repetitions', [dense(5), ...Array.from({ length: 2 }, () => residual([dense(5), tanh(), dense(5), tanh(), dense(5), tanh(), dense(5)], .3)), dense(3)]],
  ['layers that repeat in threes', [dense(4), ...Array.from({ length: 2 }, () => [dense(7), sin(), dense(4)]).flat(), dense(3)]],
];

test.each(cases)('%s: fused and tf agree', async (_, layers) => {
  const net = network('parity', { position: [null, null, 3], z: [2] }, layers);
  const weights = normalWeights(net, 3, { kernel: (fanIn) => 1 / Math.sqrt(fanIn), bias: .3 });
  const [a, b] = [await fused(net, weights, 'value'), await byTf(net, weights)];
  expect(a).toHaveLength(b.length);
  expect(Math.max(...a.map((x, i) => Math.abs(x - b[i]!)))).toBeLessThan(4e-3);
});

test.each(cases)('%s: the slope is the derivative along (1, -1), but for the few points at a kink', async (name, layers) => {
  const net = network('slope', { position: [null, null, 3], z: [2] }, layers);
  const weights = normalWeights(net, 4, { kernel: (fanIn) => 1 / Math.sqrt(fanIn), bias: .3 });
  const h = .01;
  const [slope, high, low] = [await fused(net, weights, 'slope'), await byTf(net, weights, h), await byTf(net, weights, -h)];
  const errors = slope.map((x, i) => Math.abs(x - (high[i]! - low[i]!) / (2 * h))).sort((a, b) => a - b);
  expect(errors[Math.floor((errors.length - 1) * (['relu', 'abs'].includes(name) ? .9 : 1))]).toBeLessThan(.02);
});
