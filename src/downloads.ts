// Weights files over the network: fetched whole, told while they take longer than a moment, given up when nothing comes
// any more. What is in them is read elsewhere.

import { weightsUnreadable, reason } from './core/errors.ts';
import { weightsPath, type LoadWeights } from './engine/weights.ts';

export interface DownloadOptions {
  /** Addresses by path under assets/. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Told what is under way and its share of 0..1, again and again; then `undefined`. */
  readonly show: (text: string | undefined, fraction: number) => void;
  /** Milliseconds before a download is spoken of, and without a byte before it is given up. */
  readonly quiet?: number;
  readonly patience?: number;
}

interface Download { readonly path: string; loaded: number; total: number; told: boolean }

/** No weights file is as large; one that is, is not ours. */
const MOST_BYTES = 2 ** 28;

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Reads a body to its end, `heard` told after every piece. */
const readWhole = async (body: ReadableStream<Uint8Array>, heard: (loaded: number) => void): Promise<Uint8Array> => {
  const parts: Uint8Array[] = [];
  let loaded = 0;
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    parts.push(piece.value);
    loaded += piece.value.byteLength;
    if (loaded > MOST_BYTES) {
      void reader.cancel();
      throw new Error(`it is longer than ${megabytes(MOST_BYTES)} MB`);
    }
    heard(loaded);
  }
  const whole = new Uint8Array(loaded);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
};

/** A loader for the page. It rejects with an `EngineError` that names the file. */
export const createDownloads = ({ addresses, show, quiet = 400, patience = 30_000 }: DownloadOptions): LoadWeights => {
  const running = new Set<Download>();
  const tell = (): void => {
    const told = [...running].filter((download) => download.told);
    const loaded = told.reduce((sum, download) => sum + download.loaded, 0), total = told.reduce((sum, download) => sum + download.total, 0);
    const what = told.length === 1 ? told[0]!.path.replace(/\.safetensors$/, '') : `${told.length} weights files`;
    show(told.length > 0 ? `Fetching ${what}, ${megabytes(loaded)}${total > 0 ? ` of ${megabytes(total)}` : ''} MB` : undefined, total > 0 ? Math.min(1, loaded / total) : 0);
  };

  return async (path) => {
    const fail = (why: string): never => { throw weightsUnreadable(why, weightsPath(path)); };
    const address = addresses.get(path) ?? fail('there is no such file');
    const download: Download = { path, loaded: 0, total: 0, told: false };
    const stop = new AbortController();
    const giveUp = (): void => stop.abort(new Error(`nothing came for ${Math.round(patience / 1000)} seconds`));
    let waiting = setTimeout(giveUp, patience);
    const speaking = setTimeout(() => {
      download.told = true;
      tell();
    }, quiet);
    running.add(download);
    try {
      const response = await fetch(address, { signal: stop.signal });
      // Some hosts answer whatever they do not have with their front page.
      const page = response.headers.get('content-type')?.startsWith('text/html') ?? false;
      if (!response.ok || page || !response.body) throw new Error(page ? 'the server answered with a page' : `the server answered ${response.status}`);
      // The length of what is sent compressed is not the file's.
      download.total = response.headers.has('content-encoding') ? 0 : Number(response.headers.get('content-length') ?? 0);
      return await readWhole(response.body, (loaded) => {
        clearTimeout(waiting);
        waiting = setTimeout(giveUp, patience);
        download.loaded = loaded;
        if (download.told) tell();
      });
    } catch (error) {
      return fail(error instanceof TypeError ? `the network failed (${reason(error)})` : reason(error));
    } finally {
      stop.abort();
      clearTimeout(waiting);
      clearTimeout(speaking);
      running.delete(download);
      if (download.told) tell();
    }
  };
};
