// From outside to the picture of a piece, all on the real device: a film to the frame, the camera live.

import { expect, test } from 'vitest';
import picture from '../../plugins/picture/index.ts';
import { createNotices } from '../../src/core/notices.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import { openKeptFiles } from '../../src/sources/kept-files.ts';
import { createOpenFeed } from '../../src/sources/open.ts';
import { createShelf } from '../../src/sources/shelf.ts';
import { openStills } from '../../src/sources/stills.ts';
import { FPS, frameOf, FRAMES, numberedFilm } from '../support/numbered-film.ts';
import { withDevice } from '../support/opened-device.ts';
import { shippedWeights } from '../support/shipped-weights.ts';
import { studiosOf } from '../support/studio.ts';

let gpu: Gpu;
withDevice((opened) => { gpu = opened; });
const openStudio = studiosOf(() => gpu);
/** 8 bits of sRGB from linear light. */
const byte = (x: number): number => Math.round(255 * (x <= .0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - .055));

test('a film is painted to the frame in exact frames, and the camera flows in live ones', async () => {
  const files = openKeptFiles(createNotices(), `driftloom-flow-${Math.floor(performance.timeOrigin)}`), stills = openStills(async () => new Map());
  const film = await createShelf(files, stills, { problem: () => '', retry: () => undefined }).keep(new File([await numberedFilm()], 'a.webm', { type: 'video/webm' }));
  const studio = openStudio([picture], shippedWeights, createOpenFeed({ files, stills, host: navigator }));
  const { engine, clock } = studio;
  const show = (source: unknown): Promise<unknown> => studio.show({ pieces: [{ id: 'it', plugin: 'picture', size: [16, 16], inputs: { picture: source } }] });
  await show(film);
  const seen: number[] = [], wanted = [0, 9, FRAMES + 3];
  for (const frame of wanted) {
    clock.seek(frame / FPS);
    await engine.present();
    engine.complete();
    seen.push(frameOf((await studio.pixel('it')).map(byte)));
  }
  expect(seen).toEqual(wanted.map((frame) => frame % FRAMES));

  await show({ from: 'webcam' });
  clock.play();
  const colours = async (): Promise<number> => new Set((await studio.read('it')).filter((_, i) => i % 4 < 3)).size;
  for (let frame = 0; frame < 100 && await colours() <= 8; frame++) {
    studio.live();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect([await colours() > 8, engine.inputs.problem('it', 'picture')]).toEqual([true, '']);
  await files.forget(film.file);
});
