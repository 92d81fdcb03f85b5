// How a network is planned: what is fused and folded, which buffers are shared, and what is refused. No device needed.

import { describe, expect, test } from 'vitest';
import {
  abs, affine, batchNorm, concat, conv, coordinates, dense, dropout, flatten, globalPool, inspect, instanceNorm, layerNorm, leakyRelu, maxPool, network, oneHot, pad,
  relu, reshape, residual, skip, tanh, upConv, upsample, type Layer, type Network,
} from '#nets';
import { allot } from '../../src/nets/wgsl/buffers.ts';
import { checkSizes } from '../../src/nets/wgsl/memory.ts';
import { plan, type Plan } from '../../src/nets/wgsl/plan.ts';
import { networkFixtures } from '../support/torch-fixtures/index.ts';
import { sized } from '../../src/nets/shapes.ts';

const over = (inputs: Network['inputs'], ...layers: Layer[]): Network => network('test', inputs, layers);
const picture = (...layers: Layer[]): Network => over({ x: [8, 8, 4] }, ...layers);
/** A line for each step: label, then what is fused to it. */
const told = (net: Network, options = {}): string[] => plan(net, options).steps.map(({ label, fused }) => [label, ...fused.map(({ type }) => type)].join(' + '));

describe('what is fused', () => {
  test('elementwise layers join the operation before them', () => {
    expect(told(picture(conv(4, 3), leakyRelu(), affine(2, 1), maxPool(), abs(), upsample(), tanh()))).toEqual(['0 conv + leakyRelu + affine', '3 pool + activation', '5 upsample + activation']);
  });

  test('where there is none before them, the first copies and the others join it', () => {
    expect(told(picture(relu(), affine(2, 0), abs()))).toEqual(['0 activation + activation + affine + activation']);
  });

  test('a residual sum joins the last of its inner layers, and what follows joins it, too', () => {
    expect(told(picture(residual([conv(4, 3), relu(), conv(4, 3)], .5), relu()))).toEqual(['0/0 conv + activation', '0/2 conv + add + activation']);
  });

  test('what is read again later is kept as it was: an activation within a residual or a skip makes a copy', () => {
    expect(told(picture(conv(4, 3), residual([relu(), conv(4, 3)])))).toEqual(['0 conv', '1/0 activation + activation', '1/1 conv + add']);
    expect(told(picture(conv(4, 3), skip([tanh()])))).toEqual(['0 conv', '1/0 activation + activation', '1 skip']);
    expect(told(picture(conv(4, 3), residual([])))).toEqual(['0 conv', '1 residual + add']);
  });

  test('reshape, flatten and dropout cost nothing, and do not part an operation from what follows', () => {
    expect(told(over({ z: [8] }, dense(16), dropout(), reshape(2, 2, 4), relu(), flatten(), tanh()))).toEqual(['0 dense + activation + activation']);
  });

  test('never more than the eight buffers that every device can bind', () => {
    const layers = Array.from({ length: 8 }, () => batchNorm());
    const { steps } = plan(picture(maxPool(), ...layers));
    expect(steps.length).toBe(2);
    expect(steps.every(({ reads }) => reads.length + 1 <= 8)).toBe(true);
  });
});

describe('norms', () => {
  test('running statistics are folded into the layer before them, also across a reshape', () => {
    for (const net of [picture(conv(4, 3), batchNorm(), relu()), picture(upConv(4), batchNorm(), relu()), over({ z: [3] }, dense(16), reshape(2, 2, 4), batchNorm(), relu())]) {
      const [step, ...others] = plan(net).steps;
      expect(others).toEqual([]);
      expect(step!.fused.map(({ type }) => type)).toEqual(['activation']);
      expect(step!.reads[1]).toMatchObject({ params: { folds: [{ channels: 4 }] } });
    }
  });

  test('after anything else they are a scale and a shift', () => {
    expect(told(picture(maxPool(), batchNorm(), conv(4, 3), relu(), batchNorm()))).toEqual(['0 pool + scaleShift', '2 conv + activation + scaleShift']);
  });

  test('over channels that do not repeat within a row, they make a copy', () => {
    expect(told(picture(conv(4, 3), flatten(), batchNorm()))).toEqual(['0 conv', '2 batchNorm + scaleShift']);
  });

  test('statistics of what is drawn are two reductions and a pass; the next layers join the pass', () => {
    for (const [name, layer] of Object.entries({ batchNorm: batchNorm({ statistics: 'batch' }), instanceNorm: instanceNorm(), layerNorm: layerNorm() })) {
      expect(told(picture(conv(4, 3), layer, relu()))).toEqual(['0 conv', `1 ${name} moments`, `1 ${name} statistics`, `1 ${name} + activation`]);
    }
    expect(told(picture(globalPool(), tanh()))).toEqual(['0 globalPool moments', '0 globalPool + activation']);
  });

  test('long rows are reduced in chunks as long as there are many', () => {
    const [moments] = plan(over({ x: [64, 64, 8] }, instanceNorm()), { batch: 3 }).steps;
    expect(moments!.operation).toMatchObject({ groups: 3, rows: 4096, channels: 8, chunk: 64 });
  });
});

/** Which tensors are needed at a step: made before or in it, and read in it or later. */
const needed = ({ steps, inputs, output }: Plan, at: number): number[] => {
  const lasting = [...Object.values(inputs).map(({ tensor }) => tensor), output.tensor];
  const reads = (step: number): number[] => steps[step]!.reads.flatMap((read) => ('tensor' in read ? [read.tensor] : []));
  const later = new Set(steps.flatMap((_, i) => (i >= at ? reads(i) : [])));
  return [...new Set([...lasting, steps[at]!.writes, ...steps.slice(0, at).map(({ writes }) => writes).filter((tensor) => later.has(tensor))])];
};

describe('buffers', () => {
  const cases = Object.entries(networkFixtures).map(([name, { network: net, inputs }]): [string, Network] => {
    const shape = Object.values(inputs).find((x) => x.shape.length === 4)?.shape;
    return [name, shape ? sized(net, shape[1]!, shape[2]!) : net];
  });

  test.each(cases)('%s: what is needed at the same time never shares, and everything fits', (_, net) => {
    for (const tiled of [false, true]) {
      const made = plan(net, { batch: 2, tiled }), { steps, tensors, buffers, bufferOf } = made;
      steps.forEach((step, at) => {
        const used = needed(made, at).map((tensor) => bufferOf[tensor]);
        expect(new Set(used).size).toBe(used.length);
        for (const read of step.reads) expect('tensor' in read && read.tensor >= tensors.length).toBe(false);
      });
      tensors.forEach(({ length, exact }, tensor) => {
        expect(buffers[bufferOf[tensor]!]!.length).toBeGreaterThanOrEqual(length);
        expect(buffers[bufferOf[tensor]!]!.exact).toBe(exact);
      });
    }
  });

  test('a long chain needs two besides its input and output', () => {
    const { buffers } = plan(picture(...Array.from({ length: 9 }, () => conv(4, 3))));
    expect(buffers.length).toBe(4);
  });

  test('the tightest free one is taken, and the longest lengthened where none is long enough', () => {
    const lengths = [1, 10, 30, 8, 50, 1].map((length) => ({ length, exact: false }));
    // 1 and 2 are free when 3 is made, which takes the shorter; 4 lengthens the other.
    const { buffers, bufferOf } = allot(lengths, [{ reads: [0], writes: 1 }, { reads: [1], writes: 2 }, { reads: [2], writes: 3 }, { reads: [3], writes: 4 }, { reads: [4], writes: 5 }], [0, 5]);
    expect(bufferOf[3]).toBe(bufferOf[1]);
    expect(bufferOf[4]).toBe(bufferOf[2]);
    expect(buffers.map(({ length }) => length)).toEqual([1, 1, 10, 50]);
  });
});

describe('work', () => {
  test.each(Object.entries(networkFixtures))('%s: the FLOPs are those of the network', (_, { network: net, inputs }) => {
    const shape = Object.values(inputs).find((x) => x.shape.length === 4)?.shape, fixed = shape ? sized(net, shape[1]!, shape[2]!) : net;
    expect(plan(fixed, { batch: 3 }).steps.reduce((sum, { flops }) => sum + flops, 0)).toBe(3 * inspect(fixed).flops);
  });

  test('large layers go in tiles, small ones and those of software adapters without barriers', () => {
    const tiled = (net: Network, wanted: boolean): boolean[] => plan(net, { tiled: wanted }).steps.map(({ operation }) => operation.type === 'linear' && operation.tiled);
    expect(tiled(picture(conv(32, 3), conv(3, 3), maxPool(8), dense(64)), true)).toEqual([true, false, false, false]);
    expect(tiled(picture(conv(32, 3)), false)).toEqual([false]);
  });

  test('many channels of a small picture are dealt out, and their sums fuse what follows', () => {
    const net = over({ x: [2, 2, 512] }, conv(64, 4, { stride: 2 }), batchNorm(), leakyRelu());
    expect(told(net, { tiled: true })).toEqual(['0 conv slices', '0 conv + leakyRelu']);
    expect(told(net, { tiled: false })).toEqual(['0 conv + leakyRelu']);
  });
});

describe('what cannot be planned is refused with a sentence', () => {
  test.each<[string, Network, string]>([
    ['free sides', over({ x: [8, 8, 3], y: [null, null, 3] }, concat('y')), 'network test, layer input: "y" has free sides; set them with sized(network, height, width)'],
    ['a layer that does not fit', picture(pad(1), reshape(3)), 'network test, layer 1 (reshape): '],
    ['a one-hot of a vector', over({ x: [2] }, oneHot(3), coordinates()), 'network test, layer 0 (oneHot): reads [1], one number'],
  ])('%s', (_, net, message) => { expect(() => plan(net)).toThrow(message); });

  test('buffers larger than the device allows name their layer; f16 needs half', () => {
    const net = over({ x: [64, 64, 4] }, conv(64, 3), conv(4, 3)), limits = { maxBufferSize: 1 << 20, maxStorageBufferBindingSize: 600_000 };
    expect(() => checkSizes(net, plan(net), 'f32', limits)).toThrow('network test, layer 0 conv: needs a buffer of 2 MB; this device allows 0 MB');
    expect(() => checkSizes(net, plan(net), 'f16', limits)).not.toThrow();
    expect(() => checkSizes(net, plan(net), 'f32', { ...limits, maxStorageBufferBindingSize: 1 << 20 })).not.toThrow();
  });
});
