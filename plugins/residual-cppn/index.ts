// Residual CPPN: a network of 24 gated blocks that has learnt to draw digits as a function of the plane, at any size. Its
// code is a digit, a walk through all ten, or what somebody draws; its gates can be opened, shut and muted.

import { definePlugin, p, PALETTES, paletteStops, sketchInk, type WeightsFile } from '#api';
import { aboutNetwork, aboutWeights, compilePixelProgram, inkPaint, networkWeights, runPlain, setColor, tonePaint } from '#nets';
import { DIGITS, EASINGS, gated, mixCodes, walkCodes, type Easing } from './codes.ts';
import { digitOf } from './drawing.ts';
import { BLOCKS, encoder, generator, LATENT, logits, SCALE, WIDTHS } from './networks.ts';

/** Moments of the training by what a person may call them, and their name in a file. */
const SNAPSHOTS = { untrained: 'untrained', '1 epoch': '1-epochs', '2 epochs': '2-epochs', '6 epochs': '6-epochs', '24 epochs': '24-epochs' } as const;
type Snapshot = keyof typeof SNAPSHOTS;
const snapshots = Object.keys(SNAPSHOTS) as Snapshot[];
const widths = WIDTHS.map((width) => `${width}` as const);

/** Width 4 was trained for half as long. */
const fileOf = (width: string, snapshot: Snapshot): string => (width === '4' && snapshot === '24 epochs' ? '12-epochs' : SNAPSHOTS[snapshot]);
const labelOf = (width: string, snapshot: Snapshot): string => `width ${width}, ${snapshot}`;
const weights = Object.fromEntries(widths.flatMap((width) => snapshots.map((snapshot) =>
  [labelOf(width, snapshot), `residual-cppn/width-${width}-${fileOf(width, snapshot)}.safetensors`])));

/** Cells of a drawing's side. */
const PAD = 28;
/** Logit at which the palette is half way to its end, and how much a slope of one tone across the picture shades. */
const HALF_TONE = 6, EMBOSS = 1 / 45;

const params = {
  source: p.choice({ options: ['walk', 'digits', 'drawing', 'z'], default: 'walk', hint: 'What is drawn: a walk through ten handwritten digits, a digit of your choice, the digit you draw below, or whatever z says.' }),
  drawing: p.sketch({ width: PAD, height: PAD, hint: 'Draw a digit with the source on drawing: the encoder reads it and the network draws what it read. Until something is drawn, it is the digit below.' }),
  digit: p.int({ min: 0, max: DIGITS - 1, default: 8, hint: 'The mean code of all digits of this class; for the sources digits and drawing.' }),
  second: p.int({ label: 'second digit', min: 0, max: DIGITS - 1, default: 3, hint: 'What mix leads to.' }),
  mix: p.number({ min: 0, max: 1, default: 0, hint: 'From the digit or drawing, 0, to the second digit, 1.' }),
  z: p.latent({ dims: LATENT, distribution: 'normal', default: { speed: 5 }, hint: 'Noise around the code, which radius makes large or small; with the source on z it is the whole code.' }),
  radius: p.number({ label: 'noise radius', min: 0, max: 2, default: .3, hint: 'How far z leads away from the digit: 0 is the digit itself, and the sliders of z rest; 1 is all that z can say.' }),
  tempo: p.number({ min: 6, max: 180, step: 1, default: 60, hint: 'Beats per minute of the walk.' }),
  beats: p.int({ min: 1, max: 16, default: 4, hint: 'Beats from one digit to the next.' }),
  easing: p.choice({ options: Object.keys(EASINGS) as Easing[], default: 'smooth', hint: 'Smooth rests at every digit, linear never does, sinusoid sets off at once and lingers at the end.' }),
  snapshot: p.choice({ apply: 'rebuild', options: snapshots, default: '24 epochs', hint: 'When in its training the network is seen: later is clearer, earlier is livelier. Of width 4, 24 epochs stand for the 12 that it has.' }),
  width: p.choice({ apply: 'rebuild', options: widths, default: '6', hint: 'Nodes of a layer; four hardly suffice for ten digits.' }),
  gate: p.number({ min: 0, max: 1.5, default: 1, hint: 'How far the gates of all blocks are open: 1 as trained, 0 leaves a sheet of tone, more is too much.' }),
  blocks: p.mask({ count: BLOCKS, hint: 'Blocks in the order the picture passes them; one that is off passes on what it was given.' }),
  scale: p.number({ min: .1, max: 8, default: 1, hint: 'How much of the plane is seen: 1 is what it was trained on, more shows what lies around it.' }),
  centre: p.vec2({ min: -6, max: 6, default: [0, 0], hint: 'The middle of the picture; 1 is the edge of what it was trained on.' }),
  colour: p.choice({ apply: 'rebuild', options: [...PALETTES, 'mono'], default: 'dusk', hint: 'A palette over the network’s doubts as well as its ink, with relief; or plain ink on paper.' }),
  relief: p.number({ min: 0, max: 3, default: 1, hint: 'Light from the upper left over the palettes.' }),
  ink: p.color({ default: '#1b1d26', hint: 'Ink of mono.' }),
  paper: p.color({ default: '#f4f0e6', hint: 'Paper of mono.' }),
};

/** `[10, 32]` codes of a file, borrowed. */
const codesOf = (file: WeightsFile, name: string): Float32Array => {
  const data = file.weights.get(name)?.data;
  if (data?.length !== DIGITS * LATENT) throw new Error(`${file.file} has no ${name} [${DIGITS}, ${LATENT}]`);
  return data;
};

export default definePlugin({
  id: 'residual-cppn',
  title: 'Residual CPPN',
  summary: 'Handwritten digits as functions of the plane, from a network of 24 gated blocks: sharp at any size, strange beyond their frame.',
  papers: [
    { title: 'Ha, Generating large images from latent vectors, part two (2016)', url: 'https://blog.otoro.net/2016/06/02/generating-large-images-from-latent-vectors-part-two/' },
    { title: 'Stanley, Compositional pattern producing networks (2007)', url: 'https://doi.org/10.1007/s10710-007-9028-8' },
  ],
  engine: '^1',
  params,
  presets: {
    'night walk': { source: 'walk', colour: 'dusk', beats: 4, easing: 'smooth', radius: .3 },
    'seed movie': { source: 'walk', colour: 'mono', tempo: 60, beats: 1, easing: 'linear', radius: 0, ink: '#101014', paper: '#ffffff' },
    'brush and ink': { source: 'walk', colour: 'ink', beats: 3, easing: 'sinusoid', radius: .2 },
    'six epochs': { source: 'walk', colour: 'mono', snapshot: '6 epochs', beats: 2, radius: .4 },
    'forge': { source: 'digits', colour: 'ember', digit: 8, radius: .8, relief: 1.6 },
    'tide pool': { source: 'walk', colour: 'tide', beats: 6, radius: .5, gate: .85 },
    'moss ring': { source: 'digits', colour: 'moss', digit: 0, second: 6, mix: .3, radius: .6 },
    'mother of pearl': { source: 'z', colour: 'opal', relief: 2 },
    'gates ajar': { source: 'walk', colour: 'moss', gate: .65, beats: 6, radius: .4 },
    'too much': { source: 'walk', colour: 'ember', gate: 1.4, beats: 4 },
    'beyond the window': { source: 'walk', colour: 'tide', scale: 4, beats: 8, radius: .6, relief: 2 },
    'under the glass': { source: 'walk', colour: 'dusk', scale: .35, centre: [.15, -.2], beats: 8, radius: .4, relief: 1.5 },
    'your hand': { source: 'drawing', colour: 'mono', radius: 0, ink: '#1c2340', paper: '#f4f0e6' },
    'before learning': { source: 'z', colour: 'dusk', snapshot: 'untrained' },
  },
  output: { width: 1080, height: 1080, resolutionFree: true },
  budget: { every: 1, levels: ['full', 'half', 'quarter'] },
  weights,

  async create(context, start) {
    const width = WIDTHS.find((candidate) => `${candidate}` === start.width) ?? WIDTHS[0], net = generator(width);
    const from = labelOf(start.width, start.snapshot), file = await context.weights(from);
    let trained = networkWeights(file, 'generator', net), reader = networkWeights(file, 'encoder', encoder);
    const prototypes = codesOf(file, 'codes/prototypes'), anchors = codesOf(file, 'codes/anchors');
    const mono = start.colour === 'mono';
    const program = context.own(await compilePixelProgram(context.device, mono ? net : logits(net), mono ? inkPaint : tonePaint));

    const paint = new Float32Array(24), code = new Float32Array(LATENT), pair = new Float32Array(2 * LATENT);
    if (start.colour !== 'mono') paint.set([...paletteStops(start.colour), 0, HALF_TONE]);
    const inputs = { z: code }, center: [number, number] = [0, 0], grid = { scale: SCALE, center, mirrorX: false, mirrorY: false };
    let gate = NaN, blocks = '', ink = '', paper = '', drawing: string | undefined, drawn: Float32Array | undefined;
    /** The encoder's mean of what is on the pad; undefined where nothing is. */
    const read = (sketch: string): Float32Array | undefined => {
      const digit = digitOf(sketchInk(sketch, PAD, PAD), PAD, PAD);
      return digit && runPlain(encoder, reader, digit);
    };

    return {
      about: [aboutNetwork(net), ...aboutWeights(file)],
      weigh(label, lent) {
        if (label !== from) return;
        [trained, reader, gate, drawing] = [networkWeights(lent, 'generator', net), networkWeights(lent, 'encoder', encoder), NaN, undefined];
      },
      // Weights are packed again only when a gate has moved, and a drawing is read once.
      infer(frame, now, output) {
        if (now.gate !== gate || now.blocks !== blocks) program.setWeights(gated(trained, gate = now.gate, blocks = now.blocks));
        if (now.source === 'drawing' && now.drawing !== drawing) drawn = read(drawing = now.drawing);
        if (now.source === 'walk') walkCodes(anchors, frame.time, now, code);
        else if (now.source === 'digits' || (now.source === 'drawing' && !drawn)) mixCodes(prototypes, now.digit, now.second, now.mix, code);
        else if (now.source === 'drawing') {
          pair.set(drawn!.subarray(0, LATENT));
          pair.set(prototypes.subarray(now.second * LATENT, (now.second + 1) * LATENT), LATENT);
          mixCodes(pair, 0, 1, now.mix, code);
        } else code.fill(0);
        const reach = now.source === 'z' ? 1 : now.radius;
        for (let i = 0; i < LATENT; i++) code[i] = SCALE * (code[i]! + reach * now.z[i]!);

        grid.scale = SCALE * now.scale;
        center[0] = SCALE * now.centre[0];
        center[1] = SCALE * now.centre[1];
        if (!mono) paint[20] = EMBOSS * grid.scale * now.relief;
        else if (now.ink !== ink || now.paper !== paper) {
          setColor(paint, 0, ink = now.ink);
          setColor(paint, 1, paper = now.paper);
        }
        return program.run(grid, inputs, paint, output);
      },
    };
  },
});
