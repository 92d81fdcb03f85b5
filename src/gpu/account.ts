// What one of many users of the device holds on it: the device as that user sees it counts what is made through it. It is for
// making things; whoever configures a canvas or another library needs the device itself.

import { bytesOf } from './audit.ts';

export interface Held {
  readonly buffers: number;
  readonly textures: number;
  /** Bytes of both, mip levels and all. */
  readonly bytes: number;
}

export interface Account {
  readonly device: GPUDevice;
  /** Alive now. */
  readonly held: Held;
}

export const openAccount = (device: GPUDevice): Account => {
  const held = { buffers: 0, textures: 0, bytes: 0 };
  const enter = <T extends GPUBuffer | GPUTexture>(resource: T, kind: 'buffers' | 'textures', bytes: number): T => {
    const destroy = resource.destroy.bind(resource);
    let alive = true;
    const count = (by: 1 | -1): void => {
      held[kind] += by;
      held.bytes += by * bytes;
    };
    count(1);
    resource.destroy = (): undefined => {
      if (alive) count(-1);
      alive = false;
      destroy();
    };
    return resource;
  };
  const own: Partial<GPUDevice> = {
    createBuffer: (descriptor) => enter(device.createBuffer(descriptor), 'buffers', descriptor.size),
    createTexture: (descriptor) => {
      const texture = device.createTexture(descriptor);
      return enter(texture, 'textures', bytesOf(texture));
    },
  };
  /** The device's methods, which go by the device that they are called on; made once, since some are asked for on every frame. */
  const methods = new Map<PropertyKey, unknown>();
  const counting = new Proxy(device, {
    get(target, key) {
      const known = own[key as keyof GPUDevice] ?? methods.get(key);
      if (known) return known;
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const method: unknown = value.bind(target);
      methods.set(key, method);
      return method;
    },
    set: (target, key, value) => Reflect.set(target, key, value, target),
  });
  return { device: counting, held };
};
