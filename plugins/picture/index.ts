// Picture: what flows in, hung as it is. Photographs, films, the camera, the screen, a drawing or another piece become a
// piece of their own, to be seen and to be fed on.

import { definePlugin, p, type InputPicture, type KernelStep, type Output } from '#api';
import { setColor } from '#nets';
import { FITS, framing, MIRRORS } from './framing.ts';
import { KERNEL } from './kernel.ts';

const params = {
  fit: p.choice({ options: FITS, default: 'cover', hint: 'Cover fills the frame and cuts what sticks out, contain shows all and leaves room, stretch pulls it to the frame.' }),
  zoom: p.number({ min: 1, max: 8, default: 1, hint: 'How close one goes.' }),
  centre: p.vec2({ min: -1, max: 1, default: [0, 0], hint: 'Where one looks, from the left and upper end to the right and lower one.' }),
  mirror: p.choice({ options: MIRRORS, default: 'none', hint: 'Turned over, as in a mirror: left and right, top and bottom, or both.' }),
  exposure: p.number({ min: -4, max: 4, default: 0, hint: 'In stops: each doubles the light.' }),
  saturation: p.number({ min: 0, max: 2, default: 1, hint: 'Colour: 0 is grey, 1 as it came.' }),
  ground: p.color({ default: '#3a3c42', hint: 'What shows beside the picture, and where there is none.' }),
};

/** Numbers of the kernel's `Look`. */
const LOOK = 16;

export default definePlugin({
  id: 'picture',
  title: 'Picture',
  summary: 'What flows in, as it is: a photograph, a film, the camera, the screen, a drawing or another piece.',
  papers: [],
  engine: '^1',
  params,
  inputs: { picture: p.image({ label: 'picture', hint: 'What is hung.' }) },
  presets: {
    'as it is': {},
    whole: { fit: 'contain', ground: '#101114' },
    'passe-partout': { fit: 'contain', ground: '#efece4' },
    mirror: { mirror: 'x' },
    'silver print': { saturation: 0, exposure: .3 },
    nightfall: { exposure: -2, saturation: .6 },
    'close up': { zoom: 3 },
  },
  output: { width: 512, height: 512, resolutionFree: true },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },

  async create({ device, own }) {
    const module = device.createShaderModule({ label: 'picture', code: KERNEL });
    const pipeline = await device.createComputePipelineAsync({ label: 'picture', layout: 'auto', compute: { module } });
    const layout = pipeline.getBindGroupLayout(0), sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear', mipmapFilter: 'linear' });
    const uniform = own(device.createBuffer({ label: 'picture', size: 4 * LOOK, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST }));
    const look = new Float32Array(LOOK), ints = new Uint32Array(look.buffer);
    /** Stands in where nothing is connected. */
    const nothing = own(device.createTexture({ label: 'picture', size: [1, 1], format: 'rgba16float', usage: GPUTextureUsage.TEXTURE_BINDING })).createView();
    const steps = new WeakMap<GPUTextureView, WeakMap<GPUTextureView, KernelStep>>();

    const make = (from: GPUTextureView, { view, part, ...whole }: Output): KernelStep => {
      const { width, height } = part ?? whole;
      const entries = [from, sampler, { buffer: uniform }, view].map((resource, binding) => ({ binding, resource }));
      const group = device.createBindGroup({ layout, entries });
      return {
        label: 'hang', flops: 40 * width * height,
        encode(pass) {
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, group);
          pass.dispatchWorkgroups(Math.ceil(width / 8), Math.ceil(height / 8));
        },
      };
    };
    /** The step from one texture to another, made once. */
    const stepOf = (from: GPUTextureView, output: Output): KernelStep => {
      let known = steps.get(from);
      if (!known) steps.set(from, known = new WeakMap<GPUTextureView, KernelStep>());
      let step = known.get(output.view);
      if (!step) known.set(output.view, step = make(from, output));
      return step;
    };

    const showing = (picture: InputPicture | undefined, output: Output, now: Parameters<typeof framing>[2]): void => {
      look.set(picture ? framing(picture, output, now) : [.5, .5, 1, 1]);
      look[10] = picture ? 1 : 0;
    };
    return {
      *infer(_frame, now, output, { picture }) {
        showing(picture, output, now);
        setColor(look, 1, now.ground);
        look[8] = 2 ** now.exposure;
        look[9] = now.saturation;
        ints.set([output.part?.x ?? 0, output.part?.y ?? 0, output.width, output.height], 12);
        device.queue.writeBuffer(uniform, 0, look);
        yield stepOf(picture?.view ?? nothing, output);
      },
    };
  },
});
