// three counts frames by the browser's animation frames, and renders what a frame is made of once in each. Exact frames and
// the tiles of a print come faster, and in hidden tabs there are none: each begins a frame of its own.

import type { WebGPURenderer } from 'three/webgpu';

export const beginFrame = (renderer: WebGPURenderer): void =>
  (renderer as unknown as { readonly _nodes: { readonly nodeFrame: { update(): void } } })._nodes.nodeFrame.update();
