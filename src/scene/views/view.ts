// What every view of a picture is: an object one unit wide in front of the wall, made of nodes that read the picture.

import { InstancedMesh, type Mesh, type Object3D, type UniformNode } from 'three/webgpu';
import type { View as ViewSettings } from '../../core/settings.ts';
import type { PictureMap } from '../picture-map.ts';

export interface ViewInput {
  readonly map: PictureMap;
  readonly settings: ViewSettings;
  /** Live: share of the picture's light that is its own, and how far light parts rise. */
  readonly glow: UniformNode<'float', number>;
  readonly depth: UniformNode<'float', number>;
}

export interface PieceView {
  readonly object: Object3D;
  /** The rectangle that lights the room, in metres; none where the view has no place in it. */
  readonly light?: { readonly width: number; readonly height: number; readonly round: boolean };
  /** Wants a lamp of its own above it. */
  readonly lamp: boolean;
}

/** Frees what an object's meshes hold. Pictures are borrowed and stay. */
export const disposeObject = (object: Object3D): void => object.traverse((child) => {
  if (!('geometry' in child)) return;
  const { geometry, material } = child as Mesh;
  geometry.dispose();
  // Instanced meshes hold a buffer of their own.
  if (child instanceof InstancedMesh) child.dispose();
  for (const one of [material].flat()) one.dispose();
});
