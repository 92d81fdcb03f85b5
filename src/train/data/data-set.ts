// What a data set is, on disk and in memory: flat numbers and a description of them. How sets are made is elsewhere
// (procedural ones beside this file, the others in src/cli/data); pictures are rows from the top, colours sRGB.

export type DataType = 'u8' | 'f32';
export type DataValues = Uint8Array | Float32Array;

/** One value or tensor for every item, kept in a file of its own; with `classes`, the numbers are indices of names. */
export interface DataColumn {
  readonly file: string;
  readonly type: DataType;
  /** Of one item; [] is one number. */
  readonly shape: readonly number[];
  readonly classes?: readonly string[];
  /** Hexadecimal, of the file. */
  readonly sha256: string;
}

/** `about.json`. Items `train[0] <= i < train[1]` are for learning; `test` come last and are never learnt from. */
export interface DataAbout {
  readonly name: string;
  readonly title: string;
  readonly count: number;
  /** Of one item: [H,W,C] for pictures, [2] for points. */
  readonly shape: readonly number[];
  /** u8 is 0..255; f32 is little-endian, in the units its maker says. */
  readonly type: DataType;
  readonly splits: { readonly train: readonly [start: number, end: number]; readonly test: readonly [start: number, end: number] };
  readonly columns: Readonly<Record<string, DataColumn>>;
  /** What each item is called, where it has a name. */
  readonly names?: readonly string[];
  readonly licence: string;
  readonly credits: readonly string[];
  /** The packages it was made from, as name@version. */
  readonly sources: readonly string[];
  readonly made: { readonly command: string; readonly options: Readonly<Record<string, string | number>> };
  /** Hexadecimal, of items.bin. */
  readonly sha256: string;
}

export interface DataSet {
  readonly about: DataAbout;
  /** [count, ...shape], row-major. */
  readonly items: DataValues;
  readonly columns: Readonly<Record<string, DataValues>>;
}

/** A set as its maker hands it over: in any order, not yet split, named or hashed. */
export interface DataDraft {
  readonly title: string;
  readonly shape: readonly number[];
  readonly items: DataValues;
  readonly columns: Readonly<Record<string, { readonly values: DataValues; readonly shape: readonly number[]; readonly classes?: readonly string[] }>>;
  readonly names?: readonly string[];
  readonly licence: string;
  readonly credits: readonly string[];
  readonly sources: readonly string[];
  /** How many items at the end are the set's own test part; without it a tenth is held out by chance. */
  readonly test?: number;
  /** One number per item: items of the same group (squares of one picture, letters of one font) stay in one part. */
  readonly groups?: ArrayLike<number>;
}

/** Numbers in one item of `shape`. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, n) => product * n, 1);

export const typeOf = (values: DataValues): DataType => values instanceof Uint8Array ? 'u8' : 'f32';

/** How many items a draft holds. */
export const countOf = ({ items, shape }: Pick<DataDraft, 'items' | 'shape'>): number => items.length / sizeOf(shape);
