// The room: a wall, a floor and the dark. Its materials gather the light of whatever pictures shine at the moment.

import { Box2, BoxGeometry, Color, Group, Mesh, MeshStandardNodeMaterial, PlaneGeometry, Vector2, type Node, type WebGPURenderer } from 'three/webgpu';
import { cameraPosition, exp, float, hash, max, mix, normalize, positionWorld, smoothstep, uniform, vec2, vec3 } from 'three/tsl';
import type { Settings } from '../core/settings.ts';
import type { Emitters } from './emitters.ts';
import { createLightmap } from './lightmap.ts';

export interface Room {
  readonly object: Group;
  /** Follows the recipe's room settings, and where the emitters are. `seen`: or is hidden. */
  apply(settings: Settings['room'], seen: boolean): void;
  /** Gathers the pictures' light of this moment. */
  shine(renderer: WebGPURenderer): void;
  dispose(): void;
}

const WIDTH = 40, HEIGHT = 9, DEPTH = 22;
/** Height of the dark joint between wall and floor. */
const JOINT = .045;

/** Value noise over the plane, 0..1, so that plaster and floor are not a computer's flat grey. */
const noise = (at: Node<'vec2'>): Node<'float'> => {
  // By integers: the sine of a large number is another on every GPU.
  const draw = (p: Node<'vec2'>): Node<'float'> => hash(p.x.add(2048).add(p.y.add(2048).mul(4096)).toUint());
  const cell = at.floor(), t = at.fract();
  const s = t.mul(t).mul(t.mul(-2).add(3));
  const corner = (x: number, y: number): Node<'float'> => draw(cell.add(vec2(x, y)));
  return mix(mix(corner(0, 0), corner(1, 0), s.x), mix(corner(0, 1), corner(1, 1), s.x), s.y);
};

export const createRoom = (emitters: Emitters): Room => {
  const tint = uniform(new Color()), spill = uniform(1), reflection = uniform(.5);

  // A halo changes over a tenth of a metre at least, the floor's light over more: texels of five centimetres where pictures hang over ten metres, and thirty on the floor.
  const wallLight = createLightmap(192, 96, (at) => emitters.halo(vec3(at, 0)));
  const floorLight = createLightmap(128, 64, (at) => emitters.spill(vec3(at.x, 0, at.y), vec3(0, 1, 0)));
  floorLight.cover(new Box2(new Vector2(-WIDTH / 2, 0), new Vector2(WIDTH / 2, DEPTH)));
  const whole = new Box2(new Vector2(-WIDTH / 2, 0), new Vector2(WIDTH / 2, HEIGHT + JOINT)), haloed = new Box2();

  const plaster = new MeshStandardNodeMaterial({ roughness: .95, metalness: 0 });
  const grain = noise(positionWorld.xy.mul(3)).mul(.5).add(noise(positionWorld.xy.mul(41)).mul(.5)).sub(.5);
  // The room falls into the dark to the sides and upwards.
  const dusk = exp(positionWorld.x.mul(.085).pow(2).negate()).mul(smoothstep(1.5, 9, positionWorld.y).oneMinus());
  const wallColor = tint.mul(grain.mul(.07).add(1)).mul(dusk.mul(.85).add(.15));
  plaster.colorNode = wallColor;
  plaster.emissiveNode = wallColor.mul(wallLight.light(positionWorld.xy).mul(30)).mul(spill);
  const wall = new Mesh(new PlaneGeometry(WIDTH, HEIGHT), plaster);
  wall.position.set(0, HEIGHT / 2 + JOINT, 0);
  wall.receiveShadow = true;

  const stone = new MeshStandardNodeMaterial({ roughness: .55, metalness: 0 });
  const worn = noise(positionWorld.xz.mul(.9)).mul(.6).add(noise(positionWorld.xz.mul(6)).mul(.4));
  const floorColor = mix(vec3(.016, .016, .018), vec3(.026, .026, .029), worn);
  const view = normalize(positionWorld.sub(cameraPosition));
  const grazing = max(float(1).add(view.y), 0);
  const fresnel = grazing.pow(4).mul(.8).add(.12);
  const gloss = emitters.mirror(positionWorld, worn.mul(.05).add(.045)).mul(fresnel).mul(reflection);
  const lit = floorLight.light(positionWorld.xz).mul(floorColor).mul(16).mul(spill);
  stone.colorNode = floorColor;
  stone.emissiveNode = lit.add(gloss);
  const floor = new Mesh(new PlaneGeometry(WIDTH, DEPTH), stone);
  floor.rotation.x = -Math.PI / 2;
  floor.position.set(0, 0, DEPTH / 2);
  floor.receiveShadow = true;

  const joint = new Mesh(new BoxGeometry(WIDTH, JOINT, .02), new MeshStandardNodeMaterial({ color: 0x020202, roughness: 1 }));
  joint.position.set(0, JOINT / 2, -.01);

  const object = new Group();
  object.add(wall, floor, joint);
  let compiled = false;
  return {
    object,
    apply(settings, seen) {
      object.visible = seen;
      tint.value.set(settings.wall);
      spill.value = settings.spill;
      reflection.value = settings.reflection;
      // Where there is none, whatever is covered is dark.
      wallLight.cover(haloed.copy(emitters.haloed).intersect(whole).isEmpty() ? whole : haloed);
    },
    shine(renderer) {
      // Once in any case: nothing of it is compiled later than the first frame.
      if (!object.visible && compiled) return;
      compiled = true;
      if (!emitters.update()) return;
      wallLight.render(renderer);
      floorLight.render(renderer);
    },
    dispose() {
      wallLight.dispose();
      floorLight.dispose();
      for (const mesh of [wall, floor, joint]) {
        mesh.geometry.dispose();
        mesh.material.dispose();
      }
    },
  };
};
