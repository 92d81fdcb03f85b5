// What every view of a picture is: an object one unit wide in front of the wall, made of nodes that read the picture.

import { InstancedMesh, Vector2, type Mesh, type Object3D, type UniformNode } from 'three/webgpu';
import { uniform } from 'three/tsl';
import type { View as ViewSettings } from '../../core/settings.ts';
import type { PictureMap } from '../picture-map.ts';

/** The part of the window that is rendered: all of it, but for the tiles of a print. */
export interface WindowPart {
  /** Width over height of the whole window. */
  readonly aspect: UniformNode<'float', number>;
  /** The part's upper left corner and its extent, in shares of the window, from the top. */
  readonly corner: UniformNode<'vec2', Vector2>;
  readonly extent: UniformNode<'vec2', Vector2>;
  show(corner: readonly [number, number], extent: readonly [number, number], whole: readonly [number, number]): void;
}

export const createWindowPart = (): WindowPart => {
  const aspect = uniform(1), corner = uniform(new Vector2(0, 0)), extent = uniform(new Vector2(1, 1));
  return {
    aspect, corner, extent,
    show([x, y], [across, down], [width, height]) {
      aspect.value = width / height;
      corner.value.set(x / width, y / height);
      extent.value.set(across / width, down / height);
    },
  };
};

export interface ViewInput {
  readonly map: PictureMap;
  readonly settings: ViewSettings;
  readonly window: WindowPart;
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
