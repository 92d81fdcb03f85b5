// The text of the kernels: f16, which the software adapters of the tests have not, is at least compiled, by Dawn's null
// backend; and how kernels are cut into tiles.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { create, globals } from 'webgpu';
import { batchNorm, conv, dense, instanceNorm, network, normalWeights, relu, reshape, residual, sin, tanh, upConv, type Network } from '#nets';
import { compileProgram } from '../../src/nets/wgsl/program.ts';
import { cut, kernelOf } from '../../src/nets/wgsl/kernels/source.ts';
import { lookSource } from '../../src/nets/wgsl/look.ts';
import { plan } from '../../src/nets/wgsl/plan.ts';
import { sized } from '../../src/nets/shapes.ts';
import { layerFixtures, networkFixtures } from '../support/torch-fixtures/index.ts';

/** Runs nothing, but its compiler is Dawn's own, and it has every feature. Must not be collected while its device lives. */
let dawn: GPU;
let device: GPUDevice;
beforeAll(async () => {
  Object.assign(globalThis, globals);
  dawn = create(['backend=null']);
  const adapter = await dawn.requestAdapter();
  device = await adapter!.requestDevice({ requiredFeatures: ['shader-f16'] });
});
afterAll(() => device.destroy());

const codes = (net: Network, precision: 'f32' | 'f16', tiled = true): string[] => plan(net, { tiled }).steps.map((step) => kernelOf(step, precision).code);
const generator = network('generator', { z: [16] }, [dense(4 * 4 * 64), reshape(4, 4, 64), batchNorm(), relu(), upConv(36, 5), instanceNorm(), relu(), residual([conv(36, 3), sin(), conv(36, 3)]), conv(18, 3), conv(3, 3), tanh()]);

describe('f16', () => {
  test('is switched on in every kernel, and in none of f32', () => {
    for (const tiled of [false, true]) {
      for (const code of codes(generator, 'f16', tiled)) expect(code).toMatch(/^enable f16;\nalias T = f16;/);
      for (const code of codes(generator, 'f32', tiled)) expect(code).not.toContain('f16');
    }
    expect(lookSource([1, 8, 8, 3], 'f16')).toContain('enable f16;');
  });

  test('statistics and partial sums stay f32', () => {
    const { steps: all } = plan(network('exact', { x: [4, 4, 512] }, [instanceNorm(), conv(32, 3)]));
    const steps = all.filter(({ label }) => / (moments|statistics|slices)$/.test(label));
    expect(steps.length).toBe(3);
    for (const step of steps) expect(kernelOf(step, 'f16').code).toMatch(/read_write> result: array<(vec4f|f32)>;/);
  });

  test('every layer type compiles', async () => {
    const errors: string[] = [];
    device.addEventListener('uncapturederror', ({ error }) => { errors.push(error.message); });
    const cases = Object.values({ ...layerFixtures, ...networkFixtures }).map(({ network: net, inputs }) => {
      const shape = Object.values(inputs).find((x) => x.shape.length === 4)?.shape;
      return shape ? sized(net, shape[1]!, shape[2]!) : net;
    });
    for (const net of [...cases, generator]) {
      const program = await compileProgram(device, net, { batch: 2, tiled: true, precision: 'f16' });
      expect(program.output.precision).toBe('f16');
      program.setWeights(normalWeights(net, 1, { kernel: () => 1, bias: 0 }));
      program.dispose();
    }
    expect(errors).toEqual([]);
  });

  test('the compiler used here does find faults', async () => {
    device.pushErrorScope('validation');
    device.createShaderModule({ code: 'enable f16; @compute @workgroup_size(1) fn main() { let x: f16 = 1.0f; }' });
    expect((await device.popErrorScope())?.message).toContain("'f16' with value of type 'f32'");
  });

  test('`best` takes it where it is', async () => {
    const program = await compileProgram(device, network('one', { x: [4] }, [dense(4)]), { precision: 'best' });
    expect(program.output.precision).toBe('f16');
    program.dispose();
  });
});

describe('texts', () => {
  test('equal layers share one; unequal ones do not', () => {
    const block = [conv(16, 3), relu(), conv(16, 3)];
    expect(new Set(codes(network('equal', { x: [8, 8, 16] }, [residual(block), residual(block), residual(block)]), 'f32')).size).toBe(2);
    expect(new Set(codes(network('unequal', { x: [8, 8, 16] }, [conv(16, 3), conv(16, 5)]), 'f32')).size).toBe(2);
  });

  test('kernels without tiles have no barriers', () => {
    for (const code of codes(generator, 'f32', false)) expect(code).not.toContain('workgroupBarrier');
    expect(codes(generator, 'f32', true).some((code) => code.includes('workgroupBarrier'))).toBe(true);
  });
});

describe('tiles', () => {
  const group = { items: 1000, perWorkgroup: 1 }, threads = { items: 10_000_000, perWorkgroup: 64 };

  test('cover every item once, in whole workgroups, not more of them than a dispatch may have', () => {
    for (const kernel of [group, threads, { ...group, items: 1 }, { ...threads, items: 65 }, { ...group, items: 1e8 }]) {
      const { tiles, perTile } = cut(kernel, 65535);
      expect(perTile % kernel.perWorkgroup).toBe(0);
      expect(perTile / kernel.perWorkgroup).toBeLessThanOrEqual(65535);
      expect(tiles * perTile).toBeGreaterThanOrEqual(kernel.items);
      expect((tiles - 1) * perTile).toBeLessThan(kernel.items);
    }
  });

  test('are some 64 where there is work for so many', () => {
    expect(cut(group, 65535)).toEqual({ tiles: 63, perTile: 16 });
    expect(cut(threads, 65535)).toEqual({ tiles: 64, perTile: 2442 * 64 });
    expect(cut({ ...threads, items: 130 }, 65535)).toEqual({ tiles: 3, perTile: 64 });
  });
});
