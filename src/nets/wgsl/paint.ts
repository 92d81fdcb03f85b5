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

/**
 * Five palette stops in linear light (slots 0-4) indexed by the stretched first output; the second shades, the slope of
 * the third embosses by slot 5's x (0 is flat).
 */
export const palettePaint: Paint = {
  uniforms: 6, tangent: true, stretch: true,
  code: /* wgsl */ `
fn paint(value: vec4f, slope: vec4f, range: vec2f) -> vec3f {
  let t = clamp((value.x - range.x) / max(range.y - range.x, 1e-4), 0.0, 1.0) * 4;
  let stop = min(u32(t), 3u);
  let base = mix(frame.paint[stop].rgb, frame.paint[stop + 1].rgb, smoothstep(0.0, 1.0, t - f32(stop)));
  let shade = 0.75 + 0.5 * (value.y - 0.5);
  let emboss = clamp(1 + frame.paint[5].x * slope.z, 0.7, 1.35);
  return max(base * shade * emboss, vec3f(0));
}`,
};
