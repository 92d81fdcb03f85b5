// A shelf of sources in memory: real files, hashed and decoded, with real previews; stills are plain colours that differ, so
// that a picture can be told from its pixels.

import type { Document } from '../../src/core/document.ts';
import type { FileSource, OutsideSource } from '../../src/core/sources.ts';
import type { PanelHost, SourceShelf, Still } from '../../src/ui/host.ts';

export interface TestSources extends SourceShelf {
  readonly stills: readonly Still[];
  /** What is wrong, by piece and input; a test may say something. */
  readonly problems: Map<string, string>;
  /** What was asked for again. */
  readonly retried: string[];
  /** Stills whose preview was asked for. */
  readonly previewed: Set<string>;
  /** Kept files, by their digest. */
  readonly bytes: Map<string, Blob>;
}

const PREVIEW = 32;

/** The plain colour of a still, as sRGB bytes. */
export const stillColour = (index: number): readonly [number, number, number] => [(40 + 37 * index) % 256, (200 + 91 * index) % 256, (90 + 53 * index) % 256];

/** Glimpses of pieces: the plain colour that a still in their place would have. */
export const createTestGlimpse = (recipes: Document): PanelHost['glimpse'] => (piece) => {
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d')!;
  return {
    canvas,
    update() {
      const index = recipes.recipe.pieces.findIndex(({ id }) => id === piece);
      context.fillStyle = `rgb(${stillColour(index).join()})`;
      context.fillRect(0, 0, canvas.width, canvas.height);
      return index >= 0;
    },
    dispose: () => undefined,
  };
};

/** An address of a small picture that is painted by `paint`. */
const address = (paint: (context: CanvasRenderingContext2D) => void, width = PREVIEW, height = PREVIEW): string => {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  paint(canvas.getContext('2d')!);
  return canvas.toDataURL();
};

const hash = async (bytes: ArrayBuffer): Promise<string> =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export const createTestSources = (count = 60): TestSources => {
  const stills = Array.from({ length: count }, (_, i): Still => ({ still: `landscapes/valley-${String(i + 1).padStart(2, '0')}.jpg`, title: `Valley ${i + 1}` }));
  const previews = new Map<string, string>(), problems = new Map<string, string>(), retried: string[] = [], previewed = new Set<string>(), bytes = new Map<string, Blob>();
  let files: readonly FileSource[] = [], queue: Promise<unknown> = Promise.resolve();

  const keepNow = async (file: File): Promise<FileSource> => {
    const from = file.type.startsWith('video/') ? 'video' : 'image', key = await hash(await file.arrayBuffer());
    if (from === 'image') {
      const bitmap = await createImageBitmap(file).catch(() => { throw new Error(`${file.name} is no picture that this browser can read.`); });
      const scale = PREVIEW / Math.max(bitmap.width, bitmap.height), width = Math.max(1, Math.round(scale * bitmap.width)), height = Math.max(1, Math.round(scale * bitmap.height));
      previews.set(key, address((context) => context.drawImage(bitmap, 0, 0, width, height), width, height));
      bytes.set(key, file);
      bitmap.close();
    }
    const kept = { from, file: key, name: file.name } as const;
    files = [kept, ...files.filter(({ file: other }) => other !== key)];
    return kept;
  };
  return {
    stills, problems, retried, previewed, bytes,
    get files() { return files; },
    keep(file) {
      const done = queue.then(() => keepNow(file));
      queue = done.catch(() => undefined);
      return done;
    },
    forget(file) {
      files = files.filter((other) => other !== file);
      return Promise.resolve();
    },
    preview(source: OutsideSource) {
      if (source.from === 'image' || source.from === 'video') return Promise.resolve(previews.get(source.file));
      if (source.from !== 'still') return Promise.resolve(undefined);
      previewed.add(source.still);
      const index = stills.findIndex(({ still }) => still === source.still);
      return Promise.resolve(index < 0 ? undefined : address((context) => {
        context.fillStyle = `rgb(${stillColour(index).join()})`;
        context.fillRect(0, 0, PREVIEW, PREVIEW);
      }));
    },
    problem: (piece, input) => problems.get(`${piece}.${input}`) ?? '',
    retry(piece, input) {
      retried.push(`${piece}.${input}`);
      problems.delete(`${piece}.${input}`);
    },
  };
};
