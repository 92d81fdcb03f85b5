// The light that pictures throw into the room, without a second render and without reading anything back: wall and
// floor sample what the pictures give off, at their own mip levels. The spill is a representative-point area light; the
// mirror intersects the reflected view ray with each picture's rectangle and blurs with distance.
// Source of the idea: Heitz et al., "Real-time polygonal-light shading", 2016 (here much simplified).

import { Box2, Matrix4, Vector2, Vector3, type Node, type Object3D } from 'three/webgpu';
import { cameraPosition, clamp, dot, exp, float, Fn, length, log2, Loop, max, min, mix, normalize, smoothstep, sqrt, texture, uniform, uniformArray, vec2, vec3 } from 'three/tsl';
import { createEmission, EMISSION_SIDE } from '../gpu/emission.ts';
import { wrapped, type PictureMap } from './picture-map.ts';

/** Pictures whose light is followed: each costs a sample for each texel of both lightmaps, and one for each pixel of the floor. */
export const MAX_EMITTERS = 12;

/** A halo falls off over half its picture's width, or this in metres where that is less; at so many of them it ends. */
const HALO_LEAST = .3, HALO_REACH = 3, FALL = 2.6, LAST = Math.exp(-FALL * HALO_REACH);
/** What is gathered reaches a little farther, so that its edge is dark: beyond it, it goes on as it is there. */
const MARGIN = 1.05;

/** An object whose local xy rectangle of `width` x `height` metres, or the disc of that width where it is `round`, gives off a picture's light. Turned about the upright alone. */
export interface Emitter {
  readonly map: PictureMap;
  readonly object: Object3D;
  readonly width: number;
  readonly height: number;
  readonly round: boolean;
  readonly strength: number;
}

export interface Emitters {
  /** From now on these shine, the brightest first; what is beyond `MAX_EMITTERS` does not. */
  place(emitters: readonly Emitter[]): void;
  /** Where their halos are, on the plane z = 0 and beyond the wall, too; empty where none is. Borrowed until the next `place`. */
  readonly haloed: Box2;
  /** Brings their light up to the pictures of this moment; answers whether it, or a place, is another than before. */
  update(): boolean;
  /** Light arriving at a point of a surface facing `normal`. */
  spill(at: Node<'vec3'>, normal: Node<'vec3'>): Node<'vec3'>;
  /** Soft halo at a point of the wall behind the pictures. */
  halo(at: Node<'vec3'>): Node<'vec3'>;
  /** What a glossy floor mirrors at a point; `roughness` widens with distance. */
  mirror(at: Node<'vec3'>, roughness: Node<'float'>): Node<'vec3'>;
  dispose(): void;
}

/** One emitter in a shader. */
interface Shining {
  readonly center: Node<'vec3'>;
  readonly right: Node<'vec3'>;
  readonly up: Node<'vec3'>;
  readonly normal: Node<'vec3'>;
  /** Half its width and height. */
  readonly half: Node<'vec2'>;
  /** 0 or 1. */
  readonly round: Node<'float'>;
  /** Its light at a place counted from its centre, in metres, as it is seen by what blurs it over `size` metres. */
  color(x: Node<'float'>, y: Node<'float'>, size: Node<'float'>): Node<'vec3'>;
}

export const createEmitters = (device: GPUDevice): Emitters => {
  const emission = createEmission(device, MAX_EMITTERS), map = Object.assign(wrapped(emission.texture), { isArrayTexture: true });
  /** Of each one column by column: right and half its width, up and half its height, normal and whether it is round, centre and strength. */
  const placed = Array.from({ length: MAX_EMITTERS }, () => new Matrix4()), places = uniformArray<'mat4'>(placed, 'mat4'), count = uniform(0, 'int');
  const haloed = new Box2(), axis = new Vector3(), corner = new Vector2();
  let sources: readonly PictureMap[] = [], moved = true;

  const placeOne = ({ elements }: Matrix4, { width, height, round, strength }: Emitter): void => {
    for (const column of [0, 4, 8]) axis.fromArray(elements, column).normalize().toArray(elements, column);
    elements[3] = width / 2;
    elements[7] = height / 2;
    elements[11] = round ? 1 : 0;
    elements[15] = strength;
    const reach = MARGIN * HALO_REACH * Math.max(width / 2, HALO_LEAST), across = (width / 2) * (round ? 1 : Math.abs(elements[0])) + reach, up = height / 2 + reach;
    for (const side of [-1, 1]) haloed.expandByPoint(corner.set(elements[12] + side * across, elements[13] + side * up));
  };

  const shining = (i: Node<'int'>): Shining => {
    // three's types do not know that a matrix has columns.
    const place = places.element(i) as unknown as { element(column: number): Node<'vec4'> };
    const right = place.element(0), up = place.element(1), normal = place.element(2), center = place.element(3);
    const half = vec2(right.w, up.w);
    return {
      center: center.xyz, right: right.xyz, up: up.xyz, normal: normal.xyz, half, round: normal.w,
      color(x, y, size) {
        const level = max(log2(size.mul(EMISSION_SIDE / 2).div(sqrt(half.x.mul(half.y)))), 0);
        const uv = clamp(vec2(x, y).div(half).mul(.5).add(.5), 0, 1);
        return texture(map, uv.flipY()).depth(i).level(level).rgb.mul(center.w);
      },
    };
  };
  const sum = (of: (emitter: Shining) => Node<'vec3'>): Node<'vec3'> => Fn(() => {
    const total = vec3(0).toVar();
    Loop({ start: 0, end: count, type: 'int' }, ({ i }) => { total.addAssign(of(shining(i))); });
    return total;
  })();

  return {
    place(emitters) {
      const bright = emitters.slice(0, MAX_EMITTERS);
      haloed.makeEmpty();
      for (const [i, emitter] of bright.entries()) {
        emitter.object.updateWorldMatrix(true, false);
        placeOne(placed[i]!.copy(emitter.object.matrixWorld), emitter);
      }
      sources = bright.map(({ map }) => map);
      count.value = bright.length;
      moved = true;
    },
    haloed,
    update() {
      const changed = emission.update(sources) || moved;
      moved = false;
      return changed;
    },
    spill: (at, surface) => sum(({ center, right, up, normal, half, round, color }) => {
      const offset = at.sub(center);
      const x = dot(offset, right), y = dot(offset, up), z = dot(offset, normal);
      // Between the nearest point and the middle: the nearest alone would draw the rectangle's edges on the floor.
      const px = clamp(x, half.x.negate(), half.x).mul(.7), py = clamp(y, half.y.negate(), half.y).mul(.7);
      const toward = center.add(right.mul(px)).add(up.mul(py)).sub(at);
      const distance = max(length(toward), .05);
      const ray = toward.div(distance);
      const area = half.x.mul(half.y).mul(4);
      const leaving = mix(max(z.div(distance), 0), float(.5), round);
      const factor = area.mul(leaving).mul(max(dot(surface, ray), 0)).div(distance.mul(distance).mul(Math.PI).add(area));
      return color(px, py, distance.mul(.8).add(half.x.mul(.4))).mul(factor);
    }),
    halo: (at) => sum(({ center, right, half, round, color }) => {
      // On the wall, where a picture that is turned away covers less, and a ball does not.
      const from = at.xy.sub(center.xy), turn = mix(right.x, float(1), round), foot = vec2(half.x.mul(turn.abs()), half.y);
      // The nearest place of the rectangle, or of the disc.
      const nearest = mix(clamp(from, foot.negate(), foot), from.mul(min(half.x.div(max(length(from), 1e-3)), 1)), round);
      const distance = length(from.sub(nearest));
      const fall = max(exp(distance.mul(-FALL).div(max(half.x, HALO_LEAST))).sub(LAST), 0).mul(.11 / (1 - LAST));
      return color(nearest.x.mul(turn).div(max(turn.mul(turn), 1e-3)).mul(.9), nearest.y.mul(.9), distance.mul(.7).add(half.x.mul(.5))).mul(fall);
    }),
    mirror: (at, roughness) => sum(({ center, right, up, normal, half, round, color }) => {
      const view = normalize(at.sub(cameraPosition));
      const ray = vec3(view.x, view.y.negate(), view.z);
      const approach = dot(ray, normal);
      const travelled = dot(center.sub(at), normal).div(min(approach, -1e-3));
      const hit = at.add(ray.mul(travelled)).sub(center);
      const x = dot(hit, right), y = dot(hit, up);
      const blur = roughness.mul(max(travelled, 0)).add(.01);
      const inside = (from: Node<'float'>, side: Node<'float'>, soft: Node<'float'>): Node<'float'> => smoothstep(side.sub(soft), side.add(soft), from.abs()).oneMinus();
      const mask = mix(inside(x, half.x, blur).mul(inside(y, half.y, blur.mul(1.6))), inside(length(vec2(x, y)), half.x, blur), round);
      const seen = mix(float(0), mask, smoothstep(0, .02, travelled)).mul(smoothstep(0, .05, approach.negate()));
      return color(x, y, blur).mul(seen);
    }),
    dispose() {
      map.dispose();
      emission.dispose();
    },
  };
};
