// Films as the command line makes them, whole and in shares: read by ffmpeg, each frame known by its colour.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFilm } from '../../../src/cli/ffmpeg.ts';
import { openHeadless, type HeadlessViewer } from '../../../src/cli/headless-viewer.ts';
import { openRegistry } from '../../../src/cli/plugins.ts';
import { joinParts, renderFilm } from '../../../src/cli/render-films.ts';
import { planRender, type RenderPlan } from '../../../src/cli/render-plan.ts';

const FRAMES = 5, FPS = 5, START = 1 / 3;
const folder = mkdtempSync(join(tmpdir(), 'driftloom-films-')), recipe = join(folder, 'counter.json');
let viewer: HeadlessViewer;
beforeAll(async () => {
  // The ground of an empty picture counts the frames: its red in twos, its green in what is left of them.
  const keys = Array.from({ length: FRAMES }, (_, i) => ({ time: START + (i - .5) / FPS, value: `#${[i % 2, i >> 1].map((digit) => ['40', '90', 'e0'][digit]).join('')}80`, ease: 'hold' }));
  writeFileSync(recipe, JSON.stringify({ version: 1, title: 'Zähler', post: { grain: 0, bloom: 0, vignette: 0 }, pieces: [{ id: 'ground', plugin: 'picture', size: [16, 16], view: { kind: 'full' } }], tracks: [{ piece: 'ground', param: 'ground', keys }] }));
  viewer = await openHeadless({ width: 64, height: 48, gpu: false });
});
afterAll(async () => {
  await viewer.close();
  rmSync(folder, { recursive: true });
});

const film = (...words: string[]): Promise<RenderPlan> => planRender([recipe, '--size', '64x48', '--frames', String(FRAMES), '--fps', String(FPS), '--start', String(START), '--out', join(folder, 'film.mp4'), ...words], openRegistry());
/** The page stays open from one film to the next. */
const render = async (...words: string[]): Promise<void> => renderFilm(await film(...words), () => Promise.resolve({ ...viewer, close: () => Promise.resolve() }));
const far = (a: readonly number[], b: ArrayLike<number>): number => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

test('a film has every frame in its colours; shares put together have them, too, and no other', async () => {
  const plan = await film(), known: Uint8Array[] = [];
  await viewer.load(plan.recipe);
  for (let frame = 0; frame < FRAMES; frame++) {
    await viewer.step(frame === 0 ? 0 : 1, FPS);
    const { data, channels } = decode(await viewer.still(64, 48));
    // The pixel that is read of the films.
    known.push(Uint8Array.from(data.subarray(channels * (64 * 24 + 48)).subarray(0, 3)));
  }
  expect(Math.min(...known.flatMap((one, i) => known.slice(i + 1).map((other) => far([...one], other))))).toBeGreaterThan(25);

  await render();
  for (const shard of ['1/3', '2/3', '3/3']) await render('--shard', shard);
  const whole = readFilm(join(folder, 'film.mp4')), part = (index: number): string => join(folder, `film-${index}-of-3.mp4`), second = readFilm(part(2));
  expect([second.times.length, JSON.parse(second.tags['driftloom']!)]).toEqual([2, expect.objectContaining({ clock: { time: START + 1 / FPS, playing: false } })]);

  expect(await joinParts(await film('--join'))).toBe(3);
  const joined = readFilm(join(folder, 'film.mp4'));
  for (const { colors, ...told } of [whole, joined]) {
    expect(told).toMatchObject({ codec: 'h264', width: 64, height: 48, duration: FRAMES / FPS, tags: { title: 'Zähler', driftloom: plan.textAt(START) } });
    expect(told.times.map((time) => Math.round(time * FPS))).toEqual(known.map((_, i) => i));
    for (const [i, color] of colors.entries()) expect(far(color, known[i]!), `frame ${i}: ${color.join(' ')} for ${known[i]!.join(' ')}`).toBeLessThan(12);
    expect(colors).toHaveLength(FRAMES);
  }
  expect(joined.times).toEqual(whole.times);

  // What is there is not rendered again; what is damaged is.
  const bytes = readFileSync(part(1));
  await render('--shard', '1/3', '--resume');
  expect(readFileSync(part(1))).toEqual(bytes);
  truncateSync(part(1), bytes.length >> 1);
  rmSync(part(3));
  await expect(joinParts(await film('--join'))).rejects.toThrow('1 of 3 parts are missing: 3; 1 are not whole, or from another recipe, moment or size: 1.');
  expect(existsSync(join(folder, 'film.mp4.part'))).toBe(false);
  await render('--shard', '1/3', '--resume');
  expect(readFilm(part(1)).times).toHaveLength(1);
});

test('sound, finer edges and a ground that is not there', async () => {
  const sound = join(folder, 'tone.wav'), path = join(folder, 'bare.webm');
  expect(spawnSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=d=2', sound]).status).toBe(0);
  await render('--frames', '4', '--out', path, '--audio', sound, '--supersampling', '2', '--alpha', '--quality', 'medium');
  expect(readFilm(path)).toMatchObject({ codec: 'vp9', sound: 'opus', width: 64, height: 48, duration: expect.closeTo(4 / FPS, 1) as number, times: { length: 4 } });
});
