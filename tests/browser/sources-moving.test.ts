// Films, cameras and screens from outside: a generated film decoded to the frame, and the browser's own test camera.

import { beforeAll, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Feed } from '../../src/engine/feeds.ts';
import { createCamera, type CameraHost } from '../../src/sources/camera.ts';
import { filmFeed } from '../../src/sources/film-feed.ts';
import { placeOf, wayTo } from '../../src/sources/film-time.ts';
import { openKeptFiles } from '../../src/sources/kept-files.ts';
import { createShelf } from '../../src/sources/shelf.ts';
import { openStills } from '../../src/sources/stills.ts';
import { createNotices } from '../../src/core/notices.ts';
import { pixelAt, until } from '../support/feed-pixels.ts';
import { FPS, frameOf, FRAMES, HEIGHT, numberedFilm, WIDTH } from '../support/numbered-film.ts';

const numberOf = ({ picture, width, height }: Feed): number => (picture ? frameOf(pixelAt(picture, .5, .5, { width, height })) : -1);

test('a film goes round and round, and the shorter way is found', () => {
  expect([placeOf(5.5, 2), placeOf(-.5, 2), placeOf(3, 0), placeOf(3, Infinity)]).toEqual([1.5, 1.5, 0, 0]);
  expect([wayTo(1.9, .1, 2), wayTo(.1, 1.9, 2), wayTo(.5, 1, 2), wayTo(1, 4, 0)].map((way) => Math.round(way * 1e6) / 1e6)).toEqual([.2, -.2, .5, 3]);
});

describe('a film', () => {
  let film: Blob;
  beforeAll(async () => { film = await numberedFilm(); });

  test('shows exactly the frame of a time, forwards, backwards, and round again', async () => {
    const feed = filmFeed(film, 'a.webm');
    const order = [0, 1, 2, 3, 4, 5, 19, 7, 6, 6, 13, 18, 0, 10, 11, FRAMES + 4, 3 * FRAMES + 9], seen: number[] = [];
    for (const frame of order) {
      await feed.seek!(frame / FPS);
      seen.push(numberOf(feed));
    }
    expect(seen).toEqual(order.map((frame) => frame % FRAMES));
    await feed.seek!(7.99 / FPS);
    expect([numberOf(feed), feed.width, feed.height, feed.problem, feed.version]).toEqual([7, WIDTH, HEIGHT, '', order.length + 1]);
    feed.dispose();
    expect(feed.picture).toBeUndefined();
  });

  test('plays with the clock, stands still with it, and keeps an exact frame while it stands there', async () => {
    const feed = filmFeed(film, 'a.webm');
    let time = 1.2, playing = false;
    const frame = (): void => {
      time += playing ? .01 : 0;
      feed.follow!(time, playing);
    };
    await until(() => { frame(); return feed.version > 0 && numberOf(feed) === 12; }, () => numberOf(feed));
    const still = feed.version;
    for (let i = 0; i < 20; i++) await until(() => { frame(); return true; });
    expect(feed.version).toBe(still);
    await feed.seek!(.3);
    time = .3;
    frame();
    expect([numberOf(feed), feed.picture instanceof HTMLVideoElement]).toEqual([3, false]);
    playing = true;
    const seen = new Set<number>();
    await until(() => {
      frame();
      if (feed.picture instanceof HTMLVideoElement) seen.add(numberOf(feed));
      return seen.size > 5;
    }, () => [...seen].join());
    playing = false;
    time = 1.75;
    await until(() => { frame(); return numberOf(feed) === 17; }, () => numberOf(feed));
    feed.dispose();
  });

  test('that is damaged says so and keeps the last picture; one that is none shows nothing', async () => {
    // The mark of VP8's whole frames, destroyed in the second.
    const bytes = new Uint8Array(await film.arrayBuffer()), marks = [...bytes.keys()].filter((i) => bytes[i] === 0x9d && bytes[i + 1] === 1 && bytes[i + 2] === 0x2a);
    const feed = filmFeed(new Blob([bytes.slice().fill(0x5a, marks[1]! - 3, marks[1]! + 30)]), 'a.webm');
    await feed.seek!(0);
    expect([feed.problem, numberOf(feed)]).toEqual(['', 0]);
    const shown: number[] = [], said: string[] = [];
    for (let frame = 1; frame < FRAMES; frame++) {
      await feed.seek!(frame / FPS);
      shown.push(numberOf(feed));
      said.push(feed.problem);
    }
    expect(said).toContain('a.webm is damaged at 1.0 seconds.');
    // What was last seen stays, and it goes on behind the damage.
    expect([shown[2], shown[9]! < 8, shown[18], said[2], said[18]]).toEqual([3, true, 19, '', '']);
    feed.dispose();

    const none = filmFeed(new Blob(['junk'.repeat(999)]), 'b.mp4');
    await none.seek!(1);
    expect([none.problem, none.picture]).toEqual(['b.mp4 is damaged, or a film of a kind that this browser cannot decode.', undefined]);
    await until(() => { none.follow!(2, true); return none.problem.endsWith('cannot play.'); });
    none.dispose();
  });

  test('is kept on the shelf with a picture of its beginning', async () => {
    const files = openKeptFiles(createNotices(), `driftloom-film-${Math.floor(performance.timeOrigin)}`);
    const shelf = createShelf(files, openStills(async () => new Map()), { problem: () => '', retry: () => undefined });
    const kept = await shelf.keep(new File([film], 'a.webm', { type: 'video/webm' }));
    expect(kept).toMatchObject({ from: 'video', name: 'a.webm' });
    expect(await shelf.preview(kept)).toMatch(/^data:image\/jpeg/);
    await shelf.forget(kept);
  });
});

describe('camera and screen', () => {
  const host = (active: boolean, more: Partial<CameraHost> = {}): CameraHost =>
    ({ mediaDevices: navigator.mediaDevices, permissions: navigator.permissions, userActivation: { isActive: active, hasBeenActive: active }, ...more });
  /** Cameras as a frame of the page has them that may use none. */
  const refusing = async (): Promise<Navigator> => {
    const frame = document.createElement('iframe');
    frame.allow = "camera 'none'; display-capture 'none'";
    frame.srcdoc = '<p>Nothing is allowed here.</p>';
    await new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
    return frame.contentWindow!.navigator;
  };

  test('a camera that was allowed before starts by itself, follows the clock, and says when it is gone', async () => {
    const open = createCamera('webcam', host(false)), feed = open(), other = open();
    await until(() => { feed.follow!(0, false); return feed.version > 0; }, () => feed.problem);
    expect([feed.problem, feed.width > 0, feed.picture === other.picture]).toEqual(['', true, true]);
    const standing = feed.version;
    await until(() => { feed.follow!(0, false); other.follow!(0, true); return other.version > standing + 2; });
    expect(feed.version).toBe(standing);
    await feed.seek!(1);
    expect(feed.version).toBeGreaterThan(standing);

    const [track] = ((feed.picture as HTMLVideoElement).srcObject as MediaStream).getVideoTracks();
    track!.stop();
    track!.dispatchEvent(new Event('ended'));
    expect([feed.problem, feed.picture]).toEqual(['The camera was unplugged, or taken back; "Allow" starts it again.', undefined]);
    // The engine's retry.
    feed.dispose();
    const again = open();
    await until(() => { again.follow!(0, false); return again.version > 0; }, () => again.problem);
    expect(again.problem).toBe('');
    const { srcObject } = again.picture as HTMLVideoElement;
    again.dispose();
    other.dispose();
    await until(() => (srcObject as MediaStream).getTracks().every(({ readyState }) => readyState === 'ended'));
  });

  test('neither asks without a click', async () => {
    const { permissions } = await refusing();
    for (const [kind, waits] of [['webcam', 'The camera waits for a click on "Allow".'], ['screen', 'The screen waits for a click on "Allow".']] as const) {
      const feed = createCamera(kind, host(false, { permissions }))();
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect([feed.problem, feed.version]).toEqual([waits, 0]);
      feed.dispose();
    }
  });

  test('refused, missing or unknown, they say so', async () => {
    const { mediaDevices } = await refusing();
    const missing = { getUserMedia: () => navigator.mediaDevices.getUserMedia({ video: { deviceId: { exact: 'none of them' } } }) } as unknown as MediaDevices;
    const told = async (kind: 'webcam' | 'screen', more: Pick<CameraHost, 'mediaDevices'>): Promise<string> => {
      const feed = createCamera(kind, host(true, more))();
      await until(() => !feed.problem.startsWith('The browser asks'));
      feed.dispose();
      return feed.problem;
    };
    expect(await told('webcam', { mediaDevices })).toBe('The camera was refused; let this page have it in the browser, then click "Allow".');
    expect(await told('screen', { mediaDevices })).toBe('The screen was refused; "Allow" asks again.');
    expect(await told('webcam', { mediaDevices: missing })).toBe('No camera was found; plug one in, then click "Allow".');
    expect(await told('webcam', { mediaDevices: undefined })).toBe('No camera can be used here.');
  });

  test('a screen is shown after a click', async () => {
    const open = createCamera('screen', navigator), button = document.createElement('button');
    let feed: Feed | undefined;
    button.textContent = 'Allow';
    button.onclick = () => { feed = open(); };
    document.body.append(button);
    await userEvent.click(button);
    await until(() => { feed!.follow!(0, true); return feed!.version > 0; }, () => feed!.problem);
    expect([feed!.problem, feed!.width > 0]).toEqual(['', true]);
    feed!.dispose();
  });
});
