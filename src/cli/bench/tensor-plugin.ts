// The bench's plugin that paints from tensors: each picture makes some and lets go of them.

import * as tf from '@tensorflow/tfjs';
import { definePlugin, type PluginDefinition } from '#api';

export default definePlugin({
  id: 'bench-tensors', title: 'Tensors', summary: 'A picture made of tensors.', papers: [], engine: '^1',
  params: {},
  presets: {},
  output: { width: 16, height: 16, resolutionFree: true },
  budget: { every: 1, levels: ['full'] },
  async create(context) {
    await context.tensors();
    const ramp = context.own(tf.tidy(() => tf.reshape(tf.linspace(0, 1, 16 * 16 * 3), [16, 16, 3])));
    return {
      *infer({ time }, _, output) {
        const tensor = tf.tidy(() => tf.mul(ramp, Math.cos(time) ** 2));
        try {
          yield context.paint(tensor, output);
        } finally {
          tensor.dispose();
        }
      },
    };
  },
}) as unknown as PluginDefinition;
