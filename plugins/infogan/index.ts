// InfoGAN: a network that was taught to draw, and besides, to let its drawing tell which of ten kinds and which of two
// degrees were asked for. Nobody said what kinds and degrees; it found digits, slant and weight by itself.

import { definePlugin, p, PALETTES, paletteStops, type PaletteName, type WeightsFile } from '#api';
import { aboutNetwork, aboutWeights, colourOf, compileProgram, networkWeights, runPlain, type Look, type Weights } from '#nets';
import { categoryOfDigit, COLUMNS, gridInputs, MEANINGS, orderOf, REACH, writeCategories, writeCodes } from './codes.ts';
import { createInformation, ENTROPY } from './information.ts';
import { CATEGORIES, CODES, early, earlyWeights, generator, NOISE, readerWeights, recogniser, trunk } from './networks.ts';

const DIGITS = Array.from({ length: CATEGORIES }, (_, digit) => `${digit}`);
const LOOKS = { ink: 'spline', soft: 'spline', mosaic: 'mosaic', dots: 'dots' } as const;
/** Between and around the pictures of the grid, in their pixels. */
const GAP = 3, MARGIN = 12;
/** Emboss of a whole step from paper to ink within a pixel, at relief 1. */
const EMBOSS = .6;

interface Chosen { readonly look: keyof typeof LOOKS; readonly edge: number; readonly colour: PaletteName | 'mono'; readonly relief: number; readonly ink: string; readonly paper: string; readonly margin: number }

/** The look that is chosen; colours are made anew only when they are others. */
const createLooks = (): ((chosen: Chosen, grid: boolean) => Look) => {
  let made = '', colours: Pick<Look, 'palette' | 'colours' | 'ground'> = {};
  return ({ look, edge, colour, relief, ink, paper, margin }, grid) => {
    const wanted = colour === 'mono' ? ink + paper : colour;
    if (wanted !== made) colours = colour === 'mono' ? { colours: [colourOf(paper), colourOf(ink)], ground: colourOf(paper) } : { palette: paletteStops(colour) };
    made = wanted;
    return {
      ...colours, range: [0, 1], relief: EMBOSS * relief, enlarge: LOOKS[look], columns: grid ? COLUMNS : 1, gap: GAP, margin: grid ? MARGIN : margin,
      ...(look === 'ink' ? { edge } : {}),
    };
  };
};

const params = {
  category: p.latent({ dims: CATEGORIES, distribution: 'categorical', names: DIGITS, default: { speed: 10, ease: 'linger' }, hint: 'Which digit. Shares mix: half a 4 and half a 9 is a shape between them. The network found the ten kinds without being told of digits.' }),
  codes: p.latent({ dims: CODES, distribution: 'uniform', range: [-REACH, REACH], names: MEANINGS, default: { speed: 7, radius: 1 }, hint: 'The two degrees that it found. It learnt with -1 to 1; beyond, it goes on as it understood them.' }),
  noise: p.latent({ dims: NOISE, distribution: 'uniform', default: { speed: 3 }, hint: 'All that the codes leave open: the hand.' }),
  data: p.choice({ apply: 'rebuild', options: ['digits', 'glyphs', 'control'], default: 'digits', hint: 'Taught with handwritten digits, with digits of some 400 typefaces, or with handwriting but without the information term: then the dials mean nothing.' }),
  layout: p.choice({ apply: 'rebuild', options: ['single', 'grid'], default: 'single', hint: 'One picture, or a hundred at once: a row for each digit, one code from -2 to 2 along it.' }),
  across: p.choice({ options: MEANINGS, default: 'slant', hint: 'The code along the rows of the grid; the other is as its knob says.' }),
  look: p.choice({ options: Object.keys(LOOKS) as (keyof typeof LOOKS)[], default: 'ink', hint: 'The 28 pixels of a side as ink with an edge, as soft tones, as tiles, or as dots.' }),
  edge: p.number({ min: 0, max: .5, default: .06, hint: 'Of ink: 0 is cut with a knife, more bleeds into the paper.' }),
  colour: p.choice({ options: [...PALETTES, 'mono'], default: 'mono', hint: 'Plain ink on paper, or a palette over the tones.' }),
  relief: p.number({ min: 0, max: 3, default: 1, hint: 'Light from the upper left over the palettes.' }),
  ink: p.color({ default: '#1b1d26', hint: 'Ink of mono.' }),
  paper: p.color({ default: '#f4f0e6', hint: 'Paper of mono.' }),
  margin: p.number({ min: 0, max: 28, default: 2, hint: 'Paper around a single picture, in its own pixels.' }),
};

export default definePlugin({
  id: 'infogan',
  title: 'InfoGAN',
  summary: 'Digits from a network that found out by itself that there are ten of them, that they lean, and that some are bolder.',
  papers: [
    { title: 'Chen et al., InfoGAN: interpretable representation learning by information maximizing generative adversarial nets (2016)', url: 'https://arxiv.org/abs/1606.03657' },
  ],
  engine: '^1',
  params,
  presets: {
    'copybook': { colour: 'mono', look: 'ink' },
    'traversal': { layout: 'grid', across: 'slant' },
    'traversal by weight': { layout: 'grid', across: 'weight' },
    'night school': { layout: 'grid', colour: 'dusk', look: 'soft', relief: 1.5 },
    'neon': { colour: 'ember', look: 'soft', relief: 0 },
    'wet ink': { colour: 'ink', look: 'soft', relief: 0 },
    'tiles': { look: 'mosaic', colour: 'tide' },
    'newsprint': { look: 'dots', colour: 'mono', ink: '#16181f', paper: '#efe9da' },
    'type specimen': { data: 'glyphs', look: 'ink', edge: .02, ink: '#8c1f28', paper: '#f6f1e4' },
    'type case': { data: 'glyphs', layout: 'grid', across: 'weight', ink: '#20242e', paper: '#f6f1e4' },
    'untold': { data: 'control', layout: 'grid', ink: '#5a5148' },
  },
  // Its ink is enlarged along a spline: nothing is left for an upscaler.
  output: { width: 1024, height: 1024, resolutionFree: true, native: () => undefined },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },
  weights: { digits: 'infogan/digits-trained.safetensors', glyphs: 'infogan/glyphs-trained.safetensors', control: 'infogan/untold-trained.safetensors' },

  async create(context, start) {
    const grid = start.layout === 'grid', batch = grid ? CATEGORIES * COLUMNS : 1;
    const file = await context.weights(start.data);
    const categories = categoryOfDigit(file), order = orderOf(file);
    const program = context.own(await compileProgram(context.device, generator, { batch }));
    const information = context.own(createInformation(context.device));
    let first: Weights = new Map();
    const weigh = (lent: WeightsFile): void => {
      const weights = networkWeights(lent, 'generator', generator);
      program.setWeights(weights);
      first = earlyWeights(weights);
      information.setWeights(readerWeights([[generator, weights], [trunk, networkWeights(lent, 'trunk', trunk)], [recogniser, networkWeights(lent, 'recogniser', recogniser)]]));
    };
    weigh(file);

    const inputs = { z: new Float32Array(batch * NOISE), category: new Float32Array(batch * CATEGORIES), codes: new Float32Array(batch * CODES) };
    const seen = new Float32Array(NOISE + CATEGORIES + CODES);
    const looks = createLooks(), about = [aboutNetwork(generator), ...aboutWeights(file)];
    return {
      about,
      weigh(label, lent) { if (label === start.data) weigh(lent); },
      *infer(_frame, now, output) {
        for (let i = 0; i < batch; i++) inputs.z.set(now.noise, i * NOISE);
        if (grid) gridInputs(categories, order, now.across, now.codes, inputs.category, inputs.codes);
        else {
          writeCategories(categories, now.category, inputs.category);
          writeCodes(order, now.codes[0]!, now.codes[1]!, inputs.codes);
        }
        yield* program.run(inputs);
        yield* program.paint(looks(now, grid), output);
      },
      /** The first layer's 512 numbers. */
      features(_key, _point, { category, codes, noise }) {
        seen.set(noise);
        writeCategories(categories, category, seen, NOISE);
        writeCodes(order, codes[0]!, codes[1]!, seen, NOISE + CATEGORIES);
        return runPlain(early, first, seen);
      },
      readings() {
        const nats = information.ask();
        return [{ label: 'information', value: nats === undefined ? 'measuring' : `${nats.toFixed(2)} of ${ENTROPY.toFixed(2)} nats of the category are in the picture` }];
      },
    };
  },
});
