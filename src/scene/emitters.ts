// The light that pictures throw into the room, without a second render and without reading anything back: wall and
// floor sample the pictures' own mip levels. The spill is a representative-point area light; the mirror intersects the
// reflected view ray with each picture's rectangle and blurs with distance.
// Source of the idea: Heitz et al., "Real-time polygonal-light shading", 2016 (here much simplified).

import { Vector2, Vector3, type Node, type Object3D } from 'three/webgpu';
import { cameraPosition, clamp, dot, exp, float, length, log2, max, min, mix, normalize, positionWorld, smoothstep, uniform, vec2, vec3 } from 'three/tsl';
import type { PictureMap } from './picture-map.ts';

/** Pictures whose light is followed; each takes two of the 16 textures a shader may bind. */
export const MAX_EMITTERS = 6;

export interface Emitter {
  readonly map: PictureMap;
  /** Takes the place of an object whose local xy rectangle of `width` x `height` carries the picture. */
  place(object: Object3D, width: number, height: number, strength: number): void;
  /** Light arriving at the shaded point of a surface facing `normal`. */
  spill(normal: Node<'vec3'>): Node<'vec3'>;
  /** Soft halo on the wall behind the picture. */
  halo(): Node<'vec3'>;
  /** What a glossy floor mirrors at the shaded point; `roughness` widens with distance. */
  mirror(roughness: Node<'float'>): Node<'vec3'>;
}

export const createEmitter = (map: PictureMap, round: boolean): Emitter => {
  const center = uniform(new Vector3()), right = uniform(new Vector3(1, 0, 0)), up = uniform(new Vector3(0, 1, 0)), normal = uniform(new Vector3(0, 0, 1));
  const half = uniform(new Vector2(1, 1)), strength = uniform(1);
  const texels = Math.max(map.picture.width, map.picture.height);

  /** Mip level whose texel is `size` metres wide. */
  const levelOf = (size: Node<'float'>): Node<'float'> => max(log2(size.mul(texels).div(half.x.mul(2))), 0);
  const uvOf = (x: Node<'float'>, y: Node<'float'>): Node<'vec2'> => vec2(x.div(half.x), y.div(half.y)).mul(.5).add(.5);

  return {
    map,
    place(object, width, height, power) {
      object.updateWorldMatrix(true, false);
      const { elements: e } = object.matrixWorld;
      center.value.set(e[12], e[13], e[14]);
      right.value.set(e[0], e[1], e[2]).normalize();
      up.value.set(e[4], e[5], e[6]).normalize();
      normal.value.set(e[8], e[9], e[10]).normalize();
      half.value.set(width / 2, height / 2);
      strength.value = power;
    },
    spill(surface) {
      const offset = positionWorld.sub(center);
      const x = dot(offset, right), y = dot(offset, up), z = dot(offset, normal);
      // Between the nearest point and the middle: the nearest alone would draw the rectangle's edges on the floor.
      const px = clamp(x, half.x.negate(), half.x).mul(.7), py = clamp(y, half.y.negate(), half.y).mul(.7);
      const toward = center.add(right.mul(px)).add(up.mul(py)).sub(positionWorld);
      const distance = max(length(toward), .05);
      const ray = toward.div(distance);
      const area = half.x.mul(half.y).mul(4);
      const leaving = round ? float(.5) : max(z.div(distance), 0);
      const factor = area.mul(leaving).mul(max(dot(surface, ray), 0)).div(distance.mul(distance).mul(Math.PI).add(area));
      return map.color(uvOf(px, py), levelOf(distance.mul(.8).add(half.x.mul(.4)))).rgb.mul(factor).mul(strength);
    },
    halo() {
      const offset = positionWorld.sub(center);
      const x = dot(offset, right), y = dot(offset, up);
      const px = clamp(x, half.x.negate(), half.x), py = clamp(y, half.y.negate(), half.y);
      const distance = length(vec2(x.sub(px), y.sub(py)));
      const fall = exp(distance.mul(-2.6).div(max(half.x, .3))).mul(.11);
      return map.color(uvOf(px.mul(.9), py.mul(.9)), levelOf(distance.mul(.7).add(half.x.mul(.5)))).rgb.mul(fall).mul(strength);
    },
    mirror(roughness) {
      const view = normalize(positionWorld.sub(cameraPosition));
      const ray = vec3(view.x, view.y.negate(), view.z);
      const approach = dot(ray, normal);
      const travelled = dot(center.sub(positionWorld), normal).div(min(approach, -1e-3));
      const hit = positionWorld.add(ray.mul(travelled)).sub(center);
      const x = dot(hit, right), y = dot(hit, up);
      const blur = roughness.mul(travelled).add(.01);
      const inside = (at: Node<'float'>, side: Node<'float'>, soft: Node<'float'>): Node<'float'> => smoothstep(side.sub(soft), side.add(soft), at.abs()).oneMinus();
      const mask = round
        ? smoothstep(half.x.sub(blur), half.x.add(blur), length(vec2(x, y))).oneMinus()
        : inside(x, half.x, blur).mul(inside(y, half.y, blur.mul(1.6)));
      const seen = mix(float(0), mask, smoothstep(0, .02, travelled)).mul(smoothstep(0, .05, approach.negate()));
      return map.color(clamp(uvOf(x, y), 0, 1), levelOf(blur)).rgb.mul(seen).mul(strength);
    },
  };
};
