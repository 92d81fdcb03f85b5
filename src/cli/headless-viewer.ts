// The viewer in a headless Chromium, served from this folder and driven through `window.driftloom`. Knows no command.

import type { JSHandle, Page } from 'playwright-core';
import { encodeLink } from '../core/link.ts';
import { emptyRecipe } from '../core/recipe.ts';
import { EngineError, reason } from '../core/errors.ts';
import type { PrintOptions } from '../printing.ts';
import type { RecordOptions } from '../record/plan.ts';
import type { RecordState } from '../record/recorder.ts';
import type {} from '../scripting.ts';
import { withServedPage } from './served-page.ts';

export interface Picture { readonly width: number; readonly height: number; readonly data: Uint8Array }

export interface HeadlessViewer {
  /** Puts a recipe in place of what is shown; answers what could not be used. */
  load(recipe: unknown): Promise<string[]>;
  /** Advances by exact frames; 0 paints the present moment. Answers the notices on show; rejects where a piece has failed. */
  step(frames: number, fps: number): Promise<readonly string[]>;
  /** The scene as a PNG file. */
  still(width: number, height: number): Promise<Uint8Array>;
  /** A piece's own texture, RGBA of 8 bits, sRGB. */
  picture(piece: string): Promise<Picture>;
  /** A print as a PNG file's bytes, in order; `progress` takes 0..1. */
  print(options: PrintOptions, progress: (share: number) => void): Promise<AsyncIterable<Uint8Array>>;
  /** A film by the page's recorder, `audio` the path of a file with sound; it tells how far it is; rejects with a sentence where it cannot be made whole. */
  film(options: Omit<RecordOptions, 'audio'> & { readonly audio?: string }, progress: (state: RecordState) => void): Promise<AsyncIterable<Uint8Array>>;
  close(): Promise<void>;
}

/** Bytes that cross from the page at a time. */
const CHUNK = 2 ** 23;
/** Milliseconds from one look at how far a film is to the next. */
const WATCH = 1000;

/** A blob's bytes, some at a time; it is let go at the end. */
async function* streamBlob(page: Page, blob: JSHandle<Blob>): AsyncGenerator<Uint8Array> {
  const size = await blob.evaluate((whole) => whole.size);
  for (let from = 0; from < size; from += CHUNK) {
    const text = await page.evaluate(([whole, start, end]) => new Promise<string>((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve((reader.result as string).split(',')[1] ?? '');
      reader.onerror = () => reject(new Error('The picture could not be read from the page.'));
      reader.readAsDataURL(whole.slice(start, end));
    }), [blob, from, from + CHUNK] as const);
    yield Buffer.from(text, 'base64');
  }
  await blob.dispose();
}

const readBlob = async (page: Page, blob: JSHandle<Blob>): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of streamBlob(page, blob)) chunks.push(chunk);
  return Buffer.concat(chunks);
};

/** What went wrong in the page as the sentence that it says there. */
const inWords = (error: unknown): never => {
  throw new EngineError('gpu', reason(error).replace(/^[\w.]+: (?:\w*Error: )?/, ''));
};

/** Opens the viewer paused and empty, on a window of `width` x `height` CSS pixels. */
export const openHeadless = (setting: { readonly width: number; readonly height: number; readonly gpu: boolean }): Promise<HeadlessViewer> =>
  withServedPage({ name: 'render', port: 5400, ...setting }, async ({ page, address, faults, close }) => {
    page.setDefaultTimeout(120_000);
    let told: (share: number) => void = () => undefined;
    await page.exposeFunction('tellShare', (share: number) => told(share));
    await page.goto(`${address}?headless${encodeLink({ ...emptyRecipe(), pieces: [] })}`);
    await page.waitForFunction(() => 'driftloom' in window).catch(() => { throw new Error(`The viewer did not start: ${faults[0] ?? 'it said nothing'}.`); });
    await page.evaluate(() => window.driftloom.ready);

    return {
      close,
      load: (recipe) => page.evaluate((raw) => window.driftloom.load(raw), recipe),
      async step(frames, fps) {
        const { failed, notices } = await page.evaluate(async ([count, rate]) => {
          await window.driftloom.step(count, rate);
          const stats = window.driftloom.stats();
          return { failed: stats.pieces.some(({ state }) => state === 'failed'), notices: stats.notices };
        }, [frames, fps] as const);
        if (failed) throw new EngineError('plugin-failed', notices.join(' '));
        return notices;
      },
      still: async (w, h) => readBlob(page, await page.evaluateHandle((size) => window.driftloom.still(size), { width: w, height: h })),
      async print(options, progress) {
        told = progress;
        const blob = await page.evaluateHandle((wanted) => window.driftloom.print(wanted, (share) => (window as unknown as { tellShare(share: number): void }).tellShare(share)), options).catch(inWords);
        return streamBlob(page, blob);
      },
      async film({ audio, ...options }, progress) {
        const chooser = await page.evaluateHandle(() => Object.assign(document.createElement('input'), { type: 'file' }));
        if (audio !== undefined) await chooser.setInputFiles(audio);
        const watch = setInterval(() => void page.evaluate(() => window.driftloom.recorder.state).then(progress).catch(() => undefined), WATCH);
        const made = await page.evaluateHandle(([wanted, { files }]) => window.driftloom.record({ ...wanted, ...(files?.[0] ? { audio: files[0] } : {}) }), [options, chooser] as const).catch(inWords).finally(() => clearInterval(watch));
        const { end, why, whole } = await made.evaluate((recorded) => ({ end: recorded.end, why: recorded.why, whole: recorded.file !== undefined }));
        if (end !== 'whole' || !whole) throw new EngineError('gpu', `The film was not made: ${why || 'the recorder was stopped'}`);
        return streamBlob(page, await made.evaluateHandle(({ file }) => file!));
      },
      async picture(piece) {
        const image = await page.evaluateHandle((id) => window.driftloom.picture(id), piece);
        const size = await image.evaluate(({ width: w, height: h }) => ({ width: w, height: h }));
        const blob = await image.evaluateHandle(({ data }) => new Blob([data]));
        await image.dispose();
        return { ...size, data: await readBlob(page, blob) };
      },
    };
  });
