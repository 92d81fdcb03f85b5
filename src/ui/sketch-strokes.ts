// Strokes of a soft round brush on a small grid of ink, and the grid enlarged to look like ink again. Pure functions
// of numbers: no canvas, no pointer.

/** Paper 0 .. ink 1, `[height * width]` row by row from the top. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly ink: Float32Array;
}

/** A place of the brush, in cells from the top left corner of the drawing; `radius` in cells. */
export interface Touch { readonly x: number; readonly y: number; readonly radius: number }

/** Stroke width of a digit of MNIST as a share of its picture's side: 2.5 of 28. */
const STROKE = 2.5 / 28;
/** Cells over which the brush's edge fades: one would be a plain anti-aliased disc. */
const SOFT = 1.3;

/** The brush's radius for a drawing of this size, in cells. */
export const brushRadius = (width: number, height: number): number => Math.max(.75, (STROKE * Math.min(width, height)) / 2);

/** Draws the way of the brush from one place to the next into `ink`, or takes ink away. Ink does not add up. */
export const drawStroke = ({ width, height, ink }: Drawing, from: Touch, to: Touch, erases: boolean): void => {
  const reach = Math.max(from.radius, to.radius) + SOFT;
  const dx = to.x - from.x, dy = to.y - from.y, square = dx * dx + dy * dy;
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - reach)), right = Math.min(width, Math.ceil(Math.max(from.x, to.x) + reach));
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach)), bottom = Math.min(height, Math.ceil(Math.max(from.y, to.y) + reach));
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const px = x + .5 - from.x, py = y + .5 - from.y;
      const t = square > 0 ? Math.min(1, Math.max(0, (px * dx + py * dy) / square)) : 0;
      const distance = Math.hypot(px - t * dx, py - t * dy), radius = from.radius + t * (to.radius - from.radius);
      const cover = Math.min(1, Math.max(0, .5 + (radius - distance) / SOFT));
      const at = y * width + x;
      ink[at] = erases ? Math.min(ink[at]!, 1 - cover) : Math.max(ink[at]!, cover);
    }
  }
};

/** Cubic B-spline weights of the four cells around a place `t` of the way between the middle two: smooth, and never rings. */
const spline = (t: number): readonly [number, number, number, number] =>
  [(1 - t) ** 3 / 6, (3 * t ** 3 - 6 * t ** 2 + 4) / 6, (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6, t ** 3 / 6];

/** `[count * scale, inner]` from `[count, inner]`: splines along the outer axis, the border repeated. */
const stretched = (source: Float32Array, count: number, inner: number, scale: number): Float32Array => {
  const target = new Float32Array(count * scale * inner);
  for (let i = 0; i < count * scale; i++) {
    const at = (i + .5) / scale - .5, base = Math.floor(at);
    for (const [k, weight] of spline(at - base).entries()) {
      const row = inner * Math.min(count - 1, Math.max(0, base + k - 1));
      for (let j = 0; j < inner; j++) target[i * inner + j]! += weight * source[row + j]!;
    }
  }
  return target;
};

const turned = (source: Float32Array, rows: number, columns: number): Float32Array =>
  Float32Array.from(source, (_, i) => source[(i % rows) * columns + Math.floor(i / rows)]!);

/** Ink below the first shows as paper, above the second as ink: what lies between is the edge of a stroke. */
const EDGE = [.32, .64] as const;

/** `[height * scale, width * scale]` opacities 0..1: the drawing as crisp strokes, not as squares and not as fog. */
export const enlarged = ({ width, height, ink }: Drawing, scale: number): Float32Array => {
  const tall = turned(stretched(ink, height, width, scale), height * scale, width);
  const large = turned(stretched(tall, width, height * scale, scale), width * scale, height * scale);
  return large.map((x) => {
    const t = Math.min(1, Math.max(0, (x - EDGE[0]) / (EDGE[1] - EDGE[0])));
    return t * t * (3 - 2 * t);
  });
};
