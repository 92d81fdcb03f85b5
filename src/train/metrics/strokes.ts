// What can be measured of a stroke drawn bright on black, without knowing what it is of: how far it leans, how broad a shape
// it makes, how wide the stroke is, how much ink it takes. Pictures are square, `[count, side, side]` in 0..1, rows from the
// top; NaN where there is no ink.

type Measure = (picture: Float32Array, side: number) => number;

/** Second moments of the ink about its middle, in pixels squared; y down. */
const moments = (picture: Float32Array, side: number): { xx: number; xy: number; yy: number } => {
  let ink = 0, x1 = 0, y1 = 0;
  for (let i = 0; i < picture.length; i++) {
    const share = picture[i]!;
    ink += share;
    x1 += share * (i % side);
    y1 += share * Math.floor(i / side);
  }
  let xx = 0, xy = 0, yy = 0;
  for (let i = 0; i < picture.length; i++) {
    const x = i % side - x1 / ink, y = Math.floor(i / side) - y1 / ink;
    xx += picture[i]! * x * x / ink;
    xy += picture[i]! * x * y / ink;
    yy += picture[i]! * y * y / ink;
  }
  return { xx, xy, yy };
};

/** Degrees that it leans to the right: the shear that makes its second moments upright. */
const leaning: Measure = (picture, side) => {
  const { xy, yy } = moments(picture, side);
  return Math.atan2(-xy, yy) * 180 / Math.PI;
};

/** Pixels: the deviation of the ink across, once it is sheared upright. */
const breadth: Measure = (picture, side) => {
  const { xx, xy, yy } = moments(picture, side);
  return Math.sqrt(Math.max(0, xx - xy ** 2 / yy));
};

/** Pixels: twice the area over the length of the outline, which is the sum of the slopes. A stroke's two ends make it a little thinner. */
const width: Measure = (picture, side) => {
  const at = (x: number, y: number): number => (x < 0 || y < 0 || x >= side || y >= side ? 0 : picture[y * side + x]!);
  let area = 0, outline = 0;
  for (let y = -1; y < side; y++) for (let x = -1; x < side; x++) {
    // Slopes in the middle of four pixels, so that an edge of any direction counts alike.
    const [a, b, c, d] = [at(x, y), at(x + 1, y), at(x, y + 1), at(x + 1, y + 1)];
    area += a;
    outline += Math.hypot(b + d - a - c, c + d - a - b) / 2;
  }
  return 2 * area / outline;
};

const inked: Measure = (picture) => picture.reduce((sum, share) => sum + share, 0) / picture.length;

const each = (measure: Measure) => (pictures: Float32Array, side: number): Float64Array =>
  Float64Array.from({ length: pictures.length / side ** 2 }, (_, n) => measure(pictures.subarray(n * side ** 2, (n + 1) * side ** 2), side));

/** `[count]`, -90 to 90 degrees. */
export const leanings = each(leaning);
/** `[count]` pixels. */
export const breadths = each(breadth);
/** `[count]` pixels. */
export const strokeWidths = each(width);
/** `[count]`, 0 to 1: the share of the picture that is ink. */
export const inkShares = each(inked);
