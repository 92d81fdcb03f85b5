import { decode, encode } from 'fast-png';
import fc from 'fast-check';
import { zlibSync, strToU8 } from 'fflate';
import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output, WebMOutputFormat } from 'mediabunny';
import { describe, expect, test } from 'vitest';
import { embedRecipe, recipeChunk } from '../../src/record/embed.ts';
import { MAX_TEXT, recipeInFile, recipeInPng } from '../../src/record/extract.ts';
import { comment } from '../../src/record/gif-blocks.ts';
import { openGifWriter } from '../../src/record/gif-writer.ts';
import { planRecording } from '../../src/record/plan.ts';
import { chunk, chunksOf } from '../../src/record/png-chunks.ts';
import { RECIPE_TAG, recipeText } from '../../src/record/recipe-tag.ts';
import { openMemory } from '../../src/record/sink.ts';
import type { Metadata } from '../../src/record/writer.ts';

const pixels = Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => 7 * i), PNG = encode({ width: 4, height: 3, data: pixels, channels: 3 });
const recipe = { version: 1, title: 'Höhle 洞 🌊', clock: { time: 1 / 3, playing: false }, pieces: [{ plugin: 'cppn', params: { seed: 7 } }] };
const withChunk = (type: string, data: Uint8Array, png = PNG): Uint8Array => {
  const [header] = chunksOf(png), made = new Uint8Array(png.length + data.length + 12);
  made.set(png.subarray(0, header!.to));
  made.set(chunk(type, data), header!.to);
  made.set(png.subarray(header!.to), header!.to + data.length + 12);
  return made;
};
const tagged = (...parts: (string | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...(typeof part === 'string' ? strToU8(part) : part)]));

/** A recipe that is true JSON, of a hundred megabytes. */
const huge = (): Uint8Array => {
  const data = new Uint8Array(100 * 2 ** 20).fill(97);
  data.set(strToU8(`${RECIPE_TAG}\0{"a":"`));
  data.set(strToU8('"}'), data.length - 2);
  return withChunk('tEXt', data);
};

describe('a PNG', () => {
  test('carries a recipe exactly, and its pixels as before', () => {
    const file = embedRecipe(PNG, recipeText(recipe));
    expect(recipeInPng(file)).toEqual(recipe);
    expect(decode(file, { checkCrc: true }).data).toEqual(pixels);
    expect(recipeInPng(PNG)).toBeUndefined();
  });

  test('carries the last one embedded, once, wherever another stood', () => {
    const file = embedRecipe(embedRecipe(PNG, recipeText({ version: 1 })), recipeText(recipe));
    expect(recipeInPng(file)).toEqual(recipe);
    expect([...chunksOf(file)].map(({ type }) => type)).toEqual(['IHDR', 'iTXt', 'IDAT', 'IEND']);
    const end = PNG.length - 12, late = new Uint8Array([...PNG.subarray(0, end), ...recipeChunk('{"late":1}'), ...PNG.subarray(end)]);
    expect(recipeInPng(late)).toEqual({ late: 1 });
    expect(recipeInPng(embedRecipe(late, '{"new":1}'))).toEqual({ new: 1 });
    expect([...chunksOf(embedRecipe(late, '{}'))]).toHaveLength(4);
  });

  test.each([
    ['tEXt', tagged(`${RECIPE_TAG}\0{"a":1}`)],
    ['zTXt', tagged(`${RECIPE_TAG}\0\0`, zlibSync(strToU8('{"a":1}')))],
    ['iTXt', tagged(`${RECIPE_TAG}\0\x01\0\0\0`, zlibSync(strToU8('{"a":1}')))],
    ['iTXt', tagged(`${RECIPE_TAG}\0\0\0de\0Rezept\0{"a":1}`)],
  ])('is read as other programs may write it: %s', (type, data) => {
    expect(recipeInPng(withChunk(type, data))).toEqual({ a: 1 });
  });

  test('that is no PNG is refused in words', () => {
    expect(() => embedRecipe(strToU8('not a picture'), '{}')).toThrow('A recipe travels in a PNG file; this is none.');
  });
});

describe('what cannot be used is no recipe, quickly', () => {
  const bomb = zlibSync(new Uint8Array(100 * 2 ** 20), { level: 9 });
  test.each([
    ['not JSON', withChunk('tEXt', tagged(`${RECIPE_TAG}\0{"a":`))],
    ['a list', withChunk('tEXt', tagged(`${RECIPE_TAG}\0[1]`))],
    ['another key', withChunk('tEXt', tagged('driftloom2\0{"a":1}'))],
    ['a key without an end', withChunk('tEXt', tagged(RECIPE_TAG))],
    ['iTXt cut off in its languages', withChunk('iTXt', tagged(`${RECIPE_TAG}\0\0\0de`))],
    ['zlib that is none', withChunk('zTXt', tagged(`${RECIPE_TAG}\0\0`, Uint8Array.of(1, 2, 3, 4, 5, 6)))],
    ['zlib that is cut off', withChunk('zTXt', tagged(`${RECIPE_TAG}\0\0`, zlibSync(strToU8('{"a":1}')).subarray(0, 8)))],
    ['a hundred megabytes of text', huge()],
    ['a text larger than is read', embedRecipe(PNG, JSON.stringify({ a: 'x'.repeat(MAX_TEXT) }))],
    ['a bomb of zlib', withChunk('zTXt', tagged(`${RECIPE_TAG}\0\0`, bomb))],
    ['a bomb in iTXt', withChunk('iTXt', tagged(`${RECIPE_TAG}\0\x01\0\0\0`, bomb))],
    ['a signature and nothing else', PNG.subarray(0, 8)],
  ])('%s', (_, file) => {
    expect(recipeInPng(file)).toBeUndefined();
  });

  test('a chunk that says it is longer than the file', () => {
    const file = embedRecipe(PNG, '{"a":1}');
    new DataView(file.buffer).setUint32(33, 0xffffffff);
    expect(recipeInPng(file)).toBeUndefined();
  });

  test('a file cut off anywhere gives its recipe or none', () => {
    const file = embedRecipe(PNG, recipeText(recipe)), whole = 33 + recipeChunk(recipeText(recipe)).length;
    for (let length = 0; length <= file.length; length++) expect(recipeInPng(file.subarray(0, length)), String(length)).toEqual(length < whole ? undefined : recipe);
  });

  test('any bytes at all', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, png) => {
      const file = png ? new Uint8Array([...PNG.subarray(0, 33), ...bytes]) : bytes;
      expect(await recipeInFile(new Blob([file]))).toBeUndefined();
    }), { numRuns: 60 });
  });
});

describe('a film', () => {
  const film = async (format: Mp4OutputFormat | WebMOutputFormat, raw: Record<string, string>, comment?: string): Promise<Uint8Array<ArrayBuffer>> => {
    const target = new BufferTarget(), output = new Output({ format, target }), source = new EncodedVideoPacketSource('vp8');
    output.addVideoTrack(source);
    output.setMetadataTags({ raw, ...(comment ? { comment } : {}) });
    await output.start();
    await source.add(new EncodedPacket(Uint8Array.of(1, 2, 3, 4), 'key', 0, 1 / 30), { decoderConfig: { codec: 'vp8', codedWidth: 16, codedHeight: 16 } });
    await output.finalize();
    return new Uint8Array(target.buffer!);
  };
  const text = recipeText(recipe);

  test('carries a recipe exactly, MP4 and WebM', async () => {
    const files = [await film(new Mp4OutputFormat({ metadataFormat: 'mdta' }), { [RECIPE_TAG]: text }), await film(new WebMOutputFormat(), { [RECIPE_TAG]: text })];
    for (const file of files) expect(await recipeInFile(new Blob([file]))).toEqual(recipe);
  });

  test('as other programs write it again: in capitals, or as the comment', async () => {
    for (const name of ['DRIFTLOOM', 'MOVIE/DRIFTLOOM']) expect(await recipeInFile(new Blob([await film(new WebMOutputFormat(), { [name]: text })]))).toEqual(recipe);
    expect(await recipeInFile(new Blob([await film(new Mp4OutputFormat(), {}, text)]))).toEqual(recipe);
  });

  test('without one, with a damaged one, or cut off, gives none', async () => {
    expect(await recipeInFile(new Blob([await film(new WebMOutputFormat(), {}, 'a holiday')]))).toBeUndefined();
    const whole = await film(new WebMOutputFormat(), { [RECIPE_TAG]: '{"a":' });
    expect(await recipeInFile(new Blob([whole]))).toBeUndefined();
    for (const share of [.1, .4, .7]) expect(await recipeInFile(new Blob([whole.subarray(0, whole.length * share)]))).toBeUndefined();
  });
});

describe('a GIF', () => {
  const text = recipeText(recipe);
  const gif = async (metadata?: Metadata, alpha = false): Promise<Uint8Array<ArrayBuffer>> => {
    const sink = openMemory('image/gif'), writer = await openGifWriter({ plan: planRecording({ format: 'gif', width: 3, height: 2, fps: 10, frames: 5, from: 2, start: 1 / 3, alpha }, '', 0), sink, metadata });
    for (let index = 2; index < 5; index++) await writer.add(new Uint8ClampedArray(24).map((_, i) => (i % 4 === 3 ? 255 : 40 * index + i)), index);
    await writer.finish();
    return new Uint8Array(await (await sink.file()).arrayBuffer());
  };

  test('carries a recipe exactly, however long, with the moment of its first frame', async () => {
    for (const title of ['', 'a'.repeat(180), 'ä"\\🌊'.repeat(300)]) {
      const file = await gif({ key: RECIPE_TAG, text: (time) => recipeText({ ...recipe, title, clock: { time } }) });
      expect(await recipeInFile(new Blob([file]))).toEqual({ ...recipe, title, clock: { time: 1 / 3 + 2 / 10 } });
    }
    expect(await recipeInFile(new Blob([await gif({ key: RECIPE_TAG, text: () => text }, true)]))).toEqual(recipe);
  });

  test('without one, with a damaged one or another comment, or cut off, gives none', async () => {
    const none = await gif(), file = await gif({ key: RECIPE_TAG, text: () => text });
    expect(await recipeInFile(new Blob([none]))).toBeUndefined();
    for (const said of ['made by hand', 'driftloom2 {"a":1}', 'driftloom {"a":', 'driftloom [1]', `driftloom {"a":"${'x'.repeat(MAX_TEXT)}"}`]) {
      expect(await recipeInFile(new Blob([none.subarray(0, -1), comment(said), none.subarray(-1)]))).toBeUndefined();
      expect(await recipeInFile(new Blob([none.subarray(0, -1), comment(said), comment('driftloom {"b":2}'), none.subarray(-1)]))).toEqual({ b: 2 });
    }
    for (let length = 0; length < file.length; length++) expect([undefined, recipe]).toContainEqual(await recipeInFile(new Blob([file.subarray(0, length)])));
  });

  test('of any bytes at all gives none', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect(await recipeInFile(new Blob(['GIF89a', bytes]))).toBeUndefined();
    }), { numRuns: 100 });
  });
});
