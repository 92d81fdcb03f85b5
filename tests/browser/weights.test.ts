// Pieces that paint with trained weights: fetched from the server of the tests, shared, damaged, given back.

import { expect, test } from 'vitest';
import type { PieceContext } from '#api';
import { createDownloads } from '../../src/downloads.ts';
import { noWeights, type LoadWeights } from '../../src/engine/weights.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import { writeSafetensors } from '../../src/nets/safetensors.ts';
import { flatPlugin } from '../support/flat-plugin.ts';
import { withDevice } from '../support/opened-device.ts';
import { printPlugin, printWeights } from '../support/print-plugin.ts';
import { safetensorsOf } from '../support/safetensors-bytes.ts';
import { studiosOf, type Studio } from '../support/studio.ts';
import realFile from '../support/weights/print.safetensors?url';

let gpu: Gpu;
withDevice((opened) => { gpu = opened; });
const openStudio = studiosOf(() => gpu);

const dark = writeSafetensors(printWeights(0, 0, 9), {}), light = writeSafetensors(printWeights(0, 0, -9), {});
const served = (bytes: Uint8Array<ArrayBuffer>): string => URL.createObjectURL(new Blob([bytes]));
const label = { real: 'print/real.safetensors', dark: 'print/dark.safetensors', light: 'print/light.safetensors', bad: 'print/bad.safetensors' };
const addresses = new Map([[label.real, realFile], [label.dark, served(dark)], [label.light, served(light)]]);

/** A studio whose files come over the network, with the paths that were asked for. */
const open = (load: LoadWeights = createDownloads({ addresses, show: () => undefined }), asked?: (context: PieceContext) => void): Studio & { loads: string[] } => {
  const loads: string[] = [];
  const studio = openStudio([printPlugin(label, asked), flatPlugin('flat')], (path) => {
    loads.push(path);
    return load(path);
  });
  return { ...studio, loads };
};
const piece = (state: string, id = 'a', rest: object = {}): object => ({ id, plugin: 'print', params: { state }, ...rest });
const alive = (): { buffers: number; textures: number } => ({ buffers: gpu.audit.buffers, textures: gpu.audit.textures });
const DARK = 0, LIGHT = 1;
const lightness = async (studio: Studio, id = 'a'): Promise<number> => Math.round((await studio.pixel(id))[0]! * 1000) / 1000;

test('a file of the server paints the picture that its numbers are', async () => {
  const studio = open();
  await studio.show({ pieces: [piece('real', 'a', { size: [3, 3] })] });
  studio.exact();
  expect(studio.notices.list).toEqual([]);
  const pixels = await studio.read('a');
  const toLinear = (c: number): number => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);
  for (let row = 0; row < 3; row++) for (let column = 0; column < 3; column++) {
    const ink = 1 / (1 + Math.exp(-(2 * (column - 1) - (row - 1) + .5)));
    expect(Math.abs(pixels[4 * (3 * row + column)]! - toLinear(1 - ink))).toBeLessThan(2e-3);
  }
});

test('pieces of a plugin share one download while one of them lives, and no longer', async () => {
  const studio = open();
  await studio.show({ pieces: [piece('dark', 'a'), piece('dark', 'b'), piece('light', 'c')] });
  studio.exact();
  expect(await Promise.all(['a', 'b', 'c'].map((id) => lightness(studio, id)))).toEqual([DARK, DARK, LIGHT]);
  expect([...studio.loads].sort()).toEqual([label.dark, label.light]);

  await studio.show({ pieces: [piece('dark', 'b', { size: [16, 16] })] });
  studio.exact();
  await studio.show({ pieces: [piece('dark', 'b', { size: [16, 16] }), piece('dark', 'd')] });
  expect(studio.loads).toHaveLength(2);

  await studio.show({ pieces: [] });
  await studio.show({ pieces: [piece('dark', 'a')] });
  expect(studio.loads).toHaveLength(3);
});

test('another file shows the old picture until it is there', async () => {
  let arrive = (): void => undefined;
  const studio = open((path) => (path === label.light ? new Promise((done) => { arrive = () => done(light); }) : Promise.resolve(dark)));
  await studio.show({ pieces: [piece('dark')] });
  studio.live();
  await studio.apply({ pieces: [piece('light')] });
  for (let frame = 0; frame < 5; frame++) {
    studio.live();
    expect([studio.piece('a').state, await lightness(studio)]).toEqual(['running', DARK]);
  }
  arrive();
  await studio.engine.settled();
  studio.live();
  expect(await lightness(studio)).toBe(LIGHT);
});

const cut = dark.subarray(0, dark.length - 3);
test.each<[string, Uint8Array<ArrayBuffer> | undefined, RegExp]>([
  ['missing', undefined, /there is no such file|the server answered/],
  ['cut short', cut, /lies outside the file/],
  ['hostile', safetensorsOf('{}', 0, 2n ** 63n), /its header claims \d+ bytes; 1000000 are the most/],
  ['of overlapping tensors', safetensorsOf({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] }, b: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, 4), /tensor "b" overlaps another/],
  ['not finite', safetensorsOf({ a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] } }, Float32Array.of(NaN)), /tensor "a" holds a number that is not finite/],
  ['another network\'s', writeSafetensors(new Map([['print/0/kernel', { shape: [1, 3], data: new Float32Array(3) }]]), {}), /for network print, tensor "0\/kernel" must be \[3, 1\]; got \[1, 3\] \(and 1 more faults\)/],
])('a file that is %s fails its piece, which keeps its picture and works again when the file does', async (_, bytes, message) => {
  const broken = new Map([...addresses, ...(bytes ? [[label.bad, served(bytes)] as const] : [[label.bad, '/tests/support/weights/gone.safetensors'] as const])]);
  const studio = open(createDownloads({ addresses: broken, show: () => undefined }));
  await studio.show({ pieces: [piece('light'), { id: 'other', plugin: 'flat' }] });
  studio.exact();
  const before = alive();
  await studio.show({ pieces: [piece('bad'), { id: 'other', plugin: 'flat', params: { level: 1 } }] });
  studio.exact();
  expect([studio.piece('a').state, await lightness(studio)]).toEqual(['failed', LIGHT]);
  const [notice, ...more] = studio.notices.list.map(({ text }) => text);
  expect(notice).toMatch(/^plugins\/print failed in create: assets\/print\/bad\.safetensors cannot be read: [^.].*[^.]\. It keeps its last picture/);
  expect(notice).toMatch(message);
  expect(more).toEqual([]);
  expect((await studio.pixel('other'))[0]).toBe(1);
  expect(alive()).toEqual(before);

  broken.set(label.bad, served(dark));
  await studio.show({ pieces: [piece('bad', 'a', { params: { state: 'bad', scale: .5 } })] });
  studio.exact();
  expect([studio.piece('a').state, await lightness(studio), studio.notices.list]).toEqual(['running', DARK, []]);
});

test('a label that the plugin does not declare, and a host without files, are said', async () => {
  const unknown = open();
  await unknown.show({ pieces: [piece('no such label')] });
  expect(unknown.notices.list.map(({ text }) => text)).toEqual([expect.stringMatching(/^plugins\/print failed in create: plugins\/print has no weights "no such label"; it has real, dark, light, bad\. It keeps/)]);
  const bare = open(noWeights);
  await bare.show({ pieces: [piece('dark')] });
  expect(bare.notices.list.map(({ text }) => text)).toEqual([expect.stringMatching(/assets\/print\/dark\.safetensors cannot be read: there are no weights files here\. It keeps/)]);
});

test('nothing stays behind, wherever in its life a piece ends', async () => {
  const waiting: (() => void)[] = [];
  const studio = open((path) => new Promise((done) => waiting.push(() => done(path === label.dark ? dark : light))));
  await studio.show({ pieces: [] });
  const before = alive();
  await studio.apply({ pieces: [piece('dark', 'a'), piece('light', 'b')] });
  while (waiting.length < 2) await new Promise((done) => setTimeout(done));
  const pieces = [...studio.engine.pieces];
  await studio.apply({ pieces: [] });
  for (const arrive of waiting.splice(0)) arrive();
  await Promise.all(pieces.map((one) => one.settled()));
  expect(alive()).toEqual(before);

  const rebuilt = studio.show({ pieces: [piece('dark')] });
  while (waiting.length < 1) await new Promise((done) => setTimeout(done));
  for (const arrive of waiting.splice(0)) arrive();
  await rebuilt;
  // Lent again: what the removed pieces waited for was not kept.
  expect(studio.loads).toHaveLength(3);
  studio.exact();
  await studio.show({ pieces: [] });
  expect(alive()).toEqual(before);
});

test('an instance that has ended is lent nothing more', async () => {
  const contexts: PieceContext[] = [];
  const studio = open(undefined, (context) => contexts.push(context));
  await studio.show({ pieces: [piece('dark')] });
  expect((await contexts[0]!.weights('light')).weights.size).toBe(2);
  await studio.show({ pieces: [] });
  await expect(contexts[0]!.weights('light')).rejects.toThrow('has ended');
  expect(studio.loads).toEqual([label.dark, label.light]);
});

test('a plugin saved while the viewer runs gets its files anew', async () => {
  const studio = open();
  const recipe = await studio.show({ pieces: [piece('dark')] });
  studio.live();
  studio.registry.replace('print', { default: printPlugin({ ...label, dark: label.light }) });
  studio.engine.apply(recipe, studio.registry.loaded);
  await studio.engine.settled();
  studio.live();
  expect(await lightness(studio)).toBe(LIGHT);
  studio.registry.replace('print', { default: printPlugin({ ...label, dark: label.light }) });
  studio.engine.apply(recipe, studio.registry.loaded);
  await studio.engine.settled();
  expect(studio.loads).toEqual([label.dark, label.light, label.light]);
});
