import { describe, expect, test } from 'vitest';
import { openDevice } from '../../src/gpu/device.ts';

describe('the device', () => {
  test('has every feature and limit of its adapter that the house asks for', async () => {
    const adapter = (await navigator.gpu.requestAdapter())!;
    const { device, adapterInfo, dispose } = await openDevice(navigator.gpu);
    for (const feature of ['core-features-and-limits', 'float32-filterable', 'shader-f16', 'timestamp-query', 'subgroups']) expect([feature, device.features.has(feature)]).toEqual([feature, adapter.features.has(feature)]);
    for (const limit of ['maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize', 'maxComputeInvocationsPerWorkgroup', 'maxComputeWorkgroupsPerDimension'] as const) expect(device.limits[limit]).toBe(adapter.limits[limit]);
    expect(adapterInfo.vendor).toBe(adapter.info.vendor);
    dispose();
  });

  test('knows whether it is a software rasteriser', async () => {
    const { software, adapterInfo, dispose } = await openDevice(navigator.gpu);
    expect(software).toBe(/swiftshader|llvmpipe/i.test(`${adapterInfo.architecture} ${adapterInfo.description} ${adapterInfo.device}`) || adapterInfo.isFallbackAdapter);
    dispose();
  });
});

describe('where there is none, a person can read why', () => {
  test('no WebGPU', async () => {
    await expect(openDevice(undefined)).rejects.toMatchObject({ name: 'EngineError', code: 'no-webgpu', message: 'This browser has no WebGPU.', hint: expect.stringMatching(/Chrome.*Safari.*Firefox/) as string });
  });

  test('no adapter', async () => {
    const none = { requestAdapter: () => Promise.resolve(null) } as unknown as GPU;
    await expect(openDevice(none)).rejects.toMatchObject({ name: 'EngineError', code: 'no-adapter', hint: expect.stringContaining('hardware acceleration') as string });
  });
});
