// Downloads from a server that can be slow, silent, short or wrong.

import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { EngineError } from '../../src/core/errors.ts';
import { createDownloads, type DownloadOptions } from '../../src/downloads.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

type Shown = readonly [text: string | undefined, fraction: number];
interface Opened {
  load(path?: string): Promise<Uint8Array>;
  readonly shown: readonly Shown[];
  /** Resolves when something was shown that is as `wanted`. */
  until(wanted: (...shown: Shown) => boolean): Promise<void>;
}

const FILE = 'some/file.safetensors', OTHER = 'some/other.safetensors';

/** A loader of two files from a server that answers as `listener` does. What takes any time at all is shown unless `options` say otherwise. */
const open = async (listener: RequestListener, options: Partial<DownloadOptions> = {}): Promise<Opened> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  const host = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const shown: Shown[] = [];
  let heard = (): void => undefined;
  const load = createDownloads({
    addresses: new Map([FILE, OTHER].map((path) => [path, host + path])),
    show(text, fraction) {
      shown.push([text, fraction]);
      heard();
    },
    quiet: 0, ...options,
  });
  return {
    shown,
    load: (path = FILE) => load(path),
    until: (wanted) => new Promise((done) => {
      heard = () => { if (shown.some((one) => wanted(...one))) done(); };
      heard();
    }),
  };
};

const content = Uint8Array.from({ length: 300_000 }, (_, i) => i * 7);

test('the bytes come whole, and a quick download is not spoken of', async () => {
  const { load, shown } = await open((_, response) => response.end(content), { quiet: 60_000 });
  expect(Buffer.from(await load()).equals(content)).toBe(true);
  expect(shown).toEqual([]);
});

test('one that takes longer is shown with its name and share until it is there', async () => {
  let rest: ServerResponse | undefined;
  const { load, shown, until } = await open((_, response) => {
    rest = response.writeHead(200, { 'content-length': content.length });
    rest.write(content.subarray(0, 150_000));
  });
  const loading = load();
  await until((_, fraction) => fraction === .5);
  expect(shown.at(-1)).toEqual([expect.stringMatching(/^Fetching some\/file, 0\.[12] of 0\.3 MB$/), .5]);
  rest!.end(content.subarray(150_000));
  expect(Buffer.from(await loading).equals(content)).toBe(true);
  expect(shown.at(-1)).toEqual([undefined, 0]);
});

test('a length that nobody told is not made up', async () => {
  let rest: ServerResponse | undefined;
  const { load, shown, until } = await open((_, response) => void (rest = response).write(content));
  const loading = load();
  await until((text) => text === 'Fetching some/file, 0.3 MB');
  rest!.end();
  await loading;
  expect(shown.every(([text, fraction]) => fraction === 0 && !text?.includes(' of '))).toBe(true);
});

test('one that is slow but comes is waited for, however long', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    let rest: ServerResponse | undefined;
    const { load, until } = await open((_, response) => {
      rest = response.writeHead(200, { 'content-length': 300_000 });
      rest.write(content.subarray(0, 100_000));
    }, { patience: 1000 });
    const loading = load();
    vi.advanceTimersByTime(1);
    for (const share of [1, 2]) {
      await until((_, fraction) => fraction === share / 3);
      vi.advanceTimersByTime(900);
      rest!.write(content.subarray(share * 100_000, (share + 1) * 100_000));
    }
    rest!.end();
    expect(Buffer.from(await loading).equals(content)).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('several at once are shown as one', async () => {
  const rest = new Map<string, ServerResponse>();
  const { load, shown, until } = await open((request, response) => {
    rest.set(request.url!, response.writeHead(200, { 'content-length': 100_000 }));
    response.write(content.subarray(0, 50_000));
  });
  const both = [load(FILE), load(OTHER)];
  await until((text, fraction) => text === 'Fetching 2 weights files, 0.1 of 0.2 MB' && fraction === .5);
  rest.get(`/${FILE}`)!.end(content.subarray(0, 50_000));
  await both[0];
  expect(shown.at(-1)).toEqual([expect.stringMatching(/^Fetching some\/other, 0\.\d of 0\.1 MB$/), .5]);
  rest.get(`/${OTHER}`)!.end(content.subarray(0, 50_000));
  await both[1];
  expect(shown.at(-1)![0]).toBeUndefined();
});

const someOf = (response: ServerResponse, then?: () => void): void => {
  response.writeHead(200, { 'content-length': content.length });
  response.write(content.subarray(0, 1000), then);
};
const impatient = { patience: 60 };

test.each<[string, RequestListener, RegExp, Partial<DownloadOptions>?]>([
  ['a file that is missing', (_, response) => response.writeHead(404).end(), /the server answered 404\.$/],
  ['a server that fails', (_, response) => response.writeHead(500).end('oh'), /the server answered 500\.$/],
  ['a page in its place', (_, response) => response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html>'), /the server answered with a page\.$/],
  ['a connection that breaks', (_, response) => someOf(response, () => response.destroy()), /the network failed \(.+\)\.$/],
  ['a server that says nothing', () => undefined, /nothing came for \d+ seconds\.$/, impatient],
  ['a server that stops in the middle', (_, response) => someOf(response), /nothing came for \d+ seconds\.$/, impatient],
])('%s is one sentence that names the file', async (_, listener, message, options) => {
  const { load, shown } = await open(listener, options);
  const error: unknown = await load().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineError);
  expect((error as EngineError).message).toMatch(/^assets\/some\/file\.safetensors cannot be read: [^\n]+$/);
  expect((error as EngineError).message).toMatch(message);
  // Nothing stays on the screen.
  expect(shown.at(-1)?.[0]).toBeUndefined();
});

test('a server that cannot be reached', async () => {
  const load = createDownloads({ addresses: new Map([[FILE, 'http://localhost:1/file']]), show: () => undefined });
  await expect(load(FILE)).rejects.toThrow(/^assets\/some\/file\.safetensors cannot be read: the network failed \(.+\)\.$/);
});

test('a path that has no address', async () => {
  const { load } = await open(() => undefined);
  await expect(load('gone/away.safetensors')).rejects.toThrow('assets/gone/away.safetensors cannot be read: there is no such file.');
});
