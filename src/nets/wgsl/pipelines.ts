// Bind group layouts and compute pipelines of programs, none of which blocks while it compiles. A device remembers them:
// a piece that is made anew, or another like it, finds its kernels ready, which took up to seconds to compile.

export interface Pipelines {
  /** Group 0: the result, then so many reads. */
  bindings(reads: number): GPUBindGroupLayout;
  /** Group 1: the range of items, at a dynamic offset. */
  readonly range: GPUBindGroupLayout;
  /** The same pipeline for the same code. Rejects with the compiler's message. */
  compile(label: string, code: string, reads: number): Promise<GPUComputePipeline>;
}

/** What `make` makes of a device, once, for as long as there is the device. */
export const oncePerDevice = <T>(make: (device: GPUDevice) => T): ((device: GPUDevice) => T) => {
  const made = new WeakMap<GPUDevice, T>();
  return (device) => {
    const known = made.get(device) ?? make(device);
    made.set(device, known);
    return known;
  };
};

/** A bind group layout for compute passes, its entries bound in their order. */
export const computeGroup = (device: GPUDevice, ...entries: readonly Omit<GPUBindGroupLayoutEntry, 'binding' | 'visibility'>[]): GPUBindGroupLayout =>
  device.createBindGroupLayout({ entries: entries.map((entry, binding) => ({ binding, visibility: GPUShaderStage.COMPUTE, ...entry })) });

/** What every kernel has that paints into a picture: numbers and settings; the picture; the band of rows, at a dynamic offset. */
export const paintGroups = (device: GPUDevice): readonly [GPUBindGroupLayout, GPUBindGroupLayout, GPUBindGroupLayout] => [
  computeGroup(device, { buffer: { type: 'read-only-storage' } }, { buffer: { type: 'uniform' } }),
  computeGroup(device, { storageTexture: { access: 'write-only', format: 'rgba16float' } }),
  computeGroup(device, { buffer: { type: 'uniform', hasDynamicOffset: true } }),
];

/** Pipelines that a device remembers: those of a few large pieces. What was asked for longest ago goes first. */
export const MOST_PIPELINES = 512;
const remembered = oncePerDevice(() => new Map<string, Promise<GPUComputePipeline>>());

/** The pipeline of this key, or what `make` answers with; one that fails is forgotten. `key` must hold all that it is made of. */
export const pipelineOf = (device: GPUDevice, key: string, make: () => Promise<GPUComputePipeline>): Promise<GPUComputePipeline> => {
  const pipelines = remembered(device), known = pipelines.get(key), pipeline = known ?? make();
  if (!known) pipeline.catch(() => pipelines.delete(key));
  // To the end, as what was asked for last.
  pipelines.delete(key);
  pipelines.set(key, pipeline);
  if (pipelines.size > MOST_PIPELINES) pipelines.delete(pipelines.keys().next().value!);
  return pipeline;
};

const layoutsOf = oncePerDevice((device) => {
  const range = computeGroup(device, { buffer: { type: 'uniform', hasDynamicOffset: true } });
  const made = new Map<number, { group: GPUBindGroupLayout; layout: GPUPipelineLayout }>();
  const reading = (reads: number): { group: GPUBindGroupLayout; layout: GPUPipelineLayout } => {
    let known = made.get(reads);
    if (!known) {
      const group = computeGroup(device, { buffer: { type: 'storage' } }, ...Array.from({ length: reads }, () => ({ buffer: { type: 'read-only-storage' } } as const)));
      made.set(reads, known = { group, layout: device.createPipelineLayout({ bindGroupLayouts: [group, range] }) });
    }
    return known;
  };
  return { range, reading };
});

/** `name` is in the labels of what has to be compiled. */
export const createPipelines = (device: GPUDevice, name: string): Pipelines => {
  const { range, reading } = layoutsOf(device);
  return {
    range,
    bindings: (reads) => reading(reads).group,
    compile: (label, code, reads) => pipelineOf(device, `${reads} ${code}`, () =>
      device.createComputePipelineAsync({ label: `${name} ${label}`, layout: reading(reads).layout, compute: { module: device.createShaderModule({ label: `${name} ${label}`, code }) } })),
  };
};
