// Which part of a picture a frame of other proportions shows. Pure numbers.

export const FITS = ['cover', 'contain', 'stretch'] as const;
export const MIRRORS = ['none', 'x', 'y', 'both'] as const;

export interface Framing {
  readonly fit: (typeof FITS)[number];
  /** 1 shows as much as the fit does, 2 half of it in both directions. */
  readonly zoom: number;
  /** -1 to 1: from the left or upper end of what can be seen to the right or lower one. */
  readonly centre: readonly [number, number];
  readonly mirror: (typeof MIRRORS)[number];
}

interface Size { readonly width: number; readonly height: number }

/** One direction: the middle of what is seen, and how much is seen from the frame's start to its end, in shares of the picture; negative where it is turned over. */
const along = (span: number, centre: number, turned: boolean): readonly [middle: number, span: number] =>
  [.5 + (centre * (1 - span)) / 2, turned ? -span : span];

/** `[middle x, middle y, span x, span y]` in shares of the picture. What lies beyond 0..1 is beside the picture. */
export const framing = (picture: Size, frame: Size, { fit, zoom, centre: [x, y], mirror }: Framing): readonly [number, number, number, number] => {
  const across = picture.width / frame.width, down = picture.height / frame.height;
  const texels = fit === 'cover' ? Math.min(across, down) : Math.max(across, down);
  const [wide, high] = fit === 'stretch' ? [1, 1] : [texels / across, texels / down];
  const [middleX, spanX] = along(wide / zoom, x, mirror === 'x' || mirror === 'both'), [middleY, spanY] = along(high / zoom, y, mirror === 'y' || mirror === 'both');
  return [middleX, middleY, spanX, spanY];
};
