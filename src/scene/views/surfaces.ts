// Views that wear the picture on a surface: a bare panel, a relief, a sphere, a torus.

import { BoxGeometry, Group, Mesh, MeshStandardNodeMaterial, PlaneGeometry, SphereGeometry, TorusGeometry, type BufferGeometry, type Node } from 'three/webgpu';
import { cross, float, luminance, normalize, transformNormalToView, positionLocal, uv, vec2, vec3 } from 'three/tsl';
import type { PieceView, ViewInput } from './view.ts';

/** A surface that is partly paper under the lamp and partly its own light. */
export const pictureMaterial = ({ map, glow }: Pick<ViewInput, 'map' | 'glow'>, at: Node<'vec2'> = uv(), roughness = .6): MeshStandardNodeMaterial => {
  const material = new MeshStandardNodeMaterial({ roughness, metalness: 0 });
  const color = map.color(at).rgb;
  material.colorNode = color.mul(float(1).sub(glow.mul(.5)).max(0));
  material.emissiveNode = color.mul(glow);
  return material;
};

const mesh = (geometry: BufferGeometry, material: MeshStandardNodeMaterial): Mesh => {
  const made = new Mesh(geometry, material);
  made.castShadow = made.receiveShadow = true;
  return made;
};

const edge = (): MeshStandardNodeMaterial => new MeshStandardNodeMaterial({ color: 0x08080a, roughness: .8 });

/** A thin unframed panel that stands off the wall. */
export const panelView = (input: ViewInput): PieceView => {
  const { width } = input.settings, height = width / input.map.aspect;
  const body = mesh(new BoxGeometry(width, height, .04), edge());
  body.position.z = .08;
  const face = mesh(new PlaneGeometry(width, height), pictureMaterial(input));
  face.position.z = .101;
  face.castShadow = false;
  const object = new Group();
  object.add(body, face);
  return { object, light: { width, height, round: false }, lamp: false };
};

/** A slab raised by the picture's luminance; normals from finite differences of the same function. */
export const reliefView = (input: ViewInput): PieceView => {
  const { map, settings: { width }, depth } = input;
  const height = width / map.aspect;
  const STEPS = 160, eps = 1.5 / STEPS;
  const rise = (at: Node<'vec2'>): Node<'float'> => {
    // A mip level near the mesh's own spacing: finer detail would only alias.
    const light = luminance(map.color(at, float(Math.max(0, Math.log2(map.picture.width / STEPS)))).rgb);
    return light.sqrt().mul(depth).mul(width * .28);
  };
  const material = pictureMaterial(input, uv(), .5);
  material.positionNode = positionLocal.add(vec3(0, 0, rise(uv())));
  const slope = (x: number, y: number): Node<'float'> => rise(uv().add(vec2(x, y))).sub(rise(uv().sub(vec2(x, y))));
  const tangent = vec3(2 * eps * width, 0, slope(eps, 0)), bitangent = vec3(0, 2 * eps * height, slope(0, eps));
  material.normalNode = transformNormalToView(normalize(cross(tangent, bitangent)));
  const face = mesh(new PlaneGeometry(width, height, STEPS, Math.max(2, Math.round(STEPS / map.aspect))), material);
  face.position.z = .1;
  const back = mesh(new BoxGeometry(width, height, .1), edge());
  back.position.z = .045;
  const object = new Group();
  object.add(back, face);
  return { object, light: { width, height, round: false }, lamp: true };
};

/** The picture mirrored once around, so that no seam shows. */
const seamless = (turns: number): Node<'vec2'> => vec2(uv().x.mul(turns).mod(2).sub(1).abs(), uv().y);

const hung = (geometry: BufferGeometry, input: ViewInput, at: Node<'vec2'>, radius: number): PieceView => {
  const body = mesh(geometry, pictureMaterial(input, at, .38));
  body.position.z = radius + .15;
  const object = new Group();
  object.add(body);
  return { object, light: { width: 2 * radius, height: 2 * radius, round: true }, lamp: true };
};

export const sphereView = (input: ViewInput): PieceView => {
  const radius = input.settings.width / 2;
  return hung(new SphereGeometry(radius, 96, 64), input, seamless(2), radius);
};

export const torusView = (input: ViewInput): PieceView => {
  const tube = input.settings.width * .15, radius = input.settings.width / 2 - tube;
  const around = vec2(uv().x.mul(4).mod(2).sub(1).abs(), uv().y.mul(2).mod(2).sub(1).abs());
  return hung(new TorusGeometry(radius, tube, 48, 160).rotateX(-.45), input, around, radius + tube);
};
