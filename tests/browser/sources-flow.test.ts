// From outside to the picture of a piece, all on the real device: a film to the frame, the camera live, a drawing.

import { afterAll, beforeAll, expect, test } from 'vitest';
import picture from '../../plugins/picture/index.ts';
import { drawingText } from '../../src/core/drawing.ts';
import { createNotices } from '../../src/core/notices.ts';
import { openDevice, type Gpu } from '../../src/gpu/device.ts';
import { openKeptFiles } from '../../src/sources/kept-files.ts';
import { createOpenFeed } from '../../src/sources/open.ts';
import { createShelf } from '../../src/sources/shelf.ts';
import { openStills } from '../../src/sources/stills.ts';
import { FPS, frameOf, FRAMES, numberedFilm } from '../support/numbered-film.ts';
import { shippedWeights } from '../support/shipped-weights.ts';
import { studiosOf } from '../support/studio.ts';

let gpu: Gpu;
beforeAll(async () => { gpu = await openDevice(navigator.gpu); });
afterAll(() => {
  expect(gpu.audit.errors).toEqual([]);
  gpu.dispose();
});
const openStudio = studiosOf(() => gpu);
/** 8 bits of sRGB from linear light. */
const byte = (x: number): number => Math.round(255 * (x <= .0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - .055));

test('a film is painted to the frame in exact frames; camera and drawing flow in live ones', async () => {
  const files = openKeptFiles(createNotices(), `driftloom-flow-${Math.floor(performance.timeOrigin)}`), stills = openStills(async () => new Map());
  const film = await createShelf(files, stills, { problem: () => '', retry: () => undefined }).keep(new File([await numberedFilm()], 'a.webm', { type: 'video/webm' }));
  const studio = openStudio([picture], shippedWeights, createOpenFeed({ files, stills, host: navigator }));
  const { engine, clock } = studio;
  const piece = (id: string, source: unknown): object => ({ id, plugin: 'picture', size: [16, 16], inputs: { picture: source } });
  const show = (drawing: string): Promise<unknown> => studio.show({ pieces: [piece('film', film), piece('camera', { from: 'webcam' }), piece('sheet', { from: 'drawing', drawing })] });
  await show('');

  const seen: number[] = [], wanted = [0, 1, 2, 9, FRAMES + 3];
  for (const frame of wanted) {
    clock.seek(frame / FPS);
    await engine.present();
    engine.complete();
    seen.push(frameOf((await studio.pixel('film')).map(byte)));
  }
  expect(seen).toEqual(wanted.map((frame) => frame % FRAMES));
  expect((await studio.pixel('sheet')).map(byte)).toEqual([255, 255, 255, 255]);

  clock.play();
  const lively = async (): Promise<boolean> => new Set((await studio.read('camera')).filter((_, i) => i % 4 < 3)).size > 8;
  for (let frame = 0; frame < 200 && !await lively(); frame++) {
    studio.live();
    await gpu.device.queue.onSubmittedWorkDone();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect([await lively(), engine.inputs.problem('camera', 'picture'), engine.inputs.problem('film', 'picture')]).toEqual([true, '', '']);
  await show(drawingText({ paper: '#ffffff', strokes: [{ size: 1, colour: '#00ff00', points: [0, 0, 1, 1] }] }));
  await studio.paint();
  expect((await studio.pixel('sheet')).map(byte)).toEqual([0, 255, 0, 255]);
  await files.forget(film.file);
});
