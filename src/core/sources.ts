// Where an input's picture comes from, as the recipe stores it: another piece, or something from outside. Inert data; the
// engine orders pieces by it, and `src/sources` opens what lies outside.

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
