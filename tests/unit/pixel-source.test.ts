import { describe, expect, test } from 'vitest';
import { abs, affine, concat, dense, inkPaint, inspect, network, palettePaint, residual, rgbPaint, sigmoid, softplus, tanh, type Layer, type Network } from '#nets';
import { pixelSource } from '../../src/nets/wgsl/pixel-source.ts';
import { cppn, VARIANTS } from '../../plugins/cppn/networks.ts';

const over = (layers: readonly Layer[], inputs: Network['inputs'] = { position: [null, null, 3], z: [8] }): Network => network('test', inputs, layers);

describe('the text', () => {
  test.each(VARIANTS)('%s: packs every weight of the network once, none over another', (variant) => {
    const net = cppn({ variant, width: 10, depth: 6, channels: 3, latent: 8 });
    const { slots, weightBlocks } = pixelSource(net, rgbPaint);
    expect(slots.map(({ name }) => name)).toEqual(inspect(net).weights.filter(({ name }) => name.endsWith('kernel')).map(({ name }) => name.replace('/kernel', '')));
    let end = 0;
    for (const { base, units, packedRows } of slots) {
      expect(base).toBe(end);
      end = base + Math.ceil(units / 4) * (1 + 4 * Math.ceil(packedRows / 4));
    }
    expect(weightBlocks).toBe(end);
  });

  test('the latent is hoisted: the first layer reads only x, y and r for each pixel', () => {
    const { slots, flopsPerPixel } = pixelSource(over([concat('z'), dense(16), tanh(), dense(1)]), inkPaint);
    expect(slots[0]).toMatchObject({ fanIn: 11, packedRows: 3, units: 16 });
    expect(flopsPerPixel).toBe(2 * (3 * 16 + 16));
  });

  test('a paint that shades by the slope computes twice as much', () => {
    const net = over([dense(16), tanh(), dense(3)]);
    expect(pixelSource(net, palettePaint).flopsPerPixel).toBe(2 * pixelSource(net, rgbPaint).flopsPerPixel);
  });

  test('equal layers become one loop: twelve take hardly more text than two', () => {
    for (const variant of VARIANTS) {
      const length = (depth: number): number => pixelSource(cppn({ variant, width: 24, depth, channels: 3, latent: 8 }), palettePaint).code.length;
      expect(length(12)).toBeLessThan(length(4) + 400);
    }
  });

  test('grows with the width, not with its square', () => {
    const length = (width: number): number => pixelSource(cppn({ variant: 'tanh', width, depth: 3, channels: 3, latent: 8 }), palettePaint).code.length;
    expect(length(64) - length(32)).toBeLessThan(2.2 * (length(32) - length(16)));
  });
});

describe('a network that cannot be fused names what is in the way', () => {
  test.each<[string, Network, string]>([
    ['positions that are none', over([dense(1)], { x: [null, null, 2] }), 'layer input: the fused kernel reads positions [null, null, 3]'],
    ['five channels out', over([dense(5)]), 'layer output: the fused kernel writes at most 4 channels; got 5'],
    ['nothing dense', over([tanh()]), 'layer layers: the fused kernel needs a dense layer'],
    ['a latent after the first layer', over([dense(4), concat('z'), dense(1)]), 'layer 1 (concat): the fused kernel can append only inputs without pixels, before the first dense layer'],
    ['a picture as an input', over([concat('y'), dense(1)], { position: [null, null, 3], y: [null, null, 2] }), 'layer 0 (concat)'],
    ['an activation between latent and dense', over([concat('z'), abs(), dense(1)]), 'layer 1 (activation): the fused kernel needs a dense layer after its inputs'],
    ['an affine layer between latent and dense', over([concat('z'), affine(2, 0), dense(1)]), 'layer 1 (affine): the fused kernel needs a dense layer after its inputs'],
    ['a residual between latent and dense', over([concat('z'), residual([softplus()]), dense(1)]), 'layer 1 (residual): the fused kernel needs a dense layer after its inputs'],
    ['a network that does not fit at all', over([dense(0), sigmoid()]), 'layer 0 (dense): units must be a positive integer'],
  ])('%s', (_, net, message) => { expect(() => pixelSource(net, rgbPaint)).toThrow(message); });
});
