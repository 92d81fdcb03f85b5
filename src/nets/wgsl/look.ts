// How a program's output looks as a picture, and the kernel that paints it so: from the buffer straight into a piece's
// texture. Pictures are sRGB, as data sets are; the texture is linear light. Text only: `painter.ts` runs it.

import type { Precision } from './kernels/shell.ts';

/** sRGB, 0..1. */
export type Colour = readonly [number, number, number];

/** A batch hangs as a grid, as large as fits, in the middle of the target. */
export interface Look {
  /** The values that are dark and light: [-1, 1] behind tanh, [0, 1] behind sigmoid. The other way round inverts. */
  readonly range: readonly [dark: number, light: number];
  /** For pictures of one channel: what dark and light are, such as ink and paper. Black and white if nothing is said. */
  readonly colours?: readonly [dark: Colour, light: Colour];
  /** Between the pictures' own pixels; bilinear if nothing is said. Made smaller, a pixel is the mean of what it covers. */
  readonly enlarge?: keyof typeof ENLARGEMENTS;
  /** Pictures in a row of the grid; if nothing is said, the grid is as square as can be. */
  readonly columns?: number;
  /** How many pictures of the batch are shown; all if nothing is said. */
  readonly count?: number;
  /** Between pictures, in their own pixels. */
  readonly gap?: number;
  /** Between and around the pictures. Black if nothing is said. */
  readonly ground?: Colour;
}

/** By number, as the kernel knows them. */
export const ENLARGEMENTS = { nearest: 0, bilinear: 1, bicubic: 2 } as const;

/** `shape` is of the buffer, `[N, H, W, 1|3]`. */
export const lookSource = ([, height, width, channels]: readonly number[], precision: Precision): string => /* wgsl */ `
${precision === 'f16' ? 'enable f16;' : ''}
struct Look {
  size: vec2u,      // pixels of the target
  grid: vec2u,      // columns and rows of pictures
  extent: vec2f,    // of the grid, in the pictures' pixels
  range: vec2f,     // dark, and 1 / (light - dark)
  scale: f32,       // the pictures' pixels to one of the target
  gap: f32,
  count: u32,
  kind: u32,
  dark: vec4f, light: vec4f, ground: vec4f,
}
struct Band { row: u32, rows: u32 }
@group(0) @binding(0) var<storage, read> values: array<${precision}>;
@group(0) @binding(1) var<uniform> look: Look;
@group(1) @binding(0) var picture: texture_storage_2d<rgba16float, write>;
@group(2) @binding(0) var<uniform> band: Band;
const SIDE = vec2f(${width}, ${height});

fn to_linear(c: vec3f) -> vec3f {
  return select(pow((c + 0.055) / 1.055, vec3f(2.4)), c / 12.92, c <= vec3f(0.04045));
}

fn texel(index: u32, at: vec2i) -> vec3f {
  let inside = vec2u(clamp(at, vec2i(0), vec2i(SIDE) - 1));
  let k = ((index * ${height}u + inside.y) * ${width}u + inside.x) * ${channels}u;
  return ${channels === 1 ? 'vec3f(f32(values[k]))' : 'vec3f(f32(values[k]), f32(values[k + 1]), f32(values[k + 2]))'};
}

/** Weights of four neighbours: between the middle two, or Catmull and Rom's cubic (1974). */
fn taps(t: f32) -> vec4f {
  if (look.kind == 1u) { return vec4f(0, 1 - t, t, 0); }
  return 0.5 * vec4f(((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t, (t - 1) * t * t);
}

/** Linear light at a place of the grid, in the pictures' pixels. */
fn colour(place: vec2f) -> vec3f {
  let pitch = SIDE + look.gap;
  let cell = floor(place / pitch);
  let at = place - cell * pitch;
  let index = u32(max(cell.y, 0.0)) * look.grid.x + u32(max(cell.x, 0.0));
  if (any(place < vec2f(0)) || any(at >= SIDE) || any(cell >= vec2f(look.grid)) || index >= look.count) { return to_linear(look.ground.rgb); }
  var value = vec3f(0);
  if (look.kind == 0u) {
    value = texel(index, vec2i(at));
  } else {
    let first = floor(at - 0.5);
    let wx = taps(at.x - 0.5 - first.x); let wy = taps(at.y - 0.5 - first.y);
    for (var y = 0; y < 4; y++) { for (var x = 0; x < 4; x++) { value += wy[y] * wx[x] * texel(index, vec2i(first) + vec2i(x, y) - 1); } }
  }
  let shade = clamp((value - look.range.x) * look.range.y, vec3f(0), vec3f(1));
  return to_linear(${channels === 1 ? 'mix(look.dark.rgb, look.light.rgb, shade)' : 'shade'});
}

@compute @workgroup_size(8, 8)
fn paint(@builtin(global_invocation_id) id: vec3u) {
  let pixel = vec2u(id.x, id.y + band.row);
  if (id.x >= look.size.x || id.y >= band.rows || pixel.y >= look.size.y) { return; }
  let samples = u32(clamp(ceil(look.scale - 0.01), 1.0, 4.0));
  var sum = vec3f(0);
  for (var y = 0u; y < samples; y++) { for (var x = 0u; x < samples; x++) {
    let at = vec2f(pixel) + (vec2f(vec2u(x, y)) + 0.5) / f32(samples);
    sum += colour((at - 0.5 * vec2f(look.size)) * look.scale + 0.5 * look.extent);
  } }
  textureStore(picture, pixel, vec4f(sum / f32(samples * samples), 1));
}
`;
