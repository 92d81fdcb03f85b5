// A framed picture: moulding of four mitred bars, an optional paper mat, the picture behind.

import { BoxGeometry, ExtrudeGeometry, Group, Mesh, MeshStandardNodeMaterial, PlaneGeometry, Shape } from 'three/webgpu';
import type { View } from '../../core/settings.ts';
import { pictureMaterial } from './surfaces.ts';
import type { PieceView, ViewInput } from './view.ts';

const MOULDINGS: Record<Exclude<View['frame'], 'none'>, { color: number; roughness: number; metalness: number; width: number; depth: number }> = {
  dark: { color: 0x0c0b0b, roughness: .42, metalness: 0, width: .035, depth: .07 },
  oak: { color: 0x5a3a20, roughness: .55, metalness: 0, width: .05, depth: .06 },
  brass: { color: 0x9a7440, roughness: .34, metalness: .55, width: .018, depth: .05 },
};

/** One bar of the frame with 45 degree ends, lying along the bottom edge of a `w` x `h` opening. */
const bar = (length: number, width: number, depth: number): ExtrudeGeometry => {
  const shape = new Shape();
  shape.moveTo(-length / 2, 0).lineTo(length / 2, 0).lineTo(length / 2 + width, -width).lineTo(-length / 2 - width, -width).closePath();
  return new ExtrudeGeometry(shape, { depth, bevelEnabled: true, bevelThickness: .004, bevelSize: .003, bevelSegments: 2 });
};

export const framedView = (input: ViewInput): PieceView => {
  const { map, settings } = input;
  const { width } = settings, height = width / map.aspect;
  const mat = settings.mat * Math.min(width, height);
  const outer = { width: width + 2 * mat, height: height + 2 * mat };
  const object = new Group();
  const face = new Mesh(new PlaneGeometry(width, height), pictureMaterial(input));
  face.position.z = .034;
  face.receiveShadow = true;
  const board = new Mesh(new BoxGeometry(outer.width, outer.height, .03), new MeshStandardNodeMaterial({ color: mat > 0 ? 0xd9d4c8 : 0x08080a, roughness: .95 }));
  board.position.z = .016;
  board.castShadow = board.receiveShadow = true;
  object.add(board, face);
  if (settings.frame !== 'none') {
    const { width: thick, depth, ...look } = MOULDINGS[settings.frame];
    const material = new MeshStandardNodeMaterial(look);
    for (let side = 0; side < 4; side++) {
      const across = side % 2 === 0;
      const made = new Mesh(bar(across ? outer.width : outer.height, thick, depth), material);
      made.rotation.z = (side * Math.PI) / 2;
      const away = -(across ? outer.height : outer.width) / 2;
      made.position.set(-away * Math.sin(made.rotation.z), away * Math.cos(made.rotation.z), 0);
      made.castShadow = made.receiveShadow = true;
      object.add(made);
    }
  }
  return { object, light: { width, height, round: false }, lamp: true };
};
