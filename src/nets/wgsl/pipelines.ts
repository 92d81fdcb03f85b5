// Bind group layouts and compute pipelines of a program. Equal kernels share a pipeline; none blocks while it compiles.

export interface Pipelines {
  /** Group 0: the result, then so many reads. */
  bindings(reads: number): GPUBindGroupLayout;
  /** Group 1: the range of items, at a dynamic offset. */
  readonly range: GPUBindGroupLayout;
  /** The same pipeline for the same code. Rejects with the compiler's message. */
  compile(label: string, code: string, reads: number): Promise<GPUComputePipeline>;
}

export const createPipelines = (device: GPUDevice, name: string): Pipelines => {
  const visibility = GPUShaderStage.COMPUTE;
  const range = device.createBindGroupLayout({ entries: [{ binding: 0, visibility, buffer: { type: 'uniform', hasDynamicOffset: true } }] });
  const made = new Map<number, { group: GPUBindGroupLayout; layout: GPUPipelineLayout }>();
  const layouts = (reads: number): { group: GPUBindGroupLayout; layout: GPUPipelineLayout } => {
    let known = made.get(reads);
    if (!known) {
      const group = device.createBindGroupLayout({ entries: Array.from({ length: reads + 1 }, (_, binding) => ({ binding, visibility, buffer: { type: binding === 0 ? 'storage' : 'read-only-storage' } })) });
      made.set(reads, known = { group, layout: device.createPipelineLayout({ bindGroupLayouts: [group, range] }) });
    }
    return known;
  };
  const pipelines = new Map<string, Promise<GPUComputePipeline>>();
  return {
    range,
    bindings: (reads) => layouts(reads).group,
    compile(label, code, reads) {
      let pipeline = pipelines.get(code);
      if (!pipeline) pipelines.set(code, pipeline = device.createComputePipelineAsync({ label: `${name} ${label}`, layout: layouts(reads).layout, compute: { module: device.createShaderModule({ label: `${name} ${label}`, code }) } }));
      return pipeline;
    },
  };
};
