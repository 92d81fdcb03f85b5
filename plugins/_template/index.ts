// Template: waves of waves. Two layers of sines over the plane, coloured by a palette; a first plugin to change until
// it is your own. Save while the viewer runs: the picture follows.

import { definePlugin, p, PALETTES, paletteStops } from '#api';
import { compilePixelProgram, normalWeights, palettePaint, type NormalInit } from '#nets';
import { LATENT, waves } from './networks.ts';

/**
 * The controls. The panel, links, presets, the README's table and the contract tests follow from this declaration.
 * `apply` says what a change costs: 'live' (where nothing is said) is seen in the next frame, 'reset' calls `reset`
 * below, 'rebuild' makes a new instance and keeps the old picture until it is there.
 */
const params = {
  palette: p.choice({ options: PALETTES, default: 'dusk', hint: 'The colours, from the lowest value to the highest.' }),
  seed: p.seed({ default: 5, hint: 'Names the weights: every seed is another cloth.' }),
  z: p.latent({ dims: LATENT, distribution: 'uniform', default: { speed: 4 }, hint: 'Moves the waves against each other.' }),
  scale: p.number({ min: .2, max: 6, default: 1, hint: 'How much of the plane is seen.' }),
  pitch: p.number({ apply: 'reset', min: .3, max: 6, default: 1.3, hint: 'How close the waves of the first layer lie.' }),
  folds: p.number({ apply: 'reset', min: .2, max: 5, default: 2.2, hint: 'How far the second layer folds the first.' }),
  units: p.int({ apply: 'rebuild', min: 4, max: 48, default: 16, hint: 'Waves in a layer.' }),
  relief: p.number({ min: 0, max: 3, default: 1, hint: 'Light from the upper left.' }),
};

export default definePlugin({
  id: '_template',
  title: 'Template',
  summary: 'Waves of waves: two layers of sines over the plane.',
  papers: [{ title: 'Sitzmann et al., Implicit neural representations with periodic activation functions (2020)', url: 'https://arxiv.org/abs/2006.09661' }],
  engine: '^1',
  params,
  presets: {
    silk: { palette: 'dusk', pitch: 1.3, folds: 2.2 },
    dunes: { palette: 'ember', pitch: 1.4, folds: 2.6, relief: 2 },
    reeds: { palette: 'moss', pitch: 2.4, folds: 1.4 },
    'ink wash': { palette: 'ink', pitch: .8, folds: 3, relief: .6 },
  },
  // A picture drawn pixel by pixel has no size of its own: this one is a start, and any other may be asked for.
  output: { width: 512, height: 512, resolutionFree: true },
  // Painted every frame; where time is short, at half or a quarter of the resolution.
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },

  // Makes an instance. Slow work (compiling, loading) belongs here, and what is `own`ed is freed with the instance.
  async create(context, start) {
    const network = waves(start.units);
    const program = context.own(await compilePixelProgram(context.device, network, palettePaint));
    const colours = new Float32Array(4 * palettePaint.uniforms);
    let palette = '';

    const reset = ({ seed, pitch, folds, units }: Pick<typeof start, 'seed' | 'pitch' | 'folds' | 'units'>): void => {
      const init: NormalInit = { kernel: (_fanIn, fanOut, name) => (name === '1/kernel' ? pitch : (fanOut === 3 ? 1.6 : 2 * folds) / Math.sqrt(units)), bias: .7 };
      program.setWeights(normalWeights(network, seed, init));
    };
    reset(start);

    return {
      reset,
      // Paints one picture: the steps go to the host, which runs them when the frame has time. `now.z` is the latent's
      // point of this moment; nothing here asks what time it is, so that the same moment is always the same picture.
      infer(_frame, now, output) {
        if (now.palette !== palette) colours.set(paletteStops(palette = now.palette));
        colours[20] = (now.relief * now.scale) / 45;
        return program.run({ scale: now.scale, center: [0, 0], mirrorX: false, mirrorY: false }, { z: now.z }, colours, output);
      },
    };
  },
});
