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
  // All of them at all times, dark where they are not needed: their number is in every material's code.
  const small = Array.from({ length: MOST }, () => new SpotLight(0xffe4c4, 0, 0, .42, 1, 2));
  for (const lamp of small) object.add(lamp, lamp.target);
  let brightness = 1, aimed = 0;
  const dim = (): void => {
    sky.intensity = SKY * brightness;
    key.intensity = KEY * brightness;
    for (const [i, lamp] of small.entries()) lamp.intensity = i < aimed ? SMALL * brightness : 0;
  };
  return {
    object,
    apply(next) {
      brightness = next;
      dim();
    },
    aim(targets) {
      aimed = targets.length;
      dim();
      targets.slice(0, MOST).forEach(({ object: { position }, size }, i) => {
        const lamp = small[i]!;
        lamp.position.set(position.x, position.y + size / 2 + 1.5, position.z + 1.7);
        lamp.target.position.copy(position);
      });
    },
    dispose() {
      for (const lamp of [key, ...small]) lamp.dispose();
    },
  };
};
