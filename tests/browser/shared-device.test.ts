// three, tfjs and our own kernels on one device, and the traps of ../shared/design/gpu.md that this house is built around.

import * as tf from '@tensorflow/tfjs';
import * as THREE from 'three/webgpu';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBridge } from '../../src/gpu/bridge.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { openTensors, type Tensors } from '../../src/gpu/tf-backend.ts';
import { toHalf } from '../../src/nets/half.ts';

let gpu: Gpu, tensors: Tensors, renderer: THREE.WebGPURenderer;
beforeAll(async () => {
  gpu = await openDevice(navigator.gpu);
  tensors = await openTensors(gpu);
  renderer = new THREE.WebGPURenderer({ device: gpu.device });
  await renderer.init();
});
afterAll(() => { gpu.dispose(); });

const solid = (r: number, g: number, b: number): GPUTexture => {
  const texture = gpu.device.createTexture({
    size: [8, 8], format: 'rgba16float',
    usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST | GPUTextureUsage.STORAGE_BINDING | GPUTextureUsage.RENDER_ATTACHMENT,
  });
  fill(texture, r, g, b);
  return texture;
};
const fill = (texture: GPUTexture, r: number, g: number, b: number): void => {
  const halves = Uint16Array.from({ length: 8 * 8 * 4 }, (_, i) => toHalf([r, g, b, 1][i % 4]!));
  gpu.device.queue.writeTexture({ texture }, halves, { bytesPerRow: 64 }, [8, 8]);
};

/** A material of three that shows a texture of ours, and what a camera in front of it sees. */
const hang = (texture: GPUTexture): { external: THREE.ExternalTexture; see(): Promise<number[]> } => {
  const external = new THREE.ExternalTexture(texture);
  const scene = new THREE.Scene();
  scene.add(new THREE.Mesh(new THREE.PlaneGeometry(2, 2), new THREE.MeshBasicMaterial({ map: external })));
  const camera = new THREE.OrthographicCamera(-1, 1, 1, -1, 0, 2);
  camera.position.z = 1;
  const target = new THREE.RenderTarget(4, 4, { type: THREE.FloatType });
  return {
    external,
    async see() {
      renderer.setRenderTarget(target);
      renderer.render(scene, camera);
      const pixels = await renderer.readRenderTargetPixelsAsync(target, 1, 1, 1, 1);
      return [...pixels as Float32Array].slice(0, 3).map((x) => Math.round(x * 100) / 100);
    },
  };
};

test('three and tfjs run on our device, not on one of their own', () => {
  expect((renderer.backend as unknown as { device: GPUDevice }).device).toBe(gpu.device);
  expect((tf.backend() as unknown as { device: GPUDevice }).device).toBe(gpu.device);
  expect(tf.getBackend()).toBe('webgpu');
});

test('a tensor of tfjs is seen by a camera of three without passing through the CPU', async () => {
  const texture = solid(0, 0, 0), bridge = createBridge(gpu.device);
  const tensor = tf.tidy(() => tf.mul<tf.Tensor3D>(tf.tensor3d([.25, .5, 1], [1, 1, 3]), 1));
  const before = gpu.audit.readbacks;
  bridge.step(tensor, { view: texture.createView(), width: 8, height: 8 }).run();
  const { see } = hang(texture);
  expect(gpu.audit.readbacks).toBe(before);
  expect(await see()).toEqual([.25, .5, 1]);
  tensor.dispose();
  bridge.dispose();
});

test('trap 2: another texture behind an ExternalTexture is not seen, new pixels in the same one are: so pictures keep their textures', async () => {
  const red = solid(1, 0, 0), blue = solid(0, 0, 1);
  const { external, see } = hang(red);
  expect(await see()).toEqual([1, 0, 0]);
  external.sourceTexture = blue;
  expect(await see()).toEqual([1, 0, 0]);
  fill(red, 0, 1, 0);
  expect(await see()).toEqual([0, 1, 0]);
});

test('trap 3: our error listener outlives three, which takes the property for itself', async () => {
  expect(gpu.device.onuncapturederror).not.toBeNull();
  const before = gpu.audit.errors.length;
  gpu.device.createBuffer({ size: 16, usage: 0 }).destroy();
  await gpu.device.queue.onSubmittedWorkDone();
  expect(gpu.audit.errors).toHaveLength(before + 1);
});

test('neither library takes the device along when it goes', async () => {
  void renderer.dispose();
  tensors.dispose();
  const lost = await Promise.race([gpu.device.lost.then(() => true), gpu.device.queue.onSubmittedWorkDone().then(() => false)]);
  expect(lost).toBe(false);
  gpu.device.createBuffer({ size: 16, usage: GPUBufferUsage.STORAGE }).destroy();
});
