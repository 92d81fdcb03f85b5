// DCGAN: faces or landscapes of 64 pixels from a hundred numbers, and a look inside: the filters of the layer before the
// picture can be seen, watched over the picture, and dropped one by one.

import { definePlugin, p, PALETTES, paletteStops, type PaletteName, type WeightsFile } from '#api';
import { aboutNetwork, aboutWeights, colourOf, compileProgram, network, networkWeights, runPlain, type Look, type Weights } from '#nets';
import { heated, heatedWeights, maps, mapsWeights, reachOf, withoutFilters } from './filters.ts';
import { generator, LATENT, SIDE, WIDTH } from './networks.ts';

/** Pictures of the gallery, in rows of three. */
const GALLERY = 9, COLUMNS = 3;
/** Between the pictures, in their pixels; around them, twice that. */
const GAP = 4, MAP_COLUMNS = 6, MAP_GAP = 3;
/** Steps by which the numbers of z move on from one picture of the gallery to the next. */
const TURN = 11;

const SHOWS = {
  picture: { net: generator, batch: 1 },
  gallery: { net: generator, batch: GALLERY },
  filters: { net: maps, batch: 1 },
  heat: { net: heated, batch: 1 },
} as const;
type Show = keyof typeof SHOWS;

/** Pixels of a side of what each shows. */
const NATIVE: Readonly<Record<Show, number>> = { picture: SIDE, heat: SIDE, gallery: COLUMNS * SIDE + (COLUMNS + 3) * GAP, filters: MAP_COLUMNS * SIDE / 2 + (MAP_COLUMNS + 3) * MAP_GAP };

/** The first layer, with its norm: what early features are. */
const early = network('dcgan first layer', generator.inputs, generator.layers.slice(0, 4));

const params = {
  z: p.latent({ dims: LATENT, distribution: 'uniform', default: { speed: 5 }, hint: 'The hundred numbers that the picture is made from.' }),
  data: p.choice({ apply: 'rebuild', options: ['faces', 'landscapes'], default: 'faces', hint: 'What it was taught with: drawn faces on coloured paper, or crops of landscape photographs.' }),
  show: p.choice({ apply: 'rebuild', options: Object.keys(SHOWS) as Show[], default: 'picture', hint: 'The picture; nine that share their numbers in other places; the maps of the 32 filters below it; or the heat of watched filters over it.' }),
  filters: p.mask({ count: WIDTH, hint: 'Filters of the layer before the picture. Drop some and see what it can no longer draw.' }),
  watched: p.mask({ count: WIDTH, default: '1'.padEnd(WIDTH, '0'), hint: 'Filters whose heat is shown over the picture, also when they are dropped.' }),
  gain: p.number({ min: .1, max: 5, default: 1, hint: 'How hot the filters look.' }),
  enlarge: p.choice({ apply: 'rebuild', options: ['bicubic', 'mosaic', 'dots'], default: 'bicubic', hint: 'Between the 64 pixels of a side: smooth, as tiles, or as dots that grow with the light.' }),
  heat: p.choice({ options: PALETTES, default: 'ember', hint: 'Colours of maps and heat.' }),
  ground: p.color({ default: '#14151a', hint: 'Between and around pictures, tiles and dots.' }),
};

interface Chosen { readonly filters: string; readonly watched: string; readonly gain: number; readonly heat: PaletteName; readonly enlarge: 'bicubic' | 'mosaic' | 'dots'; readonly ground: string }

/** What the network of a show reads for weights. */
const weightsFor = (show: Show, trained: Weights, { filters, watched, gain, heat }: Chosen, reach: number): Weights =>
  (show === 'filters' ? mapsWeights(trained, filters) : show === 'heat' ? heatedWeights(trained, { filters, watched, gain: gain / reach, palette: heat }) : withoutFilters(trained, filters));

const lookFor = (show: Show, { enlarge, ground, gain }: Chosen, palette: Float32Array, reach: number): Look => {
  const shared = { enlarge, ground: colourOf(ground) };
  if (show === 'filters') return { ...shared, range: [0, reach / gain], palette, columns: MAP_COLUMNS, gap: MAP_GAP, margin: 2 * MAP_GAP };
  if (show === 'heat') return { ...shared, range: [0, 1] };
  return { ...shared, range: [-1, 1], columns: show === 'gallery' ? COLUMNS : 1, gap: GAP, margin: show === 'gallery' ? 2 * GAP : 0 };
};

export default definePlugin({
  id: 'dcgan',
  title: 'DCGAN',
  summary: 'Faces and landscapes from a hundred numbers, by the network that made such arithmetic famous, and a look at its filters.',
  papers: [
    { title: 'Radford, Metz and Chintala, Unsupervised representation learning with deep convolutional generative adversarial networks (2016)', url: 'https://arxiv.org/abs/1511.06434' },
    { title: 'Zhao et al., Differentiable augmentation for data-efficient GAN training (2020)', url: 'https://arxiv.org/abs/2006.10738' },
  ],
  engine: '^1',
  params,
  presets: {
    'portraits': { data: 'faces', show: 'picture' },
    'gallery': { data: 'faces', show: 'gallery', ground: '#e9e4d8' },
    'mosaic': { data: 'faces', enlarge: 'mosaic', ground: '#0e0f13' },
    'filter wall': { data: 'faces', show: 'filters', heat: 'ember' },
    'heat': { data: 'faces', show: 'heat', heat: 'ember', watched: '00100001100000000000001000000000' },
    'half blind': { data: 'faces', filters: '10'.repeat(WIDTH / 2) },
    'weather': { data: 'landscapes', show: 'picture' },
    'slides': { data: 'landscapes', show: 'gallery', ground: '#14151a' },
    'lights': { data: 'landscapes', enlarge: 'dots', ground: '#08090c' },
    'strata': { data: 'landscapes', show: 'filters', heat: 'tide' },
  },
  output: {
    width: 512, height: 512, resolutionFree: true,
    // Tiles and dots are meant as they are; everything else may be enlarged by others.
    native: ({ show, enlarge }) => (enlarge === 'bicubic' ? { width: NATIVE[show], height: NATIVE[show] } : undefined),
  },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },
  weights: { faces: 'dcgan/faces-trained.safetensors', landscapes: 'dcgan/landscapes-trained.safetensors' },

  async create(context, start) {
    const { show } = start, { net, batch } = SHOWS[show];
    const file = await context.weights(start.data);
    const program = context.own(await compileProgram(context.device, net, { batch }));
    const z = new Float32Array(batch * LATENT);
    const known = (lent: WeightsFile) => {
      const trained = networkWeights(lent, 'generator', generator);
      return { trained, reach: reachOf(trained), first: new Map(Array.from(trained).filter(([name]) => parseInt(name) < early.layers.length)) };
    };
    let knows = known(file), weighed = '', seen = '', look: Look = { range: [0, 1] };

    return {
      about: [aboutNetwork(generator), ...aboutWeights(file)],
      weigh(label, lent) {
        if (label !== start.data) return;
        [knows, weighed, seen] = [known(lent), '', ''];
      },
      // Weights are packed again only when they, a filter or its heat have changed.
      *infer(_frame, now, output) {
        const { trained, reach } = knows;
        const weights = show === 'heat' ? `${now.filters} ${now.watched} ${now.gain} ${now.heat}` : now.filters, chosen = `${now.heat} ${now.gain} ${now.enlarge} ${now.ground}`;
        if (weights !== weighed) program.setWeights(weightsFor(show, trained, now, reach));
        if (chosen !== seen) look = lookFor(show, now, paletteStops(now.heat), reach);
        [weighed, seen] = [weights, chosen];
        for (let i = 0; i < z.length; i++) z[i] = now.z[(i + TURN * Math.floor(i / LATENT)) % LATENT]!;
        yield* program.run({ z });
        yield* program.paint(look, output);
      },
      features: (_key, _point, now) => runPlain(early, knows.first, now.z),
    };
  },
});
