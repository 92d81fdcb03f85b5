// What is shown of a translation, as kernels on buffers of pictures `[H, W, 3]` in -1..1: the source, what was drawn of it,
// what came back, how far that is from the source, and how real each patch looks to the judge.

import type { KernelStep } from '#api';

/** A buffer of a program's. */
export interface Numbers { readonly buffer: GPUBuffer; readonly precision: 'f32' | 'f16' }

export type Part = 'source' | 'drawn' | 'back' | 'difference' | 'heat';

/** Numbers that one workgroup handles. */
const GROUP = 64;
const FLOPS = 12;

const halves = (...all: readonly Numbers[]): string => (all.some(({ precision }) => precision === 'f16') ? 'enable f16;' : '');

const kernel = async (device: GPUDevice, label: string, code: string, buffers: readonly GPUBuffer[], count: number): Promise<KernelStep> => {
  const pipeline = await device.createComputePipelineAsync({ label, layout: 'auto', compute: { module: device.createShaderModule({ label, code }) } });
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })) });
  const [across, down] = [Math.min(Math.ceil(count / GROUP), 1024), Math.ceil(count / (1024 * GROUP))];
  return {
    label, flops: FLOPS * count,
    encode(pass) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, group);
      pass.dispatchWorkgroups(across, down);
    },
  };
};

const ENTRY = (count: number): string => `
@compute @workgroup_size(${GROUP}) fn run(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let k = id.y * groups.x * ${GROUP}u + id.x;
  if (k >= ${count}u) { return; }`;

/** A step that copies `count` numbers, whatever their precisions. */
export const copyStep = (device: GPUDevice, label: string, from: Numbers, to: Numbers, count: number): Promise<KernelStep> => kernel(device, label, `${halves(from, to)}
@group(0) @binding(0) var<storage, read> source: array<${from.precision}>;
@group(0) @binding(1) var<storage, read_write> target: array<${to.precision}>;
${ENTRY(count)}
  target[k] = ${to.precision}(source[k]);
}`.replaceAll('target', 'goal'), [from.buffer, to.buffer], count);

/** Rows of a judge's patches, counted in pixels: where the middle of the first lies, and how far apart they are. */
export interface Patches { readonly first: number; readonly apart: number }

/** Of a judge with so many layers that halve, and two that do not. */
export const patchesOf = (halvings: number): Patches => {
  const apart = 2 ** halvings;
  // Kernels of four that begin one pixel outside have their first middle at .5: of pixels 1, 2, 4 .. wide, and twice of the last.
  return { first: .5 * (apart - 1) + apart, apart };
};

/** What `viewStep` reads, `[H, W, 3]` each but for the judge's map. `before` is what was drawn last, and is written. */
export interface Pictures {
  readonly source: Numbers;
  readonly drawn: Numbers;
  readonly back?: Numbers | undefined;
  readonly judged?: (Numbers & Patches & { readonly shape: readonly number[] }) | undefined;
  readonly before: GPUBuffer;
}

/** vec4 slots of its uniforms: strength, the share of what was drawn before, gain; then five stops, sRGB. */
export const VIEW_NUMBERS = 4 * 6;

const valueOf: Readonly<Record<Part, string>> = {
  source: 'source[k]',
  drawn: 'now',
  back: 'f32(back[k])',
  difference: '2 * clamp(view[0].z * abs(f32(back[k]) - source[k]) / 2, 0, 1) - 1',
  heat: 'heat(k, now)',
};

/** A step that fills `to`, f32 `[parts, H, W, 3]`. */
export const viewStep = (device: GPUDevice, parts: readonly Part[], { source, drawn, back, judged, before }: Pictures, [height, width]: readonly [number, number], uniforms: GPUBuffer, to: GPUBuffer): Promise<KernelStep> => {
  const count = height * width * 3, [rows = 1, columns = 1] = judged?.shape.slice(1) ?? [];
  const used: [string, GPUBuffer][] = [
    [`var<uniform> view: array<vec4f, 6>`, uniforms], ['var<storage, read> source: array<f32>', source.buffer], [`var<storage, read> drawn: array<${drawn.precision}>`, drawn.buffer],
    ['var<storage, read_write> before: array<f32>', before], ['var<storage, read_write> sheet: array<f32>', to],
    ...(back ? [[`var<storage, read> back: array<${back.precision}>`, back.buffer] as [string, GPUBuffer]] : []),
    ...(judged ? [[`var<storage, read> judged: array<${judged.precision}>`, judged.buffer] as [string, GPUBuffer]] : []),
  ];
  const heat = judged ? `
fn score(row: i32, column: i32) -> f32 { return f32(judged[clamp(row, 0, ${rows - 1}) * ${columns} + clamp(column, 0, ${columns - 1})]); }
/** Patches that do not pass glow. */
fn heat(k: u32, colour: f32) -> f32 {
  let at = (vec2f(f32(k / 3 % ${width}), f32(k / ${3 * width})) - ${judged.first}) / ${judged.apart};
  let corner = vec2i(floor(at));
  let share = at - floor(at);
  let seen = mix(mix(score(corner.y, corner.x), score(corner.y, corner.x + 1), share.x), mix(score(corner.y + 1, corner.x), score(corner.y + 1, corner.x + 1), share.x), share.y);
  let t = 4 * clamp(.5 + view[0].z * (.5 - seen), 0, 1);
  let stop = min(u32(t), 3u);
  let glow = mix(view[1 + stop][k % 3], view[2 + stop][k % 3], t - f32(stop));
  return mix(colour, 2 * glow - 1, .65);
}` : '';
  return kernel(device, `view ${parts.join(' ')}`, `${halves(drawn, ...(back ? [back] : []), ...(judged ? [judged] : []))}
${used.map(([declared], binding) => `@group(0) @binding(${binding}) ${declared};`).join('\n')}
${heat}
${ENTRY(count)}
  let fresh = mix(source[k], f32(drawn[k]), view[0].x);
  let now = mix(fresh, before[k], view[0].y);
  before[k] = now;
${parts.map((part, i) => `  sheet[${i * count}u + k] = ${valueOf[part]};`).join('\n')}
}`, used.map(([, buffer]) => buffer), count);
};
