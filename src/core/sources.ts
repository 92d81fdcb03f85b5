// Where an input's picture comes from, as the recipe stores it: another piece, or something from outside. Inert data; the
// engine orders pieces by it, and `src/sources` opens what lies outside.

import { shown } from './params.ts';

/** A file that a person brought: kept in the browser under its content, so that a recipe can name it. */
export interface FileSource {
  readonly from: 'image' | 'video';
  /** Hexadecimal SHA-256 of the bytes. */
  readonly file: string;
  /** As the person's disk calls it; for people only. */
  readonly name: string;
}

export type OutsideSource =
  | FileSource
  /** A picture in assets/datasets, as `landscapes/valley-01.jpg`. */
  | { readonly from: 'still'; readonly still: string }
  | { readonly from: 'webcam' }
  | { readonly from: 'screen' }
  /** Drawn with the pointer: the strokes as `core/drawing.ts` writes them; '' is empty paper. */
  | { readonly from: 'drawing'; readonly drawing: string };

export type Source =
  | OutsideSource
  /** `delayed`: its picture of the frame before, so that chains may close: feedback. */
  | { readonly from: 'piece'; readonly piece: string; readonly delayed: boolean };

/** A piece's connected inputs by name. */
export type Sources = Readonly<Record<string, Source>>;

const LONGEST_FILE_NAME = 120, LONGEST_STILL = 200;
/** Letters of a drawing; `core/drawing.ts` writes about half as many. */
const LONGEST_DRAWING = 2 ** 17;

interface Accepted { readonly source?: Source; readonly problem?: string }
type Raw = Readonly<Record<string, unknown>>;
const isRecord = (raw: unknown): raw is Raw => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const isText = (raw: unknown, longest: number): raw is string => typeof raw === 'string' && raw.length <= longest;

const acceptFile = (from: FileSource['from'], { file, name = '' }: Raw): Accepted => {
  if (typeof file !== 'string' || !/^[\da-f]{64}$/.test(file)) return { problem: `file must be 64 hexadecimal digits; got ${shown(file)}` };
  if (typeof name !== 'string') return { problem: `name must be text; got ${shown(name)}` };
  return { source: { from, file, name: name.slice(0, LONGEST_FILE_NAME) } };
};

const ACCEPT: { readonly [K in Source['from']]: (raw: Raw) => Accepted } = {
  image: (raw) => acceptFile('image', raw),
  video: (raw) => acceptFile('video', raw),
  still: ({ still }) => (isText(still, LONGEST_STILL) && /^[\w-]+\/[\w.-]+$/.test(still) ? { source: { from: 'still', still } } : { problem: `still must be a picture in assets/datasets like landscapes/valley-01.jpg; got ${shown(still)}` }),
  webcam: () => ({ source: { from: 'webcam' } }),
  screen: () => ({ source: { from: 'screen' } }),
  drawing: ({ drawing = '' }) => (isText(drawing, LONGEST_DRAWING) ? { source: { from: 'drawing', drawing } } : { problem: `drawing must be text of at most ${LONGEST_DRAWING} letters; got ${shown(drawing)}` }),
  piece: ({ piece, delayed = false }) => {
    if (typeof piece !== 'string') return { problem: `piece must name a piece; got ${shown(piece)}` };
    return typeof delayed === 'boolean' ? { source: { from: 'piece', piece, delayed } } : { problem: `delayed must be true or false; got ${shown(delayed)}` };
  },
};

/** Reads an untrusted source; what is wrong with it goes on behind the name of the input. Whether its piece exists is not known here. */
export const acceptSource = (raw: unknown): Accepted => {
  const from = isRecord(raw) && Object.hasOwn(raw, 'from') ? raw['from'] : undefined;
  if (!isRecord(raw) || typeof from !== 'string' || !Object.hasOwn(ACCEPT, from)) return { problem: `must be a source {from: ${Object.keys(ACCEPT).join(' | ')}, ...}; got ${shown(isRecord(raw) ? from : raw)}` };
  return ACCEPT[from as Source['from']](raw);
};

/** The same text for sources that show the same: what a file is called makes no difference. */
export const sourceKey = (source: OutsideSource): string => {
  switch (source.from) {
    case 'image':
    case 'video': return `${source.from} ${source.file}`;
    case 'still': return `still ${source.still}`;
    case 'drawing': return `drawing ${source.drawing}`;
    case 'webcam':
    case 'screen': return source.from;
  }
};
