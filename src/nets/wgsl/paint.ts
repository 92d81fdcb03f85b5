// Paints: how a per-pixel network's outputs become linear-light colour, as the last lines of the fused kernel.

export interface Paint {
  /** WGSL `fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f`, linear RGB; reads `frame.paint`. */
  readonly code: string;
  /** vec4 slots of `frame.paint`. */
  readonly uniforms: number;
  /** Whether `slope`, the derivative of `value` along (1, -1), is computed. Costs as much again as the value. */
  readonly tangent: boolean;
  /** Whether `range`, the 1st and 99th percentile of the first output over the picture, is measured. */
  readonly stretch: boolean;
}

const TO_LINEAR = /* wgsl */ `
fn to_linear(c: vec3f) -> vec3f {
  return select(pow((c + 0.055) / 1.055, vec3f(2.4)), c / 12.92, c <= vec3f(0.04045));
}`;

/** The first three outputs as sRGB, inverted as the stored pictures of hardmaru's CPPN are. */
export const rgbPaint: Paint = {
  uniforms: 0, tangent: false, stretch: false,
  code: `${TO_LINEAR}
fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f {
  return to_linear(clamp(1 - value.rgb, vec3f(0), vec3f(1)));
}`,
};

/** The first output as ink on paper: slots 0 and 1 are the two colours as sRGB, mixed there, as ink on a screen is. */
export const inkPaint: Paint = {
  uniforms: 2, tangent: false, stretch: false,
  code: `${TO_LINEAR}
fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f {
  return to_linear(mix(frame.paint[1].rgb, frame.paint[0].rgb, clamp(value.x, 0.0, 1.0)));
}`,
};

/** The five stops of slots 0-4 at t in 0..1, smooth between neighbours. */
const STOPS = /* wgsl */ `
fn stops(t: f32) -> vec3f {
  let at = clamp(t, 0.0, 1.0) * 4;
  let stop = min(u32(at), 3u);
  return mix(frame.paint[stop].rgb, frame.paint[stop + 1].rgb, smoothstep(0.0, 1.0, at - f32(stop)));
}`;

/**
 * Five palette stops in linear light (slots 0-4) indexed by the stretched first output; the second shades, the slope of
 * the third embosses by slot 5's x (0 is flat).
 */
export const palettePaint: Paint = {
  uniforms: 6, tangent: true, stretch: true,
  code: /* wgsl */ `${STOPS}
fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f {
  let base = stops((value.x - range.x) / max(range.y - range.x, 1e-4));
  let shade = 0.75 + 0.5 * (value.y - 0.5);
  let emboss = clamp(1 + frame.paint[5].x * slope.z, 0.7, 1.35);
  return max(base * shade * emboss, vec3f(0));
}`,
};

/**
 * Five palette stops in linear light (slots 0-4) for one output without bounds, such as a logit: bent into -1..1 by
 * x / (h + |x|), h being slot 5's y, then stretched; its slope embosses by slot 5's x (0 is flat).
 */
export const tonePaint: Paint = {
  uniforms: 6, tangent: true, stretch: true,
  code: /* wgsl */ `${STOPS}
fn tone(x: f32) -> f32 { return x / (frame.paint[5].y + abs(x)); }
fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f {
  let low = tone(range.x);
  let span = max(tone(range.y) - low, 1e-3);
  let base = stops((tone(value.x) - low) / span);
  let bend = frame.paint[5].y / pow(frame.paint[5].y + abs(value.x), 2.0);
  let emboss = clamp(1 + frame.paint[5].x * slope.x * bend / span, 0.7, 1.35);
  return max(base * emboss, vec3f(0));
}`,
};

/** Writes `#rrggbb` as sRGB in 0..1 to the vec4 `slot` of a paint's uniforms; the fourth number stays. */
export const setColor = (target: Float32Array, slot: number, hex: string): void => {
  for (let i = 0; i < 3; i++) target[4 * slot + i] = parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255;
};
