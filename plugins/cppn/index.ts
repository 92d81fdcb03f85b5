// CPPN: a picture as a function of the plane, drawn by a small dense network with large random weights. Nothing is
// learnt, unless the weights are the fitted ones; every seed is another world, z moves through it.

import { definePlugin, p, PALETTES, paletteStops } from '#api';
import { aboutNetwork, aboutWeights, compilePixelProgram, inkPaint, networkWeights, normalWeights, palettePaint, rgbPaint, runPlain, setColor, type Weights } from '#nets';
import { cppn, early, fitted, initOf, INITS, LATENT, PLACES, VARIANTS } from './networks.ts';

/** Emboss strength of taste: a slope of one span across the picture shades it this much. */
const EMBOSS = 1 / 45;

/** What the weights that ship are called. */
const FITTED = 'fitted';

const params = {
  weights: p.choice({ apply: 'rebuild', options: ['random', FITTED], default: 'random', hint: 'Random ones, as the seed has them; or a network of its own shape, fitted to eight landscapes, which a walk of eight key points from seed 1 passes, or to your pictures in Fine-tune. Its colours are rgb, its frame is scale 1.' }),
  variant: p.choice({ apply: 'rebuild', options: VARIANTS, default: 'tanh', hint: 'The network: tanh layers, contour lines, soft steps, sine, residual layers, or the deep net of the deviation sweep (which has no z).' }),
  colour: p.choice({ apply: 'rebuild', options: [...PALETTES, 'rgb', 'mono'], default: 'ember', hint: 'A palette, the three outputs as raw colour, or one output as ink on paper.' }),
  seed: p.seed({ default: 7, hint: 'Names the weights.' }),
  z: p.latent({ dims: LATENT, distribution: 'uniform', default: { speed: 5 }, hint: 'Where in its world the picture is.' }),
  scale: p.number({ min: .25, max: 20, default: 2.2, hint: 'How much of the plane is seen; larger is farther away.' }),
  centre: p.vec2({ min: -10, max: 10, default: [0, 0], hint: 'The middle of the picture on the plane.' }),
  mirror: p.choice({ options: ['none', 'x', 'y', 'both'], default: 'none', hint: 'Symmetry: the network sees |x|, |y| or both.' }),
  width: p.int({ apply: 'rebuild', min: 4, max: 64, default: 24, hint: 'Nodes of a layer.' }),
  depth: p.int({ apply: 'rebuild', min: 1, max: 12, default: 5, hint: 'Layers after the first.' }),
  std: p.number({ label: 'weight std', apply: 'reset', min: .02, max: 2.5, default: 1.4, hint: 'Deviation of the weights: small is a soft blob, large is full of structure.' }),
  init: p.choice({ apply: 'reset', options: INITS, default: 'balanced', hint: 'Balanced divides the deviation by the root of the width; classic uses it as it is, and z times the scale, like the original.' }),
  emboss: p.number({ min: 0, max: 3, default: 1, hint: 'Relief of the palette colours.' }),
  ink: p.color({ default: '#1b1d26', hint: 'Ink of mono.' }),
  paper: p.color({ default: '#f4f0e6', hint: 'Paper of mono.' }),
};

export default definePlugin({
  id: 'cppn',
  title: 'CPPN',
  summary: 'A picture as a function of the plane: a small network with large random weights, sharp at any size.',
  papers: [
    { title: 'Stanley, Compositional pattern producing networks (2007)', url: 'https://doi.org/10.1007/s10710-007-9028-8' },
    { title: 'Ha, Generating abstract patterns with TensorFlow (2016)', url: 'https://blog.otoro.net/2016/03/25/generating-abstract-patterns-with-tensorflow/' },
    { title: 'Sitzmann et al., Implicit neural representations with periodic activation functions (2020)', url: 'https://arxiv.org/abs/2006.09661' },
  ],
  engine: '^1',
  params,
  presets: {
    embers: { colour: 'ember', variant: 'tanh', width: 24, depth: 5, std: 1.4, scale: 2.2 },
    tide: { colour: 'tide', variant: 'residual', width: 24, depth: 5, std: 1.3, scale: 2 },
    moss: { colour: 'moss', variant: 'soft', width: 20, depth: 5, std: 1.5, scale: 2.4 },
    dusk: { colour: 'dusk', variant: 'tanh', width: 28, depth: 4, std: 1.3, scale: 1.8 },
    'wet ink': { colour: 'ink', variant: 'tanh', width: 20, depth: 6, std: 1.6, scale: 2.4 },
    opal: { colour: 'opal', variant: 'sine', width: 24, depth: 5, std: 1.2, scale: 1.8 },
    rorschach: { colour: 'ink', variant: 'tanh', width: 24, depth: 7, std: 1.6, scale: 2.2, mirror: 'x' },
    'eight landscapes': { weights: FITTED, colour: 'rgb', scale: 1 },
    'memory of dunes': { weights: FITTED, colour: 'dusk', scale: 1.3, emboss: .6 },
    'A tanh': { variant: 'tanh', colour: 'mono', width: 32, depth: 3, std: 1, init: 'classic', scale: 8 },
    'B contour': { variant: 'contour', colour: 'mono', width: 32, depth: 3, std: 1, init: 'classic', scale: 8 },
    'C soft': { variant: 'soft', colour: 'mono', width: 32, depth: 5, std: 1, init: 'classic', scale: 8 },
    'D sine': { variant: 'sine', colour: 'mono', width: 32, depth: 3, std: 1, init: 'classic', scale: 8 },
    'E residual': { variant: 'residual', colour: 'mono', width: 32, depth: 3, std: 1, init: 'classic', scale: 8 },
    'F deviation sweep': { variant: 'deep', colour: 'mono', width: 64, depth: 8, std: .5, init: 'classic', scale: 1 },
  },
  output: { width: 512, height: 512, resolutionFree: true },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },

  weights: { [FITTED]: 'cppn/fit-trained.safetensors' },

  async create(context, start) {
    const { colour } = start;
    const mono = colour === 'mono', raw = colour === 'rgb';
    const file = start.weights === FITTED ? await context.weights(FITTED) : undefined;
    const network = file ? fitted(LATENT) : cppn({ variant: start.variant, width: start.width, depth: start.depth, channels: mono ? 1 : 3, latent: LATENT });
    const program = context.own(await compilePixelProgram(context.device, network, mono ? inkPaint : raw ? rgbPaint : palettePaint));
    const paint = new Float32Array(24);
    if (!mono && !raw) paint.set(paletteStops(colour));
    const z = new Float32Array(LATENT);
    const first = early(start.width, LATENT), seen = new Float32Array(PLACES ** 2 * (3 + LATENT));
    let firstWeights: Weights = new Map();
    const reset = (now: typeof start): void => {
      if (file) return;
      const weights = normalWeights(network, now.seed, initOf(now));
      program.setWeights(weights);
      if (start.variant !== 'deep') firstWeights = new Map(['kernel', 'bias'].map((role) => [`0/${role}`, weights.get(`1/${role}`)!]));
    };
    if (file) program.setWeights(networkWeights(file, 'painter', network));
    reset(start);
    return {
      about: [aboutNetwork(network), ...(file ? aboutWeights(file) : [])],
      reset,
      weigh(label, lent) {
        if (file && label === FITTED) program.setWeights(networkWeights(lent, 'painter', network));
      },
      features(_key, point, now) {
        // The deep net has no z, and what is fitted has its own.
        if (file || start.variant === 'deep') return undefined;
        const reach = now.init === 'classic' ? now.scale : 1;
        for (let place = 0; place < PLACES ** 2; place++) {
          const at = place * (3 + LATENT), across = (2 * (place % PLACES)) / (PLACES - 1) - 1, down = (2 * Math.floor(place / PLACES)) / (PLACES - 1) - 1;
          let x = now.scale * across + now.centre[0], y = now.scale * down + now.centre[1];
          if (now.mirror === 'x' || now.mirror === 'both') x = Math.abs(x);
          if (now.mirror === 'y' || now.mirror === 'both') y = Math.abs(y);
          seen[at] = x;
          seen[at + 1] = y;
          seen[at + 2] = Math.hypot(x, y);
          for (let i = 0; i < LATENT; i++) seen[at + 3 + i] = reach * point[i]!;
        }
        return runPlain(first, firstWeights, seen);
      },
      infer(_frame, now, output) {
        const reach = !file && now.init === 'classic' ? now.scale : 1;
        for (let i = 0; i < LATENT; i++) z[i] = now.z[i]! * reach;
        if (mono) {
          setColor(paint, 0, now.ink);
          setColor(paint, 1, now.paper);
        } else paint[20] = colour === 'ink' ? 0 : EMBOSS * now.scale * now.emboss;
        return program.run({ scale: now.scale, center: now.centre, mirrorX: now.mirror === 'x' || now.mirror === 'both', mirrorY: now.mirror === 'y' || now.mirror === 'both' }, { z }, paint, output);
      },
    };
  },
});
