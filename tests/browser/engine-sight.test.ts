// Pieces out of sight sleep; what flows into a piece in sight does not; exact frames paint all.

import { PerspectiveCamera, PlaneGeometry, Mesh, Vector3 } from 'three/webgpu';
import { beforeAll, expect, test } from 'vitest';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { createSight } from '../../src/scene/sight.ts';
import { flatPlugin } from '../support/flat-plugin.ts';
import { echoPlugin } from '../support/echo-plugin.ts';
import { studiosOf, type Studio } from '../support/studio.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
const open = studiosOf(() => gpu);
const counts = ({ engine }: Studio): number[] => engine.pieces.map(({ picture }) => picture?.count ?? 0);

test('a piece out of sight has its first picture and then sleeps; what flows into one in sight stays awake', async () => {
  const studio = open([flatPlugin('flat'), echoPlugin()]);
  await studio.show({ pieces: [{ id: 'away', plugin: 'flat' }, { id: 'source', plugin: 'flat' }, { id: 'shown', plugin: 'echo', inputs: { from: { from: 'piece', piece: 'source' } } }] });
  studio.engine.see(new Set(['shown']));
  for (let frame = 0; frame < 40; frame++) studio.live();
  const [away, source, shown] = counts(studio);
  expect(away).toBe(1);
  expect(source!).toBeGreaterThan(10);
  expect(shown!).toBeGreaterThan(10);
  expect(studio.engine.sleeps(studio.piece('away'))).toBe(true);
  studio.exact();
  expect(counts(studio)).toEqual([2, source! + 1, shown! + 1]);
  studio.engine.see(new Set(['away', 'shown']));
  studio.live();
  expect(counts(studio)[0]).toBe(3);
});

test('of forty pieces none is forgotten', async () => {
  const studio = open([flatPlugin('flat')]);
  await studio.show({ pieces: Array.from({ length: 40 }, (_, i) => ({ id: `p${i}`, plugin: 'flat' })), budget: { quality: 'full' } });
  for (let frame = 0; frame < 400 && Math.min(...counts(studio)) < 3; frame++) {
    studio.live();
    await gpu.device.queue.onSubmittedWorkDone();
  }
  expect(Math.min(...counts(studio))).toBe(3);
  expect(studio.notices.list).toEqual([]);
});

test('what the camera looks at is in sight, and so is what only the floor shows', () => {
  const sight = createSight(), camera = new PerspectiveCamera(40, 1.5, .05, 80);
  const hang = (id: string, x: number, mirrored = false): void => {
    const mesh = new Mesh(new PlaneGeometry(1, 1));
    mesh.position.set(x, 2, 0);
    sight.place(id, mesh, .1, mirrored);
  };
  hang('here', 0);
  hang('far', 30);
  hang('mirror', 0, true);
  camera.position.set(0, 2, 5);
  camera.lookAt(new Vector3(0, 2, 0));
  expect([...sight.look(camera)]).toEqual(['here', 'mirror']);
  camera.position.set(0, 1, 2);
  camera.lookAt(new Vector3(0, -2, 0));
  expect([...sight.look(camera)]).toEqual(['mirror']);
  sight.forget('mirror');
  expect([...sight.look(camera)]).toEqual([]);
});
