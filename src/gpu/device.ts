// The one GPUDevice. three, tfjs and every plugin share it; only this file asks for it, and only this file destroys it.

import { noAdapter, noWebGPU } from '../core/errors.ts';
import { audit, type Audit } from './audit.ts';

export interface Gpu {
  readonly device: GPUDevice;
  readonly adapterInfo: GPUAdapterInfo;
  /** Counts of what lives on the device and of readbacks. */
  readonly audit: Audit;
  /** A software rasteriser: correct and slow. */
  readonly software: boolean;
  dispose(): void;
}

/** Asked for where the adapter has them. Without `core-features-and-limits` three drops its antialiasing. */
const FEATURES = ['core-features-and-limits', 'float32-filterable', 'shader-f16', 'timestamp-query', 'subgroups'];

const LIMITS = [
  'maxBufferSize', 'maxStorageBufferBindingSize', 'maxComputeWorkgroupStorageSize', 'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX', 'maxComputeWorkgroupSizeY', 'maxComputeWorkgroupSizeZ', 'maxComputeWorkgroupsPerDimension',
] as const;

/**
 * Opens the device. `gpu` is the page's `navigator.gpu`, or Dawn's in Node. Rejects with an `EngineError` that a person
 * can read where there is no WebGPU or no adapter.
 */
export const openDevice = async (gpu: GPU | undefined): Promise<Gpu> => {
  if (!gpu) throw noWebGPU();
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw noAdapter();
  const device = await adapter.requestDevice({
    label: 'Driftloom',
    requiredFeatures: FEATURES.filter((feature) => adapter.features.has(feature as GPUFeatureName)) as GPUFeatureName[],
    requiredLimits: Object.fromEntries(LIMITS.map((limit) => [limit, adapter.limits[limit]])),
  });
  // Browsers of 2023 have no `info` yet.
  const info = adapter.info as GPUAdapterInfo | undefined ?? { vendor: '', architecture: '', device: '', description: '' } as GPUAdapterInfo;
  return {
    device, adapterInfo: info, audit: audit(device),
    software: info.isFallbackAdapter || /swiftshader|llvmpipe|software|basic render/i.test(`${info.vendor} ${info.architecture} ${info.description} ${info.device}`),
    dispose: () => device.destroy(),
  };
};
