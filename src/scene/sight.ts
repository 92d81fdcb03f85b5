// Which pieces the camera sees, themselves or by the light that they throw beside them and the image that the floor shows
// of them. What is not seen need not be painted.

import { Box3, Frustum, Matrix4, type Object3D, type PerspectiveCamera } from 'three/webgpu';

export interface Sight {
  /** Takes where a piece is now. `reach` in metres around it is seen with it; `mirrored`: in the floor too. */
  place(id: string, object: Object3D, reach: number, mirrored: boolean): void;
  forget(id: string): void;
  /** Ids of those in the camera's view; the same set each time, borrowed. */
  look(camera: PerspectiveCamera): ReadonlySet<string>;
}

export const createSight = (): Sight => {
  const boxes = new Map<string, Box3 | undefined>(), seen = new Set<string>();
  const frustum = new Frustum(), matrix = new Matrix4();
  return {
    place(id, object, reach, mirrored) {
      // What is never culled is everywhere.
      if (!object.frustumCulled) return void boxes.set(id, undefined);
      object.updateMatrixWorld(true);
      const box = (boxes.get(id) ?? new Box3()).setFromObject(object).expandByScalar(reach);
      if (mirrored) box.min.y = Math.min(box.min.y, -box.max.y);
      boxes.set(id, box);
    },
    forget: (id) => void boxes.delete(id),
    look(camera) {
      camera.updateMatrixWorld();
      frustum.setFromProjectionMatrix(matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse), camera.coordinateSystem);
      seen.clear();
      for (const [id, box] of boxes) if (!box || frustum.intersectsBox(box)) seen.add(id);
      return seen;
    },
  };
};
