import { describe, expect, test } from 'vitest';
import { inspect, normalWeights } from '#nets';
import { cppn, VARIANTS } from '../../plugins/cppn/networks.ts';
import { cppnAt, cppnPicture } from '../support/cppn-reference.ts';

const standard = { width: 32, depth: 3, channels: 1, latent: 8 } as const;

describe('sizes are those of the specification', () => {
  test('A: z of 8, 32 nodes, one channel: 3,585 parameters, 3,456 multiply-adds a pixel', () => {
    const { parameters, flops } = inspect(cppn({ variant: 'tanh', ...standard }));
    expect({ parameters, macs: flops / 2 }).toEqual({ parameters: 3585, macs: 3456 });
  });

  test('F: eight layers of 64 nodes: 33,601 parameters, 77 GFLOP at 1080 x 1080', () => {
    const { parameters, flops } = inspect(cppn({ variant: 'deep', width: 64, depth: 8, channels: 1, latent: 8 }));
    expect(parameters).toBe(33_601);
    expect((flops * 1080 ** 2) / 1e9).toBeCloseTo(77, 0);
  });

  test('B, D and E are as large as A', () => {
    for (const variant of ['contour', 'sine', 'residual'] as const) expect(inspect(cppn({ variant, ...standard })).parameters).toBe(3585);
  });

  test('C has two layers more', () => {
    expect(inspect(cppn({ variant: 'soft', ...standard, depth: 5 })).parameters).toBe(3585 + 2 * (32 * 32 + 32));
  });
});

test.each(VARIANTS)('%s: gives one or three channels over any picture, at any width and depth', (variant) => {
  for (const channels of [1, 3] as const) for (const [width, depth] of [[4, 1], [64, 12]] as const) {
    expect(inspect(cppn({ variant, width, depth, channels, latent: 8 })).output).toEqual([null, null, channels]);
  }
});

describe('the reference evaluator', () => {
  const weightsOf = (variant: (typeof VARIANTS)[number], seed = 1): ReturnType<typeof normalWeights> => normalWeights(cppn({ variant, ...standard }), seed, { kernel: () => 1, bias: 1 });

  test('computes a net of one node by hand', () => {
    const weights = new Map([
      ['1/kernel', { shape: [4, 1], data: Float32Array.of(1, 2, .5, -1) }], ['1/bias', { shape: [1], data: Float32Array.of(.25) }],
      ['3/kernel', { shape: [1, 1], data: Float32Array.of(2) }], ['3/bias', { shape: [1], data: Float32Array.of(0) }],
      ['5/kernel', { shape: [1, 1], data: Float32Array.of(-3) }], ['5/bias', { shape: [1], data: Float32Array.of(1) }],
    ]);
    const u = 1 * .3 + 2 * .4 + .5 * .5 - 1 * .7 + .25;
    const h = Math.tanh(2 * Math.tanh(u));
    expect(cppnAt('tanh', weights, [.7], .3, .4)[0]).toBeCloseTo(1 / (1 + Math.exp(3 * h - 1)), 14);
    expect(cppnAt('contour', weights, [.7], .3, .4)[0]).toBeCloseTo(Math.sqrt(1 - Math.abs(Math.tanh(1 - 3 * h))), 14);
    expect(cppnAt('sine', weights, [.7], .3, .4)[0]).toBeCloseTo(.5 + .5 * Math.sin(1 - 3 * Math.log(1 + Math.exp(2 * Math.tanh(u)))), 14);
    expect(cppnAt('residual', weights, [.7], .3, .4)[0]).toBeCloseTo(1 / (1 + Math.exp(3 * (Math.tanh(u) + h) - 1)), 14);
  });

  test.each(VARIANTS)('%s: the same seed gives the same floats, another seed others', (variant) => {
    const z = Array.from({ length: 8 }, (_, i) => i / 8);
    const at = (seed: number): Float64Array => cppnPicture(variant, weightsOf(variant, seed), z, { width: 8, height: 8, scale: 8 });
    expect(at(1)).toEqual(at(1));
    expect(at(1)).not.toEqual(at(2));
    expect(at(1).every((x) => x >= 0 && x <= 1)).toBe(true);
  });
});
