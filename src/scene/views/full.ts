// The picture over the whole window, cropped to its shape, behind everything else.

import { Mesh, MeshBasicNodeMaterial, PlaneGeometry, type Node } from 'three/webgpu';
import { float, max, positionGeometry, screenSize, uv, vec2, vec4 } from 'three/tsl';
import type { PieceView, ViewInput } from './view.ts';

export const fullView = ({ map }: ViewInput): PieceView => {
  const material = new MeshBasicNodeMaterial({ depthWrite: false, depthTest: false, fog: false });
  const window: Node<'float'> = float(screenSize.x).div(screenSize.y);
  // The share of the picture that the window's shape lets be seen: one axis whole, the other cropped.
  const shape = vec2(window, map.aspect);
  const cover = shape.div(max(shape.x, shape.y));
  material.vertexNode = vec4(positionGeometry.xy.mul(2), .5, 1);
  material.colorNode = map.color(uv().sub(.5).mul(cover).add(.5));
  const object = new Mesh(new PlaneGeometry(1, 1), material);
  object.frustumCulled = false;
  object.renderOrder = -1;
  return { object, lamp: false };
};
