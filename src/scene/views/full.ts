// The picture over the whole window, cropped to its shape, behind everything else.

import { Mesh, MeshBasicNodeMaterial, PlaneGeometry } from 'three/webgpu';
import { max, positionGeometry, uv, vec2, vec4 } from 'three/tsl';
import type { PieceView, ViewInput } from './view.ts';

export const fullView = ({ map, window }: ViewInput): PieceView => {
  const material = new MeshBasicNodeMaterial({ depthWrite: false, depthTest: false, fog: false });
  // The share of the picture that the window's shape lets be seen: one axis whole, the other cropped.
  const shape = vec2(window.aspect, map.aspect);
  const cover = shape.div(max(shape.x, shape.y));
  material.vertexNode = vec4(positionGeometry.xy.mul(2), .5, 1);
  // The quad fills what is rendered; textures count from below, windows from above.
  const place = window.corner.add(vec2(uv().x, uv().y.oneMinus()).mul(window.extent));
  material.colorNode = map.color(vec2(place.x, place.y.oneMinus()).sub(.5).mul(cover).add(.5));
  const object = new Mesh(new PlaneGeometry(1, 1), material);
  object.frustumCulled = false;
  object.renderOrder = -1;
  return { object, lamp: false };
};
