// What flows into pieces, on the real device: chains in order, feedback, and sources from outside that come and go.

import { describe, expect, test } from 'vitest';
import picture from '../../plugins/picture/index.ts';
import type { Gpu } from '../../src/gpu/device.ts';
import { readPicture } from '../../src/gpu/read-picture.ts';
import { echoPlugin, type EchoOptions } from '../support/echo-plugin.ts';
import { canvasOf, fakeFeeds, plain } from '../support/fake-feeds.ts';
import { flatPlugin } from '../support/flat-plugin.ts';
import { withDevice } from '../support/opened-device.ts';
import { shippedWeights } from '../support/shipped-weights.ts';
import { studiosOf, type Studio } from '../support/studio.ts';

let gpu: Gpu;
withDevice((opened) => { gpu = opened; });
const openStudio = studiosOf(() => gpu);
const open = (options: EchoOptions = {}, feeds = fakeFeeds()): Studio => openStudio([echoPlugin('echo', options), flatPlugin('flat'), picture], shippedWeights, feeds.open);

const from = (piece: string, delayed = false): object => ({ from: { from: 'piece', piece, delayed } });
const webcam = { from: { from: 'webcam' } };
/** One exact frame as the viewer paints it. */
const exact = async ({ clock, engine }: Studio): Promise<void> => {
  clock.step(60);
  await engine.present();
  engine.complete();
};
const reds = async (studio: Studio, ...ids: readonly string[]): Promise<number[]> => Promise.all(ids.map(async (id) => (await studio.pixel(id))[0]!));

describe('chains', () => {
  test('show one moment all through in exact frames, whatever the order of the recipe', async () => {
    const studio = open();
    await studio.show({ pieces: [
      { id: 'c', plugin: 'echo', params: { level: 0 }, inputs: from('b') },
      { id: 'b', plugin: 'echo', params: { level: 0 }, inputs: from('a') },
      { id: 'a', plugin: 'flat' },
    ] });
    // The alpha of `a` is the time: a moment late would be another number.
    studio.clock.seek(4);
    for (let frame = 0; frame < 3; frame++) {
      studio.clock.seek(4 * 2 ** frame);
      studio.engine.complete();
      const alphas = await Promise.all(['a', 'b', 'c'].map(async (id) => (await studio.pixel(id))[3]));
      expect(alphas).toEqual([4, 2, 1].map((x) => x * 2 ** frame));
    }
  });

  test('what feeds a piece repaints it in live frames, while time stands still, too', async () => {
    const studio = open();
    const show = (level: number): Promise<unknown> => studio.show({ pieces: [{ id: 'b', plugin: 'echo', params: { level: 0 }, inputs: from('a') }, { id: 'a', plugin: 'flat', params: { level } }] });
    studio.clock.pause();
    await show(.5);
    for (let i = 0; i < 2; i++) studio.live();
    expect(await reds(studio, 'a', 'b')).toEqual([.5, .25]);
    await show(1);
    for (let i = 0; i < 2; i++) studio.live();
    expect(await reds(studio, 'a', 'b')).toEqual([1, .5]);
    const { count } = studio.piece('b').picture!;
    for (let i = 0; i < 3; i++) studio.live();
    expect(studio.piece('b').picture!.count).toBe(count);
  });

  test('a change of what flows in makes no new instance, and going back to nothing is seen', async () => {
    const seen: string[] = [], studio = open({ seen });
    const show = (inputs: object): Promise<unknown> => studio.show({ pieces: [{ id: 'a', plugin: 'flat', size: [16, 4] }, { id: 'b', plugin: 'echo', inputs }] });
    await show({});
    const { build } = studio.piece('b');
    await exact(studio);
    await show(from('a'));
    await exact(studio);
    await show({});
    await exact(studio);
    // The first is the proof of the new instance.
    expect(seen).toEqual(['16 x 16', 'nothing', '16 x 4', 'nothing']);
    expect(studio.piece('b').build).toBe(build);
  });

  test('a feeding piece of another size, its old textures gone, is no error while a job waits', async () => {
    const studio = open({ pauses: 4 });
    const show = (side: number): Promise<unknown> => studio.show({ pieces: [{ id: 'a', plugin: 'flat', size: [side, side] }, { id: 'b', plugin: 'echo', inputs: from('a') }, { id: 'c', plugin: 'echo', inputs: from('b') }], budget: { milliseconds: .5 } });
    for (const side of [8, 16, 4, 32]) {
      await show(side);
      for (let i = 0; i < 8; i++) studio.live();
    }
    await gpu.device.queue.onSubmittedWorkDone();
    expect(studio.engine.pieces.map(({ state }) => state)).toEqual(['running', 'running', 'running']);
    expect(studio.notices.list).toEqual([]);
  });
});

describe('feedback', () => {
  const itself = { pieces: [{ id: 'a', plugin: 'echo', inputs: from('a', true) }] };
  const loop = { pieces: [{ id: 'a', plugin: 'echo', inputs: from('b', true) }, { id: 'b', plugin: 'echo', params: { level: 0 }, inputs: from('a') }] };

  test('a piece sees its own frame before, once a frame however often that is painted', async () => {
    const studio = open();
    await studio.show(itself);
    for (const wanted of [.25, .375, .4375, .46875]) {
      await exact(studio);
      for (let again = 0; again < 3; again++) {
        studio.piece('a').restart();
        studio.engine.complete();
      }
      expect(await reds(studio, 'a')).toEqual([wanted]);
    }
  });

  test('a circle goes on by one round a frame, the same in every run', async () => {
    const runs: Float32Array[] = [];
    for (let run = 0; run < 2; run++) {
      const studio = open();
      await studio.show(loop);
      for (const [a, b] of [[.25, .125], [.3125, .15625], [.328125, .1640625]] as const) {
        await exact(studio);
        studio.engine.complete();
        expect(await reds(studio, 'a', 'b')).toEqual([a, b]);
      }
      runs.push(await studio.read('a'), await studio.read('b'));
    }
    expect([runs[2], runs[3]]).toEqual([runs[0], runs[1]]);
  });

  test('goes on in live frames', async () => {
    const studio = open();
    await studio.show(loop);
    for (let frame = 0; frame < 40; frame++) studio.live();
    expect((await reds(studio, 'a'))[0]).toBeCloseTo(1 / 3, 2);
  });
});

describe('from outside', () => {
  /** Every byte at least once. */
  const noise = (width: number, height: number): OffscreenCanvas => canvasOf(width, height, (x, y) => [(7 * x + 31 * y) % 256, (x * y + 3) % 256, (255 - x - y * width) & 255, 255]);

  test('a picture arrives pixel by pixel, through one piece and through two', async () => {
    const source = noise(61, 37), feeds = fakeFeeds(() => source), studio = open({}, feeds);
    await studio.show({ pieces: [{ id: 'a', plugin: 'picture', size: [61, 37], inputs: { picture: { from: 'still', still: 'x/y.png' } } }, { id: 'b', plugin: 'picture', size: [61, 37], params: { fit: 'stretch' }, inputs: { picture: { from: 'piece', piece: 'a' } } }] });
    await exact(studio);
    const wanted = source.getContext('2d')!.getImageData(0, 0, 61, 37).data;
    for (const id of ['a', 'b']) expect(await readPicture(gpu.device, studio.piece(id).picture!)).toEqual(wanted);
  });

  test('what is transparent lies on white, and what is too large is made smaller', async () => {
    const seen: string[] = [], feeds = fakeFeeds(), studio = open({ seen }, feeds);
    await studio.show({ pieces: [{ id: 'a', plugin: 'echo', params: { level: 0 }, inputs: webcam }] });
    feeds.feeds.get('webcam')!.show(canvasOf(4, 4, () => [0, 0, 0, 0]));
    await exact(studio);
    expect(await studio.pixel('a')).toEqual([.5, .5, .5, .5]);
    const { maxTextureDimension2D: largest } = gpu.device.limits;
    for (const width of [5000, largest + 808]) {
      feeds.feeds.get('webcam')!.show(canvasOf(width, 2, () => [255, 0, 0, 255]));
      await exact(studio);
      expect((await studio.pixel('a')).slice(0, 3)).toEqual([.5, 0, 0]);
    }
    expect(seen.slice(1)).toEqual(['4 x 4', '4096 x 2', '4096 x 1']);
  });

  test('a source is opened once for all who name it, stays open through rebuilds, and is closed with the last', async () => {
    const feeds = fakeFeeds(() => plain(255)), studio = open({}, feeds);
    await studio.show({ pieces: [] });
    const before = [gpu.audit.textures, gpu.audit.buffers];
    const file = (name: string): object => ({ from: { from: 'image', file: '7'.repeat(64), name } });
    for (const built of [0, 1]) {
      await studio.show({ pieces: [{ id: 'a', plugin: 'echo', params: { built }, inputs: file('one.png') }, { id: 'b', plugin: 'echo', inputs: file('two.png') }] });
      await exact(studio);
    }
    await studio.show({ pieces: [{ id: 'b', plugin: 'echo', inputs: file('two.png') }] });
    expect(await reds(studio, 'b')).toEqual([.75]);
    expect(feeds.calls).toEqual([`open image ${'7'.repeat(64)}`]);
    await studio.show({ pieces: [] });
    expect(feeds.calls).toEqual([`open image ${'7'.repeat(64)}`, `close image ${'7'.repeat(64)}`]);
    studio.live();
    expect([gpu.audit.textures, gpu.audit.buffers]).toEqual(before);
  });

  test('a source that dies leaves its last picture and a notice, which goes when it comes back', async () => {
    const feeds = fakeFeeds(() => plain(255)), studio = open({}, feeds);
    await studio.show({ pieces: [{ id: 'a', plugin: 'echo', inputs: webcam }] });
    studio.live();
    const feed = feeds.feeds.get('webcam')!;
    feed.problem = 'The camera was unplugged.';
    feed.picture = undefined;
    feed.version++;
    for (let i = 0; i < 3; i++) studio.live();
    expect(await reds(studio, 'a')).toEqual([.75]);
    expect(studio.notices.list.map(({ text }) => text)).toEqual(['a goes on with the last picture of its input source. The camera was unplugged.']);
    expect(studio.engine.inputs.problem('a', 'from')).toBe('The camera was unplugged.');
    studio.engine.inputs.retry('a', 'from');
    feeds.feeds.get('webcam')!.show(plain(0));
    studio.live();
    expect(await reds(studio, 'a')).toEqual([.25]);
    expect([studio.notices.list, studio.engine.inputs.problem('a', 'from')]).toEqual([[], '']);
    expect(feeds.calls).toEqual(['open webcam', 'close webcam', 'open webcam']);
  });

  test('a source that cannot be copied, or never was, says so; its notice goes with the connection', async () => {
    const feeds = fakeFeeds(() => plain(255)), studio = open({}, feeds);
    await studio.show({ pieces: [{ id: 'a', plugin: 'echo', inputs: webcam }] });
    studio.live();
    const feed = feeds.feeds.get('webcam')!;
    feed.show(plain(0));
    feed.width = 900;
    studio.live();
    expect(await reds(studio, 'a')).toEqual([.75]);
    expect(studio.notices.list[0]!.text).toMatch(/^a goes on with the last picture of its input source\. Its picture cannot be copied to the graphics device: .+\.$/);
    await studio.show({ pieces: [{ id: 'a', plugin: 'echo' }] });
    expect(studio.notices.list).toEqual([]);
  });

  test('a drawing that grows keeps its textures, and its last picture until the next is there', async () => {
    const feeds = fakeFeeds((source) => (source.from === 'drawing' && source.drawing !== 'late' ? plain(source.drawing.length) : undefined)), studio = open({}, feeds);
    const draw = async (drawing: string): Promise<number> => {
      await studio.show({ pieces: [{ id: 'a', plugin: 'echo', params: { level: 0 }, inputs: { from: { from: 'drawing', drawing } } }] });
      studio.live();
      return (await reds(studio, 'a'))[0]!;
    };
    const first = await draw('strokes'), { textures } = gpu.audit;
    const second = await draw('more strokes');
    expect(second).toBeGreaterThan(first);
    expect(await draw('late')).toBe(second);
    expect(gpu.audit.textures).toBe(textures);
    expect(feeds.calls).toEqual(['open drawing strokes', 'close drawing strokes', 'open drawing more strokes', 'close drawing more strokes', 'open drawing late']);
  });

  test('a film is at the time of exact frames, follows live ones, and nothing is read back', async () => {
    const feeds = fakeFeeds(), studio = open({}, feeds), followed: (number | boolean)[][] = [];
    await studio.show({ pieces: [{ id: 'a', plugin: 'echo', params: { level: 0 }, inputs: { from: { from: 'video', file: '3'.repeat(64), name: 'film.mp4' } } }] });
    const film = feeds.feeds.get(`video ${'3'.repeat(64)}`)!, { readbacks } = gpu.audit;
    film.seek = async (time) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      film.show(time < 1 ? plain(0) : plain(255));
    };
    film.follow = (...at) => void followed.push(at);
    await exact(studio);
    studio.clock.seek(1);
    await exact(studio);
    for (let i = 0; i < 3; i++) {
      film.show(plain(255));
      studio.live();
    }
    await gpu.device.queue.onSubmittedWorkDone();
    expect(gpu.audit.readbacks).toBe(readbacks);
    expect(await reds(studio, 'a')).toEqual([.5]);
    expect(followed).toHaveLength(3);
    expect(followed[2]).toEqual([studio.clock.time, true]);
  });

  test('samples of a piece see what the piece sees', async () => {
    const studio = open({}, fakeFeeds(() => plain(255)));
    await studio.show({ pieces: [{ id: 'a', plugin: 'echo', inputs: webcam }] });
    studio.live();
    const painting = studio.engine.samples.pictures('a', 'z', [[0], [1]], 4);
    let pictures: Float32Array | undefined;
    void painting.then((done) => { pictures = done; });
    for (let i = 0; i < 60 && !pictures; i++) {
      studio.live();
      await gpu.device.queue.onSubmittedWorkDone();
    }
    expect(new Set(await painting)).toEqual(new Set([.75]));
  });
});
