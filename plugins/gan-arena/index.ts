// The GAN arena: a generator and a critic in the plane that learn from each other before one's eyes, with the games of the
// papers, what makes them collapse, and what helps them up.

import { definePlugin, p, PALETTES, paletteStops, type HostStep, type PaletteName } from '#api';
import { colourOf } from '#nets';
import { aboutOf, readingsOf } from './about.ts';
import { LAYERS } from './arena.ts';
import { createPairCurves, writePastCurves } from './curves.ts';
import { DATA, isPair } from './data.ts';
import { createItems, TILES } from './items.ts';
import { seenAt } from './kernel.ts';
import { LOSSES } from './losses.ts';
import { cellOf, createPainter } from './painter.ts';
import { createSketcher, placeOf } from './picture.ts';
import { CAUSES, CURES } from './play.ts';
import { createRounds, REMEMBERED } from './rounds.ts';

/** Palettes that begin dark. */
const NIGHTS = PALETTES.filter((name) => name !== 'ink' && name !== 'opal');
/** Real points, those of them that nobody draws, drawn ones, needles and threads; and how far the first three glow. */
const COLOURS: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  ember: ['#ffd9a0', '#ff4a5e', '#8ff0ff', '#ffffff', '#58b9d6'],
  tide: ['#d9fff0', '#ff5a7a', '#ffc16b', '#fff4dd', '#d98f4a'],
  moss: ['#f3ffb8', '#ff5348', '#ff9ee0', '#ffe9f8', '#c46aa8'],
  dusk: ['#ffe2a8', '#ff4747', '#86ffd0', '#eafff6', '#4fbd95'],
};
const HALOS = [.05, .12, .09, 0, 0];
const CHART = .17;
/** Steps that are taken at once; more are taken between other work, so that a seek holds up no frame. */
const AT_ONCE = 48, CHUNK = 8;

const params = {
  data: p.choice({ apply: 'reset', options: DATA, default: 'ring', hint: 'Eight Gaussians on a ring, twenty-five on a grid, the swiss roll; or two sets, P and Q, that you move yourself while only the critic learns.' }),
  loss: p.choice({ options: LOSSES, default: 'non-saturating', hint: 'What the two play for.' }),
  causes: p.mask({ label: 'break it', count: CAUSES.length, names: CAUSES, default: '0'.repeat(CAUSES.length), hint: 'Runaway generator: ten times its rate, and the critic learns in every fortieth step only. Momentum: ten times its rate, and .9 of it goes on. Tiny noise: a fiftieth of it.' }),
  cures: p.mask({ label: 'mend it', count: CURES.length, names: CURES, default: '0'.repeat(CURES.length), hint: 'Wasserstein with gradient penalty; a critic that sees how crowded it is; noise on all that the critic sees; a critic that starts anew, whenever its switch is turned; a generator that looks five updates of the critic ahead; a generator that does without the critic, and draws near every real point.' }),
  p: p.vec2({ label: 'P', min: -2, max: 2, default: [-.8, 0], hint: 'Where P of lines and mounds is.' }),
  q: p.vec2({ label: 'Q', min: -2, max: 2, default: [.8, 0], hint: 'Where Q of lines and mounds is.' }),
  seed: p.seed({ default: 1, hint: 'Names the first weights and all chance of the first round.' }),
  speed: p.int({ min: 0, max: 8, default: 1, hint: 'Steps of learning for each sixtieth of a second; 0 rests.' }),
  round: p.int({ apply: 'reset', min: 5, max: 300, default: 60, hint: 'Seconds until it begins anew, with the next seed.' }),
  settle: p.toggle({ default: false, hint: 'Rates fall to a hundredth over the last four fifths of a round, and the points come to rest.' }),
  criticRate: p.number({ label: 'critic rate', min: .01, max: 20, default: 2, hint: 'Learning rate of the critic, in thousandths.' }),
  generatorRate: p.number({ label: 'generator rate', min: .01, max: 20, default: 1, hint: 'Learning rate of the generator, in thousandths.' }),
  criticSteps: p.int({ label: 'critic steps', min: 1, max: 10, default: 1, hint: 'Updates of the critic in each step.' }),
  generatorSteps: p.int({ label: 'generator steps', min: 1, max: 10, default: 1, hint: 'Updates of the generator in each step.' }),
  unroll: p.int({ min: 0, max: 10, default: 0, hint: 'Updates of the critic that the generator looks ahead, and whose dependence on what it draws it knows; not in the Wasserstein games.' }),
  candidates: p.int({ min: 1, max: 16, default: 1, hint: 'Points drawn for each real one; of all of them it pulls the nearest. In the game of the implicit likelihood.' }),
  layers: p.int({ apply: 'rebuild', min: LAYERS.from, max: LAYERS.to, default: 2, hint: 'Hidden layers of both nets, of 32 nodes each.' }),
  clip: p.number({ min: .01, max: 1, default: .3, hint: 'Greatest weight of the critic of the clipped Wasserstein game.' }),
  penalty: p.number({ min: 0, max: 10, default: 1, hint: 'What it costs the critic when its slope is not 1, in the Wasserstein game with penalty.' }),
  spread: p.number({ min: .01, max: .2, default: .05, hint: 'Deviation of each Gaussian; mounds are three times as wide.' }),
  colour: p.choice({ options: NIGHTS, default: 'dusk', hint: 'Colours of the landscape, of what is real and of what is drawn.' }),
  field: p.number({ min: 0, max: 2, default: 1, hint: 'Light of the critic’s landscape: high is where it takes points for real.' }),
  contours: p.number({ min: 0, max: 3, default: 1, hint: 'Light of its contour lines.' }),
  arrows: p.number({ min: 0, max: 3, default: 1, hint: 'Length of the needles: where, and how strongly, the critic’s slope pulls each drawn point.' }),
  mesh: p.number({ min: 0, max: 3, default: 1, hint: 'Light of the threads: circles and spokes of noise, as the generator lays them out.' }),
  curves: p.toggle({ default: true, hint: 'Jensen-Shannon and Wasserstein along the bottom: over the last steps, or over the distance of P and Q.' }),
  zoom: p.number({ min: .5, max: 4, default: 1, hint: 'How close one goes.' }),
};

const toLinear = (c: number): number => (c <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4);

const writeColours = (colour: PaletteName, look: Float32Array): void => {
  look.set(paletteStops(colour), 16);
  for (const [tone, hex] of (COLOURS[colour] ?? COLOURS['dusk']!).entries()) {
    look.set(colourOf(hex).map(toLinear), 36 + 4 * tone);
    look[39 + 4 * tone] = HALOS[tone]!;
  }
};

export default definePlugin({
  id: 'gan-arena',
  title: 'GAN arena',
  summary: 'A generator and a critic in the plane that learn from each other while you watch, collapse when you push them, and can be helped up.',
  papers: [
    { title: 'Goodfellow et al., Generative adversarial nets (2014)', url: 'https://arxiv.org/abs/1406.2661' },
    { title: 'Mao et al., Least squares generative adversarial networks (2017)', url: 'https://arxiv.org/abs/1611.04076' },
    { title: 'Arjovsky, Chintala and Bottou, Wasserstein GAN (2017)', url: 'https://arxiv.org/abs/1701.07875' },
    { title: 'Gulrajani et al., Improved training of Wasserstein GANs (2017)', url: 'https://arxiv.org/abs/1704.00028' },
    { title: 'Salimans et al., Improved techniques for training GANs (2016)', url: 'https://arxiv.org/abs/1606.03498' },
    { title: 'Li and Malik, Implicit maximum likelihood estimation (2018)', url: 'https://arxiv.org/abs/1809.09087' },
    { title: 'Metz et al., Unrolled generative adversarial networks (2017)', url: 'https://arxiv.org/abs/1611.02163' },
  ],
  engine: '^1',
  params,
  presets: {
    'eight lights': { data: 'ring', loss: 'non-saturating', speed: 2, colour: 'dusk' },
    'earth mover': { data: 'ring', loss: 'wasserstein penalty', criticSteps: 3, colour: 'tide', settle: true },
    'clipped': { data: 'ring', loss: 'wasserstein clipped', criticSteps: 3, criticRate: 1, generatorRate: .5, colour: 'moss' },
    'squares': { data: 'ring', loss: 'least squares', speed: 2, colour: 'ember' },
    'as first written': { data: 'ring', loss: 'minimax', speed: 2, criticRate: 1, colour: 'ember' },
    'unrolled': { data: 'ring', loss: 'non-saturating', generatorSteps: 10, unroll: 5, colour: 'moss' },
    'nobody left out': { data: 'ring', loss: 'implicit likelihood', speed: 2, colour: 'tide' },
    'collapse': { data: 'ring', causes: '010', colour: 'ember' },
    'twenty-five': { data: 'grid', loss: 'wasserstein penalty', criticSteps: 3, criticRate: 10, generatorRate: 10, penalty: .1, layers: 3, round: 300, spread: .05, colour: 'dusk', settle: true },
    'swiss roll': { data: 'roll', loss: 'non-saturating', speed: 2, colour: 'tide', settle: true },
    'silk': { data: 'roll', loss: 'least squares', speed: 2, mesh: 2.2, arrows: 0, curves: false, colour: 'moss', field: .7 },
    'two lines, JS': { data: 'lines', loss: 'non-saturating', colour: 'ember' },
    'two lines, Wasserstein': { data: 'lines', loss: 'wasserstein penalty', criticSteps: 2, colour: 'tide' },
    'two mounds': { data: 'mounds', loss: 'wasserstein penalty', criticSteps: 2, spread: .1, colour: 'dusk' },
  },
  output: { width: 512, height: 512, resolutionFree: true, native: () => undefined },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },

  async create(context, start) {
    const painter = await createPainter(context, start.layers), { look, critic, curves } = painter, items = createItems(), pairCurves = createPairCurves(curves);
    const rounds = createRounds(start), { arena } = rounds, sketcher = createSketcher(arena);
    const learning: HostStep = { label: 'learn', flops: 1e10, run: () => { if (latest) rounds.learn(CHUNK, latest); } };
    let latest: typeof start | undefined, colour = '';

    return {
      about: aboutOf(start.layers),
      reset: () => rounds.reset(),
      // What one frame is due is learnt at once; after a seek the rest is split, and other work goes in between.
      *infer({ index }, now, output) {
        latest = now;
        const due = rounds.due(index, now);
        if (due <= AT_ONCE) rounds.learn(due, now);
        else for (let left = due; left > 0; left -= CHUNK) yield learning;
        rounds.show(now);

        const chart = now.curves ? CHART : 0, place = placeOf(output.width, output.height, chart, now.zoom), pair = isPair(now.data), most = Math.max(output.width, output.height);
        if (now.colour !== colour) writeColours(colour = now.colour, look);
        const tile = Math.ceil(most / TILES), remembered = pair ? REMEMBERED : rounds.remembered;
        const marked = pairCurves(now), mark = pair ? marked : writePastCurves(rounds, curves);
        look.set([place.x, place.y, place.scale, tile, arena.middle, Math.max(.05, arena.reach), now.field, now.contours], 0);
        look.set([rounds.game.crowded ? 1 : 0, rounds.figures.collapsed ? 1 : 0, chart, mark, remembered, place.least, cellOf(most), 0], 8);
        critic.set(arena.critic.weights);
        critic.set(arena.seen, seenAt(start.layers));
        sketcher.sketch(rounds, place, now, items);
        items.sort(tile);
        yield* painter.steps(items, output);
      },
      readings: () => readingsOf(rounds, latest),
    };
  },
});
