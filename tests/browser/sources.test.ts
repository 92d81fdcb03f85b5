// Pictures and drawings from outside, and the shelf that keeps files: in a real browser, with real files, decoders and
// storage.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drawingText } from '../../src/core/drawing.ts';
import { createNotices } from '../../src/core/notices.ts';
import type { Feed } from '../../src/engine/feeds.ts';
import { digestOf } from '../../src/sources/digest.ts';
import { createDrawings, SHEET_SIDE } from '../../src/sources/drawing-feed.ts';
import { openKeptFiles } from '../../src/sources/kept-files.ts';
import { createOpenFeed } from '../../src/sources/open.ts';
import { decodePicture } from '../../src/sources/pictures.ts';
import { createShelf } from '../../src/sources/shelf.ts';
import { openStills, titleOfStill } from '../../src/sources/stills.ts';
import { stillAddresses } from '../../src/stills.ts';
import { pixelAt, turnsDuring, until } from '../support/feed-pixels.ts';

/** Red above, blue below, green in the lower left quarter. */
const paint = (width: number, height: number): OffscreenCanvas => {
  const canvas = new OffscreenCanvas(width, height), sheet = canvas.getContext('2d')!;
  for (const [colour, ...box] of [['#ff0000', 0, 0, 1, 1], ['#0000ff', 0, .5, 1, .5], ['#00ff00', 0, .5, .5, .5]] as const) {
    sheet.fillStyle = colour;
    sheet.fillRect(...(box.map((share, i) => share * [width, height][i % 2]!) as [number, number, number, number]));
  }
  return canvas;
};
const encoded = (width: number, height: number, type: string): Promise<Blob> => paint(width, height).convertToBlob({ type });
const decoded = async (blob: Blob, name = 'a picture'): Promise<ImageBitmap> => decodePicture(blob, name);
const sentence = (work: Promise<unknown>): Promise<string> => work.then(() => 'it worked', (error: unknown) => (error as Error).message);

describe('a picture', () => {
  test('of twelve megapixels is decoded beside the page, as large as it is', async () => {
    const jpeg = await encoded(4000, 3000, 'image/jpeg');
    const { result, turns } = await turnsDuring(decoded(jpeg));
    expect([result.width, result.height]).toEqual([4000, 3000]);
    expect(turns).toBeGreaterThan(10);
    result.close();
  });

  test('longer than 4096 pixels is made smaller in its proportions', async () => {
    const picture = await decoded(await encoded(6000, 300, 'image/png'));
    expect([picture.width, picture.height]).toEqual([4096, 205]);
    expect(pixelAt(picture, .9, .9, picture)).toEqual([0, 0, 255]);
  });

  test('stands upright as EXIF says, large or made smaller', async () => {
    // Orientation 6 in big-endian TIFF: the camera was turned a quarter to the left.
    const exif = [0xff, 0xe1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
    for (const [width, height, wide, high] of [[64, 32, 32, 64], [4800, 320, 273, 4096]] as const) {
      const jpeg = new Uint8Array(await (await encoded(width, height, 'image/jpeg')).arrayBuffer());
      const picture = await decoded(new Blob([jpeg.slice(0, 2), new Uint8Array(exif), jpeg.slice(2)], { type: 'image/jpeg' }));
      expect([picture.width, picture.height]).toEqual([wide, high]);
      const [top, bottom, right] = [[.1, .1], [.1, .9], [.9, .5]].map(([x, y]) => pixelAt(picture, x!, y!, picture).map((byte) => Math.round(byte / 255)));
      expect([top, bottom, right]).toEqual([[0, 1, 0], [0, 0, 1], [1, 0, 0]]);
    }
  });

  test('that is cut off, damaged, empty or none is a sentence', async () => {
    const png = await encoded(200, 100, 'image/png'), bytes = new Uint8Array(await png.arrayBuffer());
    const wrong = bytes.slice().fill(0x5a, bytes.length / 2, bytes.length / 2 + 20);
    const unknown = 'cat.png is damaged, or no picture that this browser knows.';
    for (const parts of [[bytes.slice(0, bytes.length * .7)], [bytes.slice(0, -14)], [wrong], ['not a picture']]) expect(await sentence(decoded(new Blob(parts, { type: 'image/png' }), 'cat.png'))).toBe(unknown);
    expect(await sentence(decoded(new Blob([]), 'cat.png'))).toBe('cat.png is empty.');
  });
});

describe('SVG', () => {
  const svg = (attributes: string, content: string): Blob => new Blob([`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${content}</svg>`], { type: 'image/svg+xml' });

  test('its scripts do not run, and what it names is not loaded', async () => {
    const spy = new URL('/tests/support/spy-on-svg.png', location.href).href;
    const picture = await decoded(svg('viewBox="0 0 4 2" onload="document.documentElement.style.filter=\'invert(1)\'"', `
      <rect id="it" width="4" height="2" fill="#00ff00"/><image href="${spy}" x="3" width="1" height="2"/>
      <style>@import url("${spy}?style"); rect { fill: #00ff00 }</style>
      <script>document.getElementById('it').setAttribute('fill', '#ff0000'); fetch('${spy}?script')</script>`));
    expect([picture.width, picture.height]).toEqual([1024, 512]);
    expect(pixelAt(picture, .2, .5, picture)).toEqual([0, 255, 0]);
    expect(performance.getEntriesByType('resource').filter(({ name }) => name.includes('spy-on-svg'))).toEqual([]);
  });

  test.each([
    ['width="300" height="100"', 1024, 341], ['width="2in" viewBox="0 0 10 20"', 512, 1024], ['width="100%" height="100%"', 1024, 1024],
    ['width="9000" height="10"', 4096, 5], ['', 1024, 1024], ['height="-3" viewBox="0 0 0 0"', 1024, 1024], ['width="1500" height="3000"', 1500, 3000],
  ])('with %s is %i x %i', async (attributes, width, height) => {
    const picture = await decoded(svg(attributes, '<rect width="9000" height="9000" fill="#0000ff"/>'));
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(pixelAt(picture, .99, .4, picture)).toEqual([0, 0, 255]);
  });

  test('that is broken, or holds a page, is a sentence', async () => {
    expect(await sentence(decoded(new Blob(['<svg><rect</svg>']), 'a.svg'))).toBe('a.svg is damaged, or no SVG.');
    expect(await sentence(decoded(svg('width="9" height="9"', '<foreignObject width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml">hi</p></foreignObject>'), 'a.svg'))).toMatch(/^a\.svg holds a web page/);
  });
});

describe('a drawing', () => {
  const text = drawingText({ paper: '#ffee00', strokes: [{ size: .2, colour: '#0000ff', points: [.25, .5, .75, .5] }, { size: .1, colour: null, points: [.5, .5] }] });

  test('is there at once, and a longer one takes over its sheet', () => {
    const open = createDrawings(), first = open('');
    expect([first.version, first.width, pixelAt(first.picture, .5, .5, first)]).toEqual([1, SHEET_SIDE, [255, 255, 255]]);
    const sheet = first.picture;
    first.dispose();
    const next = open(text);
    expect([next.picture === sheet, next.version, next.problem]).toEqual([true, 1, '']);
    expect([[.3, .5], [.5, .5], [.3, .3]].map(([x, y]) => pixelAt(next.picture, x!, y!, next))).toEqual([[0, 0, 255], [255, 238, 0], [255, 238, 0]]);
  });

  test('of text that cannot be read is what could be', () => {
    const feed = createDrawings()(`${text}nonsense`);
    expect(feed.problem).toBe('Not all of the drawing could be read; what could be is shown.');
    expect(pixelAt(feed.picture, .3, .5, feed)).toEqual([0, 0, 255]);
  });
});

const stills = openStills(async () => stillAddresses);
const NAME = `driftloom-test-${Math.floor(performance.timeOrigin)}`;
const opened = (name = NAME) => {
  const notices = createNotices(), files = openKeptFiles(notices, name);
  return { notices, files, shelf: createShelf(files, stills, { problem: () => '', retry: () => undefined }), open: createOpenFeed({ files, stills, host: navigator }) };
};
afterAll(() => { for (const name of [NAME, `${NAME}-bare`]) indexedDB.deleteDatabase(name); });

test('a still that ships is fetched when it is asked for, and has a title and a preview', async () => {
  const { shelf, open } = opened();
  await until(() => shelf.stills.length > 0);
  expect(shelf.stills.length).toBeGreaterThan(100);
  const { still, title } = shelf.stills[0]!;
  expect([title, titleOfStill('vangogh/starry_night.jpg')]).toEqual(['Badlands 1', 'Starry night']);
  const feed = open({ from: 'still', still }), none = open({ from: 'still', still: 'landscapes/none.jpg' });
  await Promise.all([feed.seek!(0), none.seek!(0)]);
  expect([feed.version, feed.width, feed.height, feed.problem]).toEqual([1, 720, 360, '']);
  expect([none.version, none.problem]).toEqual([0, 'There is no picture landscapes/none.jpg in assets/datasets.']);
  const preview = await shelf.preview({ from: 'still', still });
  expect(preview).toMatch(/^data:image\/jpeg;base64,/);
  expect(preview!.length).toBeLessThan(20_000);
  expect(await shelf.preview({ from: 'still', still: 'landscapes/none.jpg' }).catch(() => 'none')).toBe('none');
});

describe('the shelf', () => {
  const { shelf, files, open } = opened();
  let png: Blob, gone: Feed;
  const file = (name: string, content: BlobPart, type = 'image/png'): File => new File([content], name, { type });
  beforeAll(async () => { png = await encoded(40, 20, 'image/png'); });

  test('the digest is that of the bytes, read whole or piece by piece', async () => {
    const abc = new Blob(['abc']);
    expect([await digestOf(abc), await digestOf(abc, 0)]).toEqual(Array(2).fill('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'));
    const long = new Blob([new Uint8Array(2 ** 20 + 7).fill(5)]);
    expect(await digestOf(long, 0)).toBe(await digestOf(long));
  });

  test('a file that is not kept here says so, and the same bytes mend it', async () => {
    const source = { from: 'image', file: await digestOf(png), name: 'portrait.png' } as const;
    gone = open(source);
    await gone.seek!(0);
    expect([gone.version, gone.problem]).toEqual([0, 'portrait.png is not kept in this browser; drop it on the window and it is used again.']);
    expect(await shelf.keep(file('other name.png', png))).toEqual({ ...source, name: 'other name.png' });
    await gone.seek!(0);
    expect([gone.version, gone.problem, gone.width]).toEqual([1, '', 40]);
    expect(pixelAt(gone.picture, .5, .1, gone)).toEqual([255, 0, 0]);
    expect(await shelf.preview(source)).toMatch(/^data:image\/jpeg/);
    gone.dispose();
    expect(gone.picture).toBeUndefined();
  });

  test.each([
    ['notes.txt', 'hello', 'text/plain', 'notes.txt is neither a picture nor a film.'], ['a.png', '', 'image/png', 'a.png is empty.'],
    ['a.png', 65e6, '', 'a.png has 65 MB; pictures may have 64 MB.'], ['a.jpg', 'hello', '', 'a.jpg is damaged, or no picture that this browser knows.'],
    ['a.mp4', 'hello', 'video/mp4', 'a.mp4 is damaged, or a film of a kind that this browser cannot decode.'],
  ] as const)('%s of %o is refused', async (name, content, type, why) => {
    expect(await sentence(shelf.keep(file(name, typeof content === 'number' ? new Uint8Array(content) : content, type)))).toBe(why);
    expect(files.list).toHaveLength(1);
  });

  test('two hundred files at once leave the page answering, and are kept for the next visit', async () => {
    const many = await Promise.all(Array.from({ length: 200 }, async (_, i) => {
      const canvas = paint(32, 32), sheet = canvas.getContext('2d')!;
      sheet.fillStyle = `rgb(${i} 0 90)`;
      sheet.fillRect(0, 0, 9, 9);
      return file(`picture ${i}.png`, await canvas.convertToBlob());
    }));
    const { turns, longest } = await turnsDuring(Promise.all(many.map((each) => shelf.keep(each))));
    expect(turns).toBeGreaterThan(200);
    expect(longest).toBeLessThan(500);
    expect(shelf.files.slice(0, 2).map(({ name }) => name)).toEqual(['picture 199.png', 'picture 198.png']);
    const again = opened();
    await again.files.listed;
    expect(again.shelf.files).toEqual(shelf.files);
    expect(again.shelf.files).toHaveLength(201);
    const oldest = again.shelf.files.at(-1)!, feed = again.open(oldest);
    await feed.seek!(0);
    expect([feed.problem, feed.width]).toEqual(['', 40]);
    await again.shelf.forget(oldest);
    expect([again.shelf.files.length, await again.files.bytes(oldest.file), await again.shelf.preview(oldest)]).toEqual([200, undefined, undefined]);
  });

  test('a browser that keeps nothing holds files for this visit, and says so', async () => {
    // A data base of this name that has no place for files.
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open(`${NAME}-bare`, 1);
      request.onsuccess = () => resolve(request.result.close());
      request.onerror = () => reject(new Error('no data base'));
    });
    const { shelf: bare, notices, open: openBare } = opened(`${NAME}-bare`);
    const kept = await bare.keep(file('cat.png', png));
    expect(notices.list.map(({ text }) => text)).toEqual([expect.stringMatching(/^cat\.png \(\d\.\d MB\) is held for this visit only: the browser keeps no files/)]);
    const feed = openBare(kept);
    await feed.seek!(0);
    expect([feed.version, bare.files]).toEqual([1, [kept]]);
    await bare.forget(kept);
    expect(bare.files).toEqual([]);
  });
});
