// The kernels of the arena's picture: the critic's score over a coarse grid, and then the picture, where the score is a
// landscape by night with its contour lines, strokes are light over it, and two curves run along the bottom.

import { BATCH, SEEN, WIDTH } from './arena.ts';
import { REACH } from './crowd.ts';
import { REACHES, TILES, TONES } from './items.ts';
import { REMEMBERED } from './rounds.ts';

/** Cells of the grid along each side; its border lies outside of the picture. */
export const FIELD = 144;
/** Where in the numbers of a critic with so many hidden layers those begin that it saw last; all of them. */
export const seenAt = (layers: number): number => WIDTH * (SEEN + 1) + (layers - 1) * WIDTH * (WIDTH + 1) + WIDTH + 1;
export const criticNumbers = (layers: number): number => seenAt(layers) + BATCH * SEEN;
/** Floats of `Look`, and where in them the part begins that is painted. */
export const LOOK_NUMBERS = 64, PART_AT = 56;

const LOOK = /* wgsl */ `
struct Look {
  origin: vec2f, scale: f32, tile: f32,
  middle: f32, reach: f32, field: f32, contours: f32,
  crowded: f32, alarm: f32, chart: f32, mark: f32,
  curve: f32, least: f32, cell: f32, unused: f32,
  stops: array<vec4f, 5>,
  tones: array<vec4f, 5>,
  part: vec2f, size: vec2f, // where the texture lies in the picture, and the picture's pixels
}
@group(0) @binding(0) var<uniform> look: Look;`;

export const fieldKernel = (layers: number): string => /* wgsl */ `${LOOK}
@group(0) @binding(1) var<storage, read> critic: array<f32>;
@group(0) @binding(2) var<storage, read_write> scores: array<f32>;

fn leaky(x: f32) -> f32 { return select(0.2 * x, x, x > 0); }

@compute @workgroup_size(8, 8) fn field(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= vec2u(${FIELD}))) { return; }
  let pixel = (vec2f(id.xy) - 1.5) * look.cell;
  let place = vec2f(pixel.x - look.origin.x, look.origin.y - pixel.y) / look.scale;
  var near = 0.0;
  if (look.crowded > 0) {
    for (var i = 0u; i < ${BATCH}; i++) {
      let way = place - vec2f(critic[${seenAt(layers)} + ${SEEN} * i], critic[${seenAt(layers)} + ${SEEN} * i + 1]);
      near += exp(-dot(way, way) * ${1 / (2 * REACH * REACH)}) / ${BATCH};
    }
  }
  let input = vec3f(place, near);
  var values: array<f32, ${WIDTH}>;
  for (var o = 0u; o < ${WIDTH}; o++) {
    values[o] = leaky(dot(vec3f(critic[3 * o], critic[3 * o + 1], critic[3 * o + 2]), input) + critic[${WIDTH * SEEN} + o]);
  }
  var at = ${WIDTH * (SEEN + 1)}u;
  for (var layer = 1u; layer < ${layers}; layer++) {
    var next: array<f32, ${WIDTH}>;
    for (var o = 0u; o < ${WIDTH}; o++) {
      var sum = critic[at + ${WIDTH * WIDTH} + o];
      for (var i = 0u; i < ${WIDTH}; i++) { sum += critic[at + ${WIDTH} * o + i] * values[i]; }
      next[o] = leaky(sum);
    }
    values = next;
    at += ${WIDTH * (WIDTH + 1)};
  }
  var score = critic[at + ${WIDTH}];
  for (var o = 0u; o < ${WIDTH}; o++) { score += critic[at + o] * values[o]; }
  scores[id.y * ${FIELD} + id.x] = clamp((score - look.middle) / look.reach, -1e4, 1e4);
}
`;

export const PAINT_KERNEL = /* wgsl */ `${LOOK}
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> strokes: array<vec4f>;
@group(0) @binding(3) var<storage, read> lists: array<u32>;
@group(0) @binding(4) var<storage, read> curves: array<f32>;
@group(0) @binding(5) var painted: texture_storage_2d<rgba16float, write>;

const REACHES = array<f32, ${REACHES.length}>(${REACHES.join(', ')});

// Score and its slope for a pixel, from a quadratic spline over the nine cells around it.
fn landscape(pixel: vec2f) -> vec3f {
  let at = clamp(pixel / look.cell + 1.5, vec2f(1), vec2f(${FIELD - 2}));
  let nearest = clamp(round(at), vec2f(1), vec2f(${FIELD - 2}));
  let t = at - nearest;
  let x = vec3f(0.5 * (0.5 - t.x) * (0.5 - t.x), 0.75 - t.x * t.x, 0.5 * (0.5 + t.x) * (0.5 + t.x));
  let y = vec3f(0.5 * (0.5 - t.y) * (0.5 - t.y), 0.75 - t.y * t.y, 0.5 * (0.5 + t.y) * (0.5 + t.y));
  let dx = vec3f(t.x - 0.5, -2 * t.x, t.x + 0.5);
  let dy = vec3f(t.y - 0.5, -2 * t.y, t.y + 0.5);
  var result = vec3f(0);
  for (var j = 0u; j < 3; j++) {
    let row = (u32(nearest.y) + j - 1) * ${FIELD} + u32(nearest.x) - 1;
    let values = vec3f(scores[row], scores[row + 1], scores[row + 2]);
    result += vec3f(dot(values, x) * y[j], dot(values, dx) * y[j] / look.cell, dot(values, x) * dy[j] / look.cell);
  }
  return result;
}

fn stops(t: f32) -> vec3f {
  let at = clamp(t, 0.0, 1.0) * 4;
  let stop = min(u32(at), 3u);
  return mix(look.stops[stop].rgb, look.stops[stop + 1].rgb, smoothstep(0.0, 1.0, at - f32(stop)));
}

// Lines where the landscape has so many levels a unit, about a pixel wide.
fn contour(height: f32, slope: f32, levels: f32, width: f32) -> f32 {
  let steep = slope * levels;
  let pixels = abs(fract(height * levels + 0.5) - 0.5) / max(steep, 1e-5);
  return (1 - smoothstep(0.3 * width, 1.3 * width, pixels)) * smoothstep(0.0005, 0.004, steep) * (1 - smoothstep(0.1, 0.3, steep));
}

fn ground(pixel: vec2f, unit: f32) -> vec3f {
  let land = landscape(pixel);
  let height = 0.8 * land.x;
  let level = tanh(height);
  // The light comes from the upper left, and less of it where the land is flat.
  let fall = 0.8 * (1 - level * level) * land.yz * unit * 55;
  let lit = clamp(1 + 0.55 * dot(fall, vec2f(0.6, 0.8)) / (1 + length(fall)), 0.35, 1.7);
  let base = stops(0.08 + 0.74 * (0.5 + 0.5 * level)) * lit * (0.14 + 0.4 * (0.5 + 0.5 * level));
  let slope = length(land.yz);
  let lines = 0.35 * contour(land.x, slope, 3, unit) + 0.65 * contour(land.x, slope, 0.75, unit);
  let far = length((pixel - look.origin) / look.scale) / 3.2;
  return (base * look.field + stops(0.85) * (0.05 + 0.13 * (0.5 + 0.5 * level)) * lines * look.contours) * (1 - 0.6 * smoothstep(0.35, 1.0, far));
}

fn strokes_at(pixel: vec2f) -> vec3f {
  let tile = vec2u(clamp(pixel / look.tile, vec2f(0), vec2f(${TILES - 1})));
  let list = tile.y * ${TILES} + tile.x;
  var light = vec3f(0);
  for (var entry = lists[list]; entry < lists[list + 1]; entry++) {
    let ends = strokes[2 * lists[entry]];
    let shape = strokes[2 * lists[entry] + 1];
    let tone = u32(shape.w);
    let way = ends.zw - ends.xy;
    let along = clamp(dot(pixel - ends.xy, way) / max(dot(way, way), 1e-6), 0.0, 1.0);
    let off = length(pixel - ends.xy - along * way);
    // A needle is pointed.
    let radius = max(shape.x * select(1.0, 1 - 0.75 * along, tone == ${TONES.arrow}u), 0.45);
    let core = exp(-off * off / (radius * radius));
    let wide = 3.4 * shape.x;
    let halo = look.tones[tone].w * exp(-off * off / (wide * wide)) * (1 - smoothstep(0.7, 1.0, off / (REACHES[tone] * shape.x)));
    light += look.tones[tone].rgb * mix(shape.y, shape.z, along) * (core + halo);
  }
  return light;
}

// How near a pixel of the chart is to a curve of heights 0..1.
fn curve(first: u32, place: vec2f, size: vec2f) -> f32 {
  let count = u32(look.curve);
  if (count < 2) { return 1e6; }
  let step = size.x / ${REMEMBERED - 1};
  let at = u32(clamp(place.x / step, 0.0, f32(count - 2)));
  var nearest = 1e6;
  for (var k = max(at, 2u) - 2; k <= min(at + 2, count - 2); k++) {
    let a = vec2f(f32(k) * step, (1 - curves[first + k]) * size.y);
    let b = vec2f(f32(k + 1) * step, (1 - curves[first + k + 1]) * size.y);
    let along = clamp(dot(place - a, b - a) / max(dot(b - a, b - a), 1e-6), 0.0, 1.0);
    nearest = min(nearest, length(place - a - along * (b - a)));
  }
  return nearest;
}

fn chart(pixel: vec2f, pixels: vec2f, unit: f32) -> vec3f {
  let margin = 0.045 * min(pixels.x, pixels.y);
  let corner = vec2f(margin, pixels.y * (1 - look.chart) + 0.4 * margin);
  let size = vec2f(pixels.x - 2 * margin, pixels.y - 0.9 * margin - corner.y);
  if (size.x < 4 || size.y < 4) { return vec3f(0); }
  let place = pixel - corner;
  let js = curve(0, place, size) / unit;
  let w = curve(${REMEMBERED}, place, size) / unit;
  var light = look.tones[1].rgb * (0.8 * exp(-js * js * 1.6) + 0.07 * exp(-js * js / 16)) + look.tones[2].rgb * (0.8 * exp(-w * w * 1.6) + 0.07 * exp(-w * w / 16));
  let inside = place.x > -unit && place.x < size.x + unit;
  let bottom = abs(place.y - size.y) / unit;
  let top = abs(place.y) / unit;
  if (inside) { light += look.stops[3].rgb * (0.12 * exp(-bottom * bottom * 2) + 0.05 * exp(-top * top * 2)); }
  if (look.mark >= 0) {
    let off = abs(place.x - look.mark * size.x) / unit;
    if (place.y > 0 && place.y < size.y) { light += look.stops[4].rgb * 0.25 * exp(-off * off); }
  }
  return light;
}

@compute @workgroup_size(8, 8) fn paint(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= textureDimensions(painted))) { return; }
  let pixel = look.part + vec2f(id.xy) + 0.5;
  let size = look.size;
  let unit = max(look.least / 512, 0.6);
  var colour = ground(pixel, unit);
  var light = strokes_at(pixel);
  if (look.chart > 0) {
    let start = size.y * (1 - look.chart);
    let under = smoothstep(start - 0.12 * size.y, start + 0.02 * size.y, pixel.y);
    colour *= 1 - 0.82 * under;
    light *= 1 - 0.9 * under;
    light += chart(pixel, size, unit);
  }
  let edge = min(min(pixel.x, size.x - pixel.x), min(pixel.y, size.y - pixel.y)) / look.least;
  light += look.tones[1].rgb * look.alarm * (0.34 * exp(-edge * 45) + 0.05 * exp(-edge * 11));
  // Light upon light nears white, and never passes it.
  textureStore(painted, id.xy, vec4f(1 - (1 - min(colour, vec3f(1))) * exp(-light), 1));
}
`;
