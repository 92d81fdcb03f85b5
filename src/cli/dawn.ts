// WebGPU in Node: Dawn, on whatever Vulkan, Metal or D3D12 driver the machine has, else on the software Vulkan that comes
// with Debian's chromium. The engine below `scene` and `ui` runs on it as it does in the page.

import { existsSync } from 'node:fs';
import { create, globals } from 'webgpu';

const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** Dawn must not be collected while its device lives. */
let dawn: Promise<GPU> | undefined;

const start = async (): Promise<GPU> => {
  const gpu = create([]);
  if (process.platform !== 'linux' || !existsSync(SWIFTSHADER) || await gpu.requestAdapter()) return gpu;
  process.env['VK_ICD_FILENAMES'] = SWIFTSHADER;
  return create([]);
};

/** Dawn's `navigator.gpu`; also defines WebGPU's constants (`GPUBufferUsage` ...). Its adapter is null where there is no driver. */
export const openDawn = (): Promise<GPU> => {
  Object.assign(globalThis, globals);
  return dawn ??= start();
};
