// A plugin that paints with weights from files: one neuron over the plane, dark where it fires. Its param `state` is
// the label of a file.

import { definePlugin, p, type PieceContext, type PluginDefinition } from '#api';
import { compilePixelProgram, dense, inkPaint, network, networkWeights, sigmoid, type Weights } from '#nets';

/** `[H, W, 3]` positions -> `[H, W, 1]` ink. */
export const print = network('print', { position: [null, null, 3] }, [dense(1), sigmoid()]);

/** Ink that grows by `x` to the right and by `y` downwards. */
export const printWeights = (x: number, y: number, bias: number): Weights =>
  new Map([['print/0/kernel', { shape: [3, 1], data: Float32Array.of(x, y, 0) }], ['print/0/bias', { shape: [1], data: Float32Array.of(bias) }]]);

const COLOURS = [0, 0, 0, 1, 1, 1, 1, 1];

/** `weights` as in a definition. `asked` is told of every instance's context. */
export const printPlugin = (weights: Readonly<Record<string, string>>, asked: (context: PieceContext) => void = () => undefined): PluginDefinition => {
  const labels = Object.keys(weights);
  return definePlugin({
    id: 'print', title: 'Print', summary: 'One neuron.', papers: [], engine: '^1',
    params: {
      state: p.choice({ apply: 'rebuild', options: [...labels, 'no such label'], default: labels[0]! }),
      scale: p.number({ min: .1, max: 2, default: 1 }),
    },
    presets: {},
    output: { width: 8, height: 8, resolutionFree: true },
    budget: { every: 1, levels: ['full'] },
    weights,
    async create(context, { state }) {
      asked(context);
      const program = context.own(await compilePixelProgram(context.device, print, inkPaint));
      program.setWeights(networkWeights(await context.weights(state), 'print', print));
      return { infer: (_frame, { scale }, output) => program.run({ scale, center: [0, 0], mirrorX: false, mirrorY: false }, {}, COLOURS, output) };
    },
  });
};
