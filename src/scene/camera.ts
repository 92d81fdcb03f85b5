// The camera: a base pose that the recipe holds and the pointer moves, and a slow drift on top, a function of time.

import { MathUtils, PerspectiveCamera, Spherical, Vector3 } from 'three/webgpu';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { loopedWave, type Loop } from '../core/loop.ts';
import { cameraParams, type Settings } from '../core/settings.ts';

type Pose = Settings['camera'];

/** The window in CSS pixels, and the strip at its right that the panel covers. */
export interface WindowShape { readonly width: number; readonly height: number; readonly covered: number }

/** Compositions are hung for windows of this shape; narrower ones see the same width, and more floor and ceiling. */
const WIDEST = 1.6;

export interface Camera {
  /** What the scene is seen through: base pose and drift. */
  readonly shot: PerspectiveCamera;
  apply(pose: Pose): void;
  /** Moves the shot to where it is at `time`. `still` leaves the drift out; in a loop it closes. */
  update(time: number, window: WindowShape, still: boolean, loop?: Loop): void;
  dispose(): void;
}

const rounded = (x: number): number => Math.round(x * 1000) / 1000;

/** `moved` is told the pose after each movement by pointer; `last` ends the gesture. */
export const createCamera = (element: HTMLElement, moved: (pose: Pose, last: boolean) => void): Camera => {
  const base = new PerspectiveCamera(), shot = new PerspectiveCamera(38, 1, .05, 80);
  const controls = new OrbitControls(base, element);
  controls.enableDamping = false;
  controls.zoomSpeed = .6;
  controls.rotateSpeed = .5;
  // The ranges that the recipe declares: what the pointer reaches, a link can hold.
  const { elevation, distance, targetX, targetY, targetZ } = cameraParams;
  controls.minPolarAngle = MathUtils.degToRad(90 - elevation.max);
  controls.maxPolarAngle = MathUtils.degToRad(90 - elevation.min);
  controls.minDistance = distance.min;
  controls.maxDistance = distance.max;
  const nearest = new Vector3(targetX.min, targetY.min, targetZ.min), farthest = new Vector3(targetX.max, targetY.max, targetZ.max);
  const spherical = new Spherical(), offset = new Vector3();
  const listening = new AbortController();
  let pose: Pose | undefined, own: Pose | undefined;

  const read = (): Pose | undefined => {
    if (!pose) return undefined;
    spherical.setFromVector3(offset.copy(base.position).sub(controls.target));
    return {
      ...pose,
      azimuth: rounded(MathUtils.radToDeg(spherical.theta)), elevation: rounded(90 - MathUtils.radToDeg(spherical.phi)), distance: rounded(spherical.radius),
      targetX: rounded(controls.target.x), targetY: rounded(controls.target.y), targetZ: rounded(controls.target.z),
    };
  };
  const tell = (last: boolean): void => {
    const now = read();
    if (now) moved(own = now, last);
  };
  let moving = false, pressed = false;
  // A drag is a gesture of its own; the ticks of a wheel run together.
  element.addEventListener('pointerdown', () => { pressed = true; }, { signal: listening.signal, capture: true });
  controls.addEventListener('start', () => { moving = true; });
  controls.addEventListener('change', () => {
    controls.target.clamp(nearest, farthest);
    if (moving) tell(false);
  });
  controls.addEventListener('end', () => {
    tell(pressed);
    moving = pressed = false;
  });
  return {
    shot,
    apply(next) {
      pose = next;
      // Our own report coming back: the controls are there already, unrounded.
      if (next === own) return;
      controls.target.set(next.targetX, next.targetY, next.targetZ);
      spherical.set(next.distance, MathUtils.degToRad(90 - next.elevation), MathUtils.degToRad(next.azimuth)).makeSafe();
      base.position.copy(controls.target).add(offset.setFromSpherical(spherical));
      controls.update();
    },
    update(time, { width, height, covered }, still, loop) {
      const drift = still ? 0 : pose?.drift ?? 0;
      spherical.setFromVector3(offset.copy(base.position).sub(controls.target));
      spherical.theta += drift * .2 * loopedWave(time, 67, .4, loop);
      spherical.phi = Math.min(Math.PI / 2 + .02, spherical.phi + drift * .035 * loopedWave(time, 43, 1.1, loop));
      spherical.radius *= 1 + drift * .07 * loopedWave(time, 97, 2, loop);
      shot.position.copy(controls.target).add(offset.setFromSpherical(spherical));
      shot.position.y = Math.max(.12, shot.position.y);
      shot.lookAt(controls.target);
      // The composition is centred in what the panel leaves free; the strip behind the panel shows more of the room.
      const free = Math.max(width * .5, width - covered), aspect = free / height;
      const half = Math.tan(MathUtils.degToRad(pose?.lens ?? 38) / 2) * Math.max(1, WIDEST / aspect);
      shot.fov = MathUtils.radToDeg(2 * Math.atan(half));
      shot.aspect = aspect;
      shot.setViewOffset(free, height, 0, 0, width, height);
    },
    dispose() {
      listening.abort();
      controls.dispose();
    },
  };
};
