// What a recording is made of: frames by number, painted whole, as bytes. The viewer implements it; writers take the bytes.

/** Bytes or 16-bit numbers, RGBA, sRGB, alpha not multiplied in, top row first. */
export type Pixels = Uint8ClampedArray<ArrayBuffer> | Uint16Array<ArrayBuffer>;

export interface FilmSetting {
  /** Pixels of a frame, whatever the window has. */
  readonly width: number;
  readonly height: number;
  /** Each pixel is the mean of so many squared: 1 to 4. */
  readonly supersampling: number;
  /** Bits a channel. */
  readonly depth: 8 | 16;
  /** No room and no background: what hangs, and its glow, on nothing. */
  readonly alpha: boolean;
  readonly fps: number;
  /** The recipe's time of frame 0, in seconds. */
  readonly start: number;
  /** Seconds after which everything is back where it was; 0 never. */
  readonly loop: number;
}

/** Seconds of the recipe's time that frame `index` shows: from its number, so that no rounding adds up. */
export const momentOf = ({ start, fps }: Pick<FilmSetting, 'start' | 'fps'>, index: number): number => start + index / fps;

export interface Film {
  /** The frame of `momentOf` its number, borrowed until the next is asked for. Frames come in order; the first may be any. */
  frame(index: number): Promise<Pixels>;
}

/** Runs `work` with frames at hand; live frames and edits wait until it ends, and then go on where they were. */
export type OpenFilm = <T>(setting: FilmSetting, work: (film: Film) => Promise<T>) => Promise<T>;
