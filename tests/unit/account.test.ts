// What a piece holds on the device: counted through a device of its own, which is the same device.

import { expect, test } from 'vitest';
import { createScope } from '../../src/core/scope.ts';
import { openAccount } from '../../src/gpu/account.ts';

/** A device whose methods, like a browser's, insist on being called on it. */
const openDevice = (): { device: GPUDevice; destroyed: string[] } => {
  const destroyed: string[] = [];
  class Device {
    readonly #name = 'device';
    readonly queue = { submit: () => this.#name };
    get limits(): { maxTextureDimension2D: number } { return { maxTextureDimension2D: this.#name.length }; }
    createCommandEncoder(): string { return this.#name; }
    createBuffer({ label }: GPUBufferDescriptor): object { return { label, destroy: () => void destroyed.push(`${this.#name} ${label}`) }; }
    createTexture({ label }: GPUTextureDescriptor): object {
      return { label, width: 4, height: 2, depthOrArrayLayers: 1, mipLevelCount: 2, sampleCount: 1, format: 'rgba16float', destroy: () => void destroyed.push(`${this.#name} ${label}`) };
    }
  }
  return { device: new Device() as unknown as GPUDevice, destroyed };
};

test('each account counts its own, in numbers and bytes, and what is destroyed twice once', () => {
  const { device, destroyed } = openDevice(), one = openAccount(device), other = openAccount(device);
  const buffer = one.device.createBuffer({ label: 'a', size: 100, usage: 0 });
  one.device.createTexture({ label: 'b', size: [4, 2], format: 'rgba16float', usage: 0 });
  device.createBuffer({ label: 'c', size: 7, usage: 0 });
  // Two levels of 4 x 2 and 2 x 1 texels of eight bytes.
  expect(one.held).toEqual({ buffers: 1, textures: 1, bytes: 180 });
  expect(other.held).toEqual({ buffers: 0, textures: 0, bytes: 0 });
  buffer.destroy();
  buffer.destroy();
  expect(one.held).toEqual({ buffers: 0, textures: 1, bytes: 80 });
  expect(destroyed[0]).toBe('device a');
});

test('its device does all that the device does', () => {
  const { device } = openDevice(), account = openAccount(device).device;
  expect(account.createCommandEncoder()).toBe('device');
  expect(account.queue).toBe(device.queue);
  expect(account.limits.maxTextureDimension2D).toBe(6);
  expect(account.createCommandEncoder).toBe(account.createCommandEncoder);
});

test('a scope tells how many of what it owns are tensors', () => {
  const scope = createScope();
  scope.own({ dispose: () => undefined });
  scope.own({ dataId: {}, dispose: () => undefined });
  expect(scope.tensors).toBe(1);
});
