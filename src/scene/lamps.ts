// The lamps: a faint sky so that nothing is black, a key light that casts the one soft shadow, and a small lamp above
// each picture that asks for one.

import { Group, HemisphereLight, SpotLight, type Object3D } from 'three/webgpu';

export interface Lamps {
  readonly object: Group;
  /** Brightness of all lamps. */
  apply(brightness: number): void;
  /** Aims a lamp at each of these from above (at most 5); `size` is its height in metres. */
  aim(targets: readonly { readonly object: Object3D; readonly size: number }[]): void;
  dispose(): void;
}

const MOST = 5;
const KEY = 30, SMALL = 13, SKY = .5;

export const createLamps = (): Lamps => {
  const object = new Group();
  const sky = new HemisphereLight(0x8c96a8, 0x1a1714, SKY);
  const key = new SpotLight(0xffe2bd, KEY, 16, .62, 1, 2);
  key.position.set(-2.6, 5.6, 5.2);
  key.target.position.set(.2, 1.5, 0);
  key.castShadow = true;
  key.shadow.mapSize.set(1024, 1024);
  key.shadow.radius = 7;
  key.shadow.bias = -.0004;
  key.shadow.normalBias = .02;
  key.shadow.camera.near = 1;
  key.shadow.camera.far = 14;
  object.add(sky, key, key.target);
  const small: SpotLight[] = [];
  let brightness = 1;
  const dim = (): void => {
    sky.intensity = SKY * brightness;
    key.intensity = KEY * brightness;
    for (const lamp of small) lamp.intensity = SMALL * brightness;
  };
  return {
    object,
    apply(next) {
      brightness = next;
      dim();
    },
    aim(targets) {
      const wanted = Math.min(MOST, targets.length);
      while (small.length > wanted) {
        const lamp = small.pop()!;
        object.remove(lamp, lamp.target);
        lamp.dispose();
      }
      while (small.length < wanted) {
        const lamp = new SpotLight(0xffe4c4, SMALL, 0, .42, 1, 2);
        object.add(lamp, lamp.target);
        small.push(lamp);
      }
      small.forEach((lamp, i) => {
        const { object: { position }, size } = targets[i]!;
        lamp.position.set(position.x, position.y + size / 2 + 1.5, position.z + 1.7);
        lamp.target.position.copy(position);
      });
    },
    dispose() {
      for (const lamp of [key, ...small]) lamp.dispose();
    },
  };
};
