// The kernel that hangs a picture in its frame: linear light in, linear light out, texels copied where they fall on pixels.

export const KERNEL = /* wgsl */ `
struct Look { middle: vec2f, span: vec2f, ground: vec4f, gain: f32, saturation: f32, shown: f32, unused: f32, origin: vec2u, pixels: vec2u }
@group(0) @binding(0) var picture: texture_2d<f32>;
@group(0) @binding(1) var smooth_sampler: sampler;
@group(0) @binding(2) var<uniform> look: Look;
@group(0) @binding(3) var painted: texture_storage_2d<rgba16float, write>;

fn light_of(srgb: vec3f) -> vec3f {
  return select(pow((srgb + 0.055) / 1.055, vec3f(2.4)), srgb / 12.92, srgb <= vec3f(0.04045));
}

// What shows where nothing is connected: the empty frame, lit from the middle.
fn empty(place: vec2f) -> vec3f {
  return light_of(look.ground.rgb) * (1 - 0.7 * smoothstep(0.0, 0.75, length(place - 0.5)));
}

fn texel(at: vec2f, pixels: vec2f) -> vec3f {
  let size = vec2f(textureDimensions(picture));
  let texels = abs(look.span) * size / pixels;
  let place = at * size - 0.5;
  let nearest = round(place);
  if (max(texels.x, texels.y) < 1.0001 && all(abs(place - nearest) < vec2f(0.001))) {
    return textureLoad(picture, vec2u(clamp(nearest, vec2f(0), size - 1)), 0).rgb;
  }
  return textureSampleLevel(picture, smooth_sampler, at, max(log2(max(texels.x, texels.y)), 0)).rgb;
}

@compute @workgroup_size(8, 8) fn hang(@builtin(global_invocation_id) id: vec3u) {
  if (any(id.xy >= textureDimensions(painted))) { return; }
  let pixels = look.pixels;
  let place = (vec2f(look.origin + id.xy) + 0.5) / vec2f(pixels);
  var colour = empty(place);
  if (look.shown > 0) {
    let at = look.middle + look.span * (place - 0.5);
    let inside = all(at >= vec2f(0)) && all(at <= vec2f(1));
    let light = look.gain * texel(at, vec2f(pixels));
    // Not mixed where there is nothing to take away, so that it stays what it was.
    let grey = vec3f(dot(light, vec3f(0.2126, 0.7152, 0.0722)));
    colour = select(light_of(look.ground.rgb), select(max(mix(grey, light, look.saturation), vec3f(0)), light, look.saturation == 1), inside);
  }
  textureStore(painted, id.xy, vec4f(colour, 1));
}
`;
