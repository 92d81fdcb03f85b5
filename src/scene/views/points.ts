// A cloud of points, one for each cell of a grid, lifted by the light of the picture.

import { AdditiveBlending, Group, InstancedMesh, PlaneGeometry, SpriteNodeMaterial } from 'three/webgpu';
import { float, instanceIndex, luminance, smoothstep, uv, vec2, vec3 } from 'three/tsl';
import type { PieceView, ViewInput } from './view.ts';

/** Points along the longer side. */
const SIDE = 128;

export const pointsView = (input: ViewInput): PieceView => {
  const { map, settings: { width }, glow, depth } = input;
  const height = width / map.aspect;
  const columns = map.aspect >= 1 ? SIDE : Math.round(SIDE * map.aspect), rows = Math.max(2, Math.round(columns / map.aspect));
  const cell = vec2(float(instanceIndex.mod(columns)).add(.5).div(columns), float(instanceIndex.div(columns)).add(.5).div(rows));
  const color = map.color(cell, float(Math.max(0, Math.log2(map.picture.width / columns)))).rgb;
  const light = luminance(color).sqrt();
  const material = new SpriteNodeMaterial({ transparent: true, depthWrite: false, blending: AdditiveBlending });
  material.positionNode = vec3(cell.sub(.5).mul(vec2(width, height)), light.mul(depth).mul(width * .7));
  material.scaleNode = light.mul(.75).add(.35).mul(width / columns * 1.6);
  material.colorNode = color.mul(glow.mul(1.3).add(.5));
  material.opacityNode = smoothstep(.2, .5, uv().sub(.5).length()).oneMinus();
  const cloud = new InstancedMesh(new PlaneGeometry(1, 1), material, columns * rows);
  cloud.frustumCulled = false;
  cloud.position.z = .1;
  const object = new Group();
  object.add(cloud);
  return { object, light: { width, height, round: false }, lamp: false };
};
