// How a program's output looks as a picture, and the kernel that paints it so: from the buffer straight into a piece's
// texture. Pictures are sRGB, as data sets are; the texture is linear light. Text only: `painter.ts` runs it.

import type { Precision } from './kernels/shell.ts';

/** sRGB, 0..1. */
export type Colour = readonly [number, number, number];

/** `#rrggbb` as a colour. */
export const colourOf = (hex: string): Colour => [parseInt(hex.slice(1, 3), 16) / 255, parseInt(hex.slice(3, 5), 16) / 255, parseInt(hex.slice(5, 7), 16) / 255];

/**
 * A batch hangs as a grid, as large as fits, in the middle of the target. Where examples have other than 1 or 3 channels,
 * each channel is a picture of its own.
 */
export interface Look {
  /** The values that are dark and light: [-1, 1] behind tanh, [0, 1] behind sigmoid. The other way round inverts. */
  readonly range: readonly [dark: number, light: number];
  /** For pictures of one channel: what dark and light are, such as ink and paper. Black and white if nothing is said. */
  readonly colours?: readonly [dark: Colour, light: Colour];
  /** For pictures of one channel, instead of colours: five stops in linear light, `[5 * 4]`, as `paletteStops` gives them. */
  readonly palette?: ArrayLike<number>;
  /** With a palette: how much a slope of one tone a pixel, lit from the upper left, shades it; 0 if nothing is said. */
  readonly relief?: number;
  /**
   * For pictures of one channel: half the width of the edge between dark and light, in shares of the range. 0 cuts at the
   * middle, as sharp as the target has pixels; if nothing is said, tones stay as they are.
   */
  readonly edge?: number;
  /**
   * Between the pictures' own pixels; bilinear if nothing is said. Bicubic goes through them, a spline past them, and so
   * its edges have no steps. Each may also be a tile of a mosaic, or a dot that is the
   * larger the lighter. Made smaller, a pixel is the mean of what it covers.
   */
  readonly enlarge?: keyof typeof ENLARGEMENTS;
  /** Pictures in a row of the grid; if nothing is said, the grid is as square as can be. */
  readonly columns?: number;
  /** How many pictures of the batch are shown; all if nothing is said. */
  readonly count?: number;
  /** Between pictures, in their own pixels. */
  readonly gap?: number;
  /** Around the grid, likewise. */
  readonly margin?: number;
  /** Between and around the pictures. If nothing is said, the palette's first stop, or black. */
  readonly ground?: Colour;
}

/** By number, as the kernel knows them. */
export const ENLARGEMENTS = { nearest: 0, bilinear: 1, bicubic: 2, spline: 3, mosaic: 4, dots: 5 } as const;

/** How a buffer `[N, H, W, C]` is seen: so many pictures of so many channels, `maps` of them in each example. */
export const picturesOf = ([examples = 1, , , stride = 1]: readonly number[]): { readonly count: number; readonly channels: 1 | 3; readonly maps: number } =>
  (stride === 3 ? { count: examples, channels: 3, maps: 1 } : { count: examples * stride, channels: 1, maps: stride });

/** `shape` is of the buffer, `[N, H, W, C]`. */
export const lookSource = (shape: readonly number[], precision: Precision): string => {
  const [, height, width, stride] = shape, { channels, maps } = picturesOf(shape);
  return /* wgsl */ `
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
  dark: vec4f, light: vec4f,
  ground: vec4f,    // linear light
  edge: f32,        // above a half leaves tones as they are
  relief: f32,
  toned: u32,       // whether the stops have a say
  stops: array<vec4f, 5>,
  origin: vec2u,    // the target's pixel that is the texture's first
  part: vec2u,      // pixels of the texture
}
struct Band { row: u32 }
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
  let k = ((index / ${maps}u * ${height}u + inside.y) * ${width}u + inside.x) * ${stride}u + index % ${maps}u;
  return (${channels === 1 ? 'vec3f(f32(values[k]))' : 'vec3f(f32(values[k]), f32(values[k + 1]), f32(values[k + 2]))'} - look.range.x) * look.range.y;
}

/** Weights of four neighbours: between the middle two, the cubic B-spline, or Catmull and Rom's cubic (1974). */
fn taps(t: f32) -> vec4f {
  if (look.kind == 1u) { return vec4f(0, 1 - t, t, 0); }
  if (look.kind == 3u) { return vec4f(pow(1 - t, 3.0), (3 * t - 6) * t * t + 4, ((3 - 3 * t) * t + 3) * t + 1, t * t * t) / 6; }
  return 0.5 * vec4f(((2 - t) * t - 1) * t, (3 * t - 5) * t * t + 2, ((4 - 3 * t) * t + 1) * t, (t - 1) * t * t);
}
/** Their derivative. */
fn slopes(t: f32) -> vec4f {
  if (look.kind == 1u) { return vec4f(0, -1, 1, 0); }
  if (look.kind == 3u) { return 0.5 * vec4f(-(1 - t) * (1 - t), (3 * t - 4) * t, (2 - 3 * t) * t + 1, t * t); }
  return 0.5 * vec4f((4 - 3 * t) * t - 1, (9 * t - 10) * t, (8 - 9 * t) * t + 1, (3 * t - 2) * t);
}

/** Linear light of a tone; \`slope\` is its derivative along (1, -1), in the pictures' pixels. */
fn tone(shade: vec3f, slope: f32) -> vec3f {
  let all = clamp(shade, vec3f(0), vec3f(1));
  ${channels === 3 ? 'return to_linear(all);' : `
  // No narrower than the target's pixels.
  let half = max(look.edge, 0.5 * min(look.scale, 1.0));
  let value = select(all.x, smoothstep(0.5 - half, 0.5 + half, all.x), look.edge < 0.5);
  if (look.toned == 0u) { return to_linear(mix(look.dark.rgb, look.light.rgb, value)); }
  let at = value * 4;
  let stop = min(u32(at), 3u);
  let base = mix(look.stops[stop].rgb, look.stops[stop + 1].rgb, smoothstep(0.0, 1.0, at - f32(stop)));
  return base * clamp(1 + look.relief * slope, 0.7, 1.35);`}
}

/** A tile with round corners, or a dot as large as its pixel is light, on the ground of its picture. */
fn screened(shade: vec3f, at: vec2f) -> vec3f {
  let place = abs(fract(at) - 0.5);
  let light = clamp(${channels === 3 ? 'max(shade.r, max(shade.g, shade.b))' : 'shade.x'}, 0.0, 1.0);
  var inside = 0.55 * sqrt(max(light - 0.02, 0.0)) - length(place);
  if (look.kind == 4u) { inside = 0.15 - length(max(place - 0.3, vec2f(0))); }
  let share = clamp(inside / look.scale + 0.5, 0.0, 1.0);
  ${channels === 3 ? 'return mix(look.ground.rgb, tone(shade, 0), share);' : `
  // Between two colours the size says it all.
  return mix(tone(vec3f(0), 0), tone(select(shade, vec3f(1), look.kind == 5u && look.toned == 0u), 0), share);`}
}

/** Linear light at a place of the grid, in the pictures' pixels. */
fn colour(place: vec2f) -> vec3f {
  let pitch = SIDE + look.gap;
  let cell = floor(place / pitch);
  let at = place - cell * pitch;
  let index = u32(max(cell.y, 0.0)) * look.grid.x + u32(max(cell.x, 0.0));
  if (any(place < vec2f(0)) || any(at >= SIDE) || any(cell >= vec2f(look.grid)) || index >= look.count) { return look.ground.rgb; }
  if (look.kind == 0u) { return tone(texel(index, vec2i(at)), 0); }
  if (look.kind > 3u) { return screened(texel(index, vec2i(at)), at); }
  let first = floor(at - 0.5);
  let t = at - 0.5 - first;
  let wx = taps(t.x); let wy = taps(t.y);
  let dx = slopes(t.x); let dy = slopes(t.y);
  var value = vec3f(0);
  var slope = 0.0;
  for (var y = 0; y < 4; y++) { for (var x = 0; x < 4; x++) {
    let part = texel(index, vec2i(first) + vec2i(x, y) - 1);
    value += wy[y] * wx[x] * part;
    slope += (wy[y] * dx[x] - dy[y] * wx[x]) * part.x;
  } }
  return tone(value, slope);
}

@compute @workgroup_size(8, 8)
fn paint(@builtin(global_invocation_id) id: vec3u) {
  let texel = vec2u(id.x, id.y + band.row);
  let pixel = look.origin + texel;
  if (any(texel >= look.part) || any(pixel >= look.size)) { return; }
  let samples = u32(clamp(ceil(look.scale - 0.01), 1.0, 4.0));
  var sum = vec3f(0);
  for (var y = 0u; y < samples; y++) { for (var x = 0u; x < samples; x++) {
    let at = vec2f(pixel) + (vec2f(vec2u(x, y)) + 0.5) / f32(samples);
    sum += colour((at - 0.5 * vec2f(look.size)) * look.scale + 0.5 * look.extent);
  } }
  textureStore(picture, texel, vec4f(sum / f32(samples * samples), 1));
}
`;
};
