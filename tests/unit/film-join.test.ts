// Shares of a film on the disk: what each is, and the one that they become, packet by packet. What is in the packets is
// nobody's affair here; tests/e2e/cli/films.test.ts decodes.

import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BufferTarget, EncodedPacket, EncodedPacketSink, EncodedVideoPacketSource, FilePathSource, Input, Mp4OutputFormat, Output, WEBM, MP4, WebMOutputFormat } from 'mediabunny';
import { afterAll, describe, expect, test } from 'vitest';
import { filmOnDisk, joinFilms, type JoinSetting } from '../../src/record/join.ts';
import { isRenderedFilm, joinParts } from '../../src/cli/render-films.ts';
import { openRegistry } from '../../src/cli/plugins.ts';
import { planRender, type RenderPlan } from '../../src/cli/render-plan.ts';
import { momentOf } from '../../src/record/frames.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftloom-join-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a film of some frames, the first of which needs no other; its packets hold their numbers. */
const write = async (path: string, numbers: readonly number[], fps: number, { side = 16, text = '{}', alpha = false } = {}): Promise<void> => {
  const target = new BufferTarget(), output = new Output({ format: path.endsWith('mp4') ? new Mp4OutputFormat({ metadataFormat: 'mdta' }) : new WebMOutputFormat(), target }), source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: fps, canBeTransparent: alpha });
  output.setMetadataTags({ raw: { driftloom: text } });
  await output.start();
  for (const [i, number] of numbers.entries()) await source.add(new EncodedPacket(Uint8Array.of(number, 1, 2), i === 0 ? 'key' : 'delta', i / fps, 1 / fps, undefined, undefined, alpha ? { alpha: Uint8Array.of(number, 9) } : {}), { decoderConfig: { codec: 'vp8', codedWidth: side, codedHeight: 16 } });
  await output.finalize();
  writeFileSync(path, new Uint8Array(target.buffer!));
};
const read = async (path: string): Promise<{ numbers: number[]; alphas: (number | undefined)[]; times: number[]; kinds: string; end: number }> => {
  const input = new Input({ source: new FilePathSource(path), formats: [MP4, WEBM] }), video = (await input.getPrimaryVideoTrack())!;
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(video).packets()) packets.push(packet);
  const end = await video.computeDuration();
  input.dispose();
  return { numbers: packets.map(({ data }) => data[0]!), alphas: packets.map(({ sideData }) => sideData.alpha?.[0]), times: packets.map(({ timestamp }) => timestamp), kinds: packets.map(({ type }) => type[0]).join(''), end };
};
const setting = (container: 'mp4' | 'webm', fps: number, alpha = false): JoinSetting => ({ container, fps, alpha, name: 'Whole', metadata: { key: 'driftloom', text: (time) => JSON.stringify({ time }) }, start: 2.5 });

test.each([['mp4', 29.97, false], ['webm', 29.97, false], ['mp4', 60, false], ['webm', 7, true]] as const)('%s at %d a second: every packet, as it was, at the time of its frame', async (container, fps, alpha) => {
  const path = (name: string): string => join(folder, `${name}.${container}`), numbers = Array.from({ length: 50 }, (_, i) => i);
  const parts = [[0, 17], [17, 18], [18, 50]] as const;
  await write(path('whole'), numbers, fps, { alpha });
  for (const [first, end] of parts) await write(path(`${first}`), numbers.slice(first, end), fps, { alpha });
  await joinFilms(parts.map(([first]) => ({ path: path(`${first}`), first })), path('joined'), setting(container, fps, alpha));
  const [whole, joined] = [await read(path('whole')), await read(path('joined'))];
  expect(joined.alphas).toEqual(numbers.map((i) => (alpha ? i : undefined)));
  expect(joined).toEqual({ ...whole, kinds: numbers.map((i) => (i === 0 || i === 17 || i === 18 ? 'k' : 'd')).join('') });
  expect(await filmOnDisk(path('joined'))).toEqual({ frames: 50, width: 16, height: 16, recipe: { time: 2.5 } });
});

test('parts that were encoded otherwise are not put together, and the file so far is let go', async () => {
  const paths = ['one', 'other'].map((name) => join(folder, `${name}.webm`));
  await write(paths[0]!, [0, 1], 5);
  await write(paths[1]!, [2, 3], 5, { side: 32 });
  await expect(joinFilms(paths.map((path, i) => ({ path, first: 2 * i })), join(folder, 'both.webm'), setting('webm', 5))).rejects.toThrow('other.webm was encoded otherwise than the part before it, so they cannot be put together.');
});

test('what is no film, or only the beginning of one, is none', async () => {
  const path = join(folder, 'cut.mp4');
  await write(path, [0, 1, 2], 5);
  truncateSync(path, readFileSync(path).length - 40);
  expect([await filmOnDisk(path), await filmOnDisk(join(folder, 'missing.mp4'))]).toEqual([undefined, undefined]);
  writeFileSync(path, 'no film');
  expect(await filmOnDisk(path)).toBeUndefined();
});

describe('the shares of a rendering', () => {
  const whole = join(folder, 'scene.webm'), plan = (...words: string[]): Promise<RenderPlan> => planRender(['cppn', '--size', '16x16', '--frames', '7', '--fps', '6', '--start', '.1', '--out', whole, ...words], openRegistry());
  const part = (index: number, count = 3): string => join(folder, `scene-${index}-of-${count}.webm`);
  const share = async (index: number, shift = 0): Promise<void> => {
    const { textAt, share: [first, end], file } = await plan('--shard', `${index}/3`);
    expect(file(0)).toBe(part(index));
    await write(file(0), Array.from({ length: end - first }, (_, i) => first + i), 6, { text: textAt(momentOf({ start: .1, fps: 6 }, first + shift)) });
  };
  const joined = async (...words: string[]): Promise<string> => joinParts(await plan('--join', ...words)).then((count) => `${count} parts`, (error: unknown) => (error as Error).message);

  test('are known by frames, size and moment, named where they are not there, and put together', async () => {
    expect(await joined()).toBe(`There is no part of ${whole} to join; the same command with --shard 1/2 renders the first of two.`);
    await share(1);
    await share(3, 1);
    expect(await joined()).toBe('1 of 3 parts are missing: 2; 1 are not whole, or from another recipe, moment or size: 3.');
    await share(2);
    await share(3);
    expect(await joined('--set', 'scale=4')).toBe('3 are not whole, or from another recipe, moment or size: 1-3.');
    const other = await plan('--shard', '3/3', '--size', '16x18');
    expect([await isRenderedFilm(part(3), await plan(), [4, 7]), await isRenderedFilm(part(3), await plan(), [4, 6]), await isRenderedFilm(part(3), other, [4, 7])]).toEqual([true, false, false]);
    expect(await joined()).toBe('3 parts');
    expect((await read(whole)).numbers).toEqual([0, 1, 2, 3, 4, 5, 6]);
    await write(part(1, 12), [0], 6);
    expect(await joined()).toBe(`There are parts of ${whole} of several divisions: of 3 and of 12; say which with --shard 1/3.`);
    expect(await joined('--shard', '1/3')).toBe('3 parts');
  });

  test('are fewer where there are fewer frames', async () => {
    const few = join(folder, 'few.webm'), two = await planRender(['cppn', '--size', '16x16', '--frames', '2', '--fps', '6', '--join', '--out', few], openRegistry());
    for (const index of [2, 3]) await write(join(folder, `few-${index}-of-3.webm`), [index], 6, { text: two.textAt((index - 2) / 6) });
    expect(await joinParts(two)).toBe(2);
    expect((await read(few)).numbers).toEqual([2, 3]);
  });
});
