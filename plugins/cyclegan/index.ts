// CycleGAN: what flows in, painted as if it were of another world, learnt from two heaps of pictures that do not belong
// together. Any piece, photograph, film or camera; any size.

import { definePlugin, p, PALETTES, paletteStops, type InputPicture, type KernelStep, type PaletteName, type PieceContext, type WeightsFile } from '#api';
import { aboutNetwork, aboutWeights, affine, compileProgram, network, networkWeights, sized, type Look, type Program, type Weights } from '#nets';
import { GRAIN, networksOf, type Networks } from './networks.ts';
import { withDepth } from './strength.ts';
import { copyStep, patchesOf, VIEW_NUMBERS, viewStep, type Numbers, type Part } from './views.ts';

const SHOWS = {
  'translation': ['drawn'],
  'there and back': ['back'],
  'difference': ['difference'],
  'judge': ['heat'],
  'all four': ['source', 'drawn', 'back', 'difference'],
} as const satisfies Readonly<Record<string, readonly Part[]>>;
type Show = keyof typeof SHOWS;

/** Width by height. */
const PROPORTIONS = { '1:1': 1, '3:2': 3 / 2, '2:1': 2, '2:3': 2 / 3 } as const;

/** What it can be, and whose weights that are. */
const MODELS = {
  'van gogh': 'vangogh',
  'portraits': 'portraits',
  'emoji': 'emoji',
  'emoji, unbound': 'loose',
} as const;
type Model = keyof typeof MODELS;
const models = Object.keys(MODELS) as Model[];

const params = {
  model: p.choice({ apply: 'rebuild', options: models, default: 'van gogh', hint: 'What it learnt from: photographs of landscapes and nine paintings; faces in ink and faces in colour; flat and shaded emoji, or the same though nothing had to come back (lambda 0).' }),
  direction: p.choice({ options: ['there', 'back'], default: 'there', hint: 'There: to the painting, to colour, to shading. Back is the other way.' }),
  show: p.choice({ apply: 'rebuild', options: Object.keys(SHOWS) as Show[], default: 'translation', hint: 'The translation; that translated back; how far it is from what came in; where the judge of patches is not convinced; or all of it.' }),
  strength: p.number({ min: 0, max: 1, default: 1, hint: 'How much of the translation lies over the picture.' }),
  depth: p.number({ min: 0, max: 2, default: 1, hint: 'How far the features are changed before they become a picture: 0 not at all, beyond 1 more than was learnt.' }),
  smoothing: p.number({ min: 0, max: .95, default: 0, hint: 'How much of the frame before stays: films flicker less, and trail.' }),
  size: p.choice({ apply: 'rebuild', options: ['64', '128', '256', '512', '1024'], default: '128', hint: 'Pixels of the height that it works on: strokes stay as large as they are, so with more of them they grow finer. Faces and emoji fill 64.' }),
  shape: p.choice({ label: 'proportions', apply: 'rebuild', options: Object.keys(PROPORTIONS) as (keyof typeof PROPORTIONS)[], default: '2:1', hint: 'Width to height; what sticks out of the picture that flows in is cut off.' }),
  gain: p.number({ min: .2, max: 8, default: 2, hint: 'How strongly difference and judge are shown.' }),
  heat: p.choice({ options: PALETTES, default: 'ember', hint: 'Colours of the judge; bright patches look drawn to it.' }),
};

/** What learnt from squares of 64 pixels that one thing fills. */
const FACE = { model: 'portraits', size: '64', shape: '1:1' } as const;

type Size = readonly [height: number, width: number];
/** Sides that fit the networks: whole grains, and enough for one patch of the judge's. */
const whole = (side: number, { halvings }: Networks): number => Math.max(3 * 2 ** halvings, GRAIN * Math.round(side / GRAIN));
interface Sized { readonly model: Model; readonly size: string; readonly shape: keyof typeof PROPORTIONS }
const sizeOf = ({ model, size, shape }: Sized): Size => [Number(size), whole(Number(size) * PROPORTIONS[shape], networksOf(MODELS[model]))];
/** Height of the smallest translation, which a new piece begins with, however large it is going to be. */
const SKETCH = 32;
/** Pixels between the pictures of `all four`, and how many of them lie side by side and above each other. */
const GAP = 4, rowsOf = (show: Show): number => (SHOWS[show].length > 1 ? 2 : 1);

const toSrgb = (c: number): number => (c <= .0031308 ? c * 12.92 : 1.055 * c ** (1 / 2.4) - .055);

/** One size's programs, from the picture that flows in to the sheet that is painted. */
interface Chain {
  readonly name: string;
  readonly programs: { readonly there: Program; readonly back: Program | undefined; readonly judge: Program | undefined };
  /** What flows in has come to the source; all but the painting. */
  readonly steps: readonly KernelStep[];
  readonly sheet: Program;
  read(from: InputPicture): KernelStep;
  readonly clear: KernelStep;
}

const openChain = async (context: PieceContext, { generator, discriminator, halvings }: Networks, [height, width]: Size, parts: readonly Part[], uniforms: GPUBuffer): Promise<Chain> => {
  const { device } = context, count = height * width * 3;
  const compile = async (net: typeof generator): Promise<Program> => context.own(await compileProgram(device, sized(net, height, width), { precision: 'best' }));
  const plain = (label: string): GPUBuffer => context.own(device.createBuffer({ label: `cyclegan ${label}`, size: 4 * count, usage: GPUBufferUsage.STORAGE }));
  const needs = (...wanted: Part[]): boolean => parts.some((part) => wanted.includes(part));
  const [there, back, judge] = await Promise.all([compile(generator), needs('back', 'difference') ? compile(generator) : undefined, needs('heat') ? compile(discriminator) : undefined]);
  // The sheet's own network only hands its pictures to the painter.
  const sheet = context.own(await compileProgram(device, network('cyclegan sheet', { pictures: [height, width, 3] }, [affine(1, 0)]), { batch: parts.length }));
  const source: Numbers = { buffer: plain('source'), precision: 'f32' }, before = plain('before'), nothing: Numbers = { buffer: plain('nothing'), precision: 'f32' };
  const into = ({ inputs, output: { precision } }: Program): Numbers => ({ buffer: inputs['picture']!, precision });
  const copy = (label: string, from: Numbers, to: Numbers): Promise<KernelStep> => copyStep(device, label, from, to, count);
  const handed = async (from: Program, to: Program | undefined, label: string): Promise<KernelStep[]> => (to ? [await copy(label, from.output, into(to)), ...to.steps] : []);
  const reader = await context.reader({ buffer: source.buffer, width, height, precision: 'f32', range: [-1, 1], fit: 'cover' });
  return {
    name: `${height} x ${width}`, programs: { there, back, judge }, sheet, read: reader, clear: await copy('nothing', nothing, source),
    steps: [
      await copy('take in', source, into(there)), ...there.steps,
      ...await handed(there, back, 'hand back'), ...await handed(there, judge, 'hand to the judge'),
      await viewStep(device, parts, { source, drawn: there.output, back: back?.output, judged: judge && { ...judge.output, ...patchesOf(halvings) }, before }, [height, width], uniforms, sheet.inputs['pictures']!),
      ...sheet.steps,
    ],
  };
};

export default definePlugin({
  id: 'cyclegan',
  title: 'CycleGAN',
  summary: 'Paints what flows in as another world would: photographs as Van Gogh, ink as colour, learnt without a single pair.',
  papers: [{ title: 'Zhu, Park, Isola and Efros, Unpaired image-to-image translation using cycle-consistent adversarial networks (2017)', url: 'https://arxiv.org/abs/1703.10593' }],
  engine: '^1',
  params,
  inputs: { picture: p.image({ hint: 'What is translated: a piece, a photograph, a film, a camera, a drawing.' }) },
  presets: {
    'oil': { model: 'van gogh', show: 'translation' },
    'glaze': { model: 'van gogh', strength: .6 },
    'impasto': { model: 'van gogh', depth: 1.3 },
    'restorer': { model: 'van gogh', show: 'all four' },
    'critic': { model: 'van gogh', show: 'judge', gain: 3 },
    'photographer': { model: 'van gogh', direction: 'back' },
    'inker': { ...FACE, direction: 'back' },
    'colourist': FACE,
    'round trip': { ...FACE, direction: 'back', show: 'there and back' },
    'modeller': { ...FACE, model: 'emoji' },
    'unbound': { ...FACE, model: 'emoji, unbound' },
  },
  output: {
    width: 128, height: 128, resolutionFree: true,
    size: (states) => {
      const [height, width] = sizeOf(states), times = 2 * rowsOf(states.show);
      return { width: times * width, height: times * height };
    },
    remembers: ({ smoothing }) => smoothing > 0,
  },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },
  weights: Object.fromEntries(models.map((model) => [model, `cyclegan/${MODELS[model]}-trained.safetensors`])),

  async create(context, start) {
    const { device } = context, parts: readonly Part[] = SHOWS[start.show], rows = rowsOf(start.show), [height, width] = sizeOf(start), networks = networksOf(MODELS[start.model]);
    const { generator, discriminator } = networks;
    const file = await context.weights(start.model);
    const known = (lent: WeightsFile): Readonly<Record<'toY' | 'toX' | 'ofY' | 'ofX', Weights>> => ({
      toY: networkWeights(lent, 'generatorY', generator), toX: networkWeights(lent, 'generatorX', generator),
      ofY: networkWeights(lent, 'discriminatorY', discriminator), ofX: networkWeights(lent, 'discriminatorX', discriminator),
    });
    let { toY, toX, ofY, ofX } = known(file);
    const numbers = new Float32Array(VIEW_NUMBERS);
    const uniforms = context.own(device.createBuffer({ label: 'cyclegan view', size: numbers.byteLength, usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST }));
    // The smallest comes first: a picture is painted by one of at least half its height, if there is one.
    const heights = [...new Set([SKETCH, height / 4, height / 2, height].map((side) => whole(Math.min(side, height), networks)))].sort((a, b) => a - b);
    const chains = await Promise.all(heights.map(async (side) => ({ side, chain: await openChain(context, networks, [side, whole(side * width / height, networks)], parts, uniforms) })));
    const chainFor = (pixels: number): Chain => (chains.find(({ side }) => 2 * side >= pixels) ?? chains.at(-1)!).chain;
    const look: Look = { range: [-1, 1], enlarge: 'bicubic', columns: rows, gap: GAP, margin: 0 };
    /** What each chain was last weighed with. */
    const weighed = new Map<Chain, string>();
    let heated: PaletteName | undefined, made = '', last = -2;

    /** Uploaded again only when direction or depth has changed. */
    const weigh = (chain: Chain, direction: 'there' | 'back', depth: number): void => {
      const { there, back, judge } = chain.programs, wanted = `${direction} ${depth}`;
      if (weighed.get(chain) === wanted) return;
      weighed.set(chain, wanted);
      const [first, second, judges] = direction === 'there' ? [toY, toX, ofY] : [toX, toY, ofX];
      there.setWeights(withDepth(generator, first, depth));
      back?.setWeights(second);
      judge?.setWeights(judges);
    };

    return {
      about: [aboutNetwork(generator), ...aboutWeights(file)],
      weigh(label, lent) {
        if (label !== start.model) return;
        ({ toY, toX, ofY, ofX } = known(lent));
        weighed.clear();
        made = '';
      },
      *infer({ index }, { direction, depth, strength, smoothing, gain, heat }, output, { picture }) {
        const chain = chainFor(output.height / rows);
        const wanted = `${chain.name} ${picture?.version} ${direction} ${depth} ${strength} ${gain} ${heat} ${smoothing}`;
        // What was made of the same picture in the same way is only painted again.
        if (wanted !== made || (smoothing > 0 && index !== last)) {
          weigh(chain, direction, depth);
          if (heat !== heated) paletteStops(heat).forEach((c, i) => { numbers[4 + i] = toSrgb(c); });
          // After a leap in time there is nothing before.
          numbers.set([strength, index - last === 1 || index === last ? smoothing : 0, gain]);
          device.queue.writeBuffer(uniforms, 0, numbers);
          [heated, last, made] = [heat, index, ''];
          yield picture ? chain.read(picture) : chain.clear;
          yield* chain.steps;
          made = wanted;
        }
        yield* chain.sheet.paint(look, output);
      },
    };
  },
});
