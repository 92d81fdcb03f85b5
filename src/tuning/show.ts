// What the panel is told of a course: its numbers as plots, its looks as sheets, its offer in the panel's words.

import type { TuningOffer, TuningPlot, TuningSheet, TuningState } from '../ui/tuning/desk.ts';
import { inspect } from '../nets/shapes.ts';
import type { Chronicle } from '../train/tuning/chronicle.ts';
import type { Course } from '../train/tuning/course.ts';
import { shapeOf } from '../train/tuning/pictures.ts';
import type { Look, Pictures } from '../train/tuning/tuner.ts';
import type { Tunable } from './trainers.ts';

/** Pictures of a sheet, in rows of so many. */
const SHOWN = 24, ACROSS = 8;

/** One picture each, opaque. */
export const imagesOf = ({ data, shape: [count = 0, height = 1, width = 1, channels = 1] }: Pictures): ImageData[] => Array.from({ length: count }, (_, n) => {
  const image = new ImageData(width, height), area = height * width;
  for (let i = 0; i < area; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = 255 * data[(n * area + i) * channels + (channels === 1 ? 0 : c)]!;
    image.data[4 * i + 3] = 255;
  }
  return image;
});

const sheets = new WeakMap<Look, ImageData>();
/** Some of the pictures side by side; the same one for the same look. */
const sheetOf = (look: Look): ImageData => {
  const known = sheets.get(look);
  if (known) return known;
  const { data, shape: [count = 0, height = 1, width = 1, channels = 1] } = look.pictures, shown = Math.min(SHOWN, count);
  const sheet = new ImageData(ACROSS * width, Math.ceil(shown / ACROSS) * height), area = height * width;
  for (let i = 0; i < shown * area; i++) {
    const n = Math.floor(i / area), x = (n % ACROSS) * width + (i % width), y = Math.floor(n / ACROSS) * height + Math.floor((i % area) / width), at = 4 * (y * sheet.width + x);
    for (let c = 0; c < 3; c++) sheet.data[at + c] = 255 * data[i * channels + (channels === 1 ? 0 : c)]!;
    sheet.data[at + 3] = 255;
  }
  sheets.set(look, sheet);
  return sheet;
};

interface Group { readonly title: string; readonly hint: string; readonly holds: (name: string) => boolean; readonly called?: (name: string) => string }
const JUDGED = ['real', 'fake'], FIGURES = ['variety', 'kinds', 'distance'];
const isGradient = (name: string): boolean => name.startsWith('gradient ');
const GROUPS: readonly Group[] = [
  { title: 'Losses', hint: 'What the players pay. In a game neither falls for long: watch that none runs away.', holds: (name) => !JUDGED.includes(name) && !FIGURES.includes(name) && !isGradient(name) },
  { title: 'The judge', hint: 'For how real it takes real and drawn pictures, 0 to 1. Far apart, the painter learns nothing; at one half, it is fooled.', holds: (name) => JUDGED.includes(name), called: (name) => (name === 'fake' ? 'drawn' : name) },
  { title: 'Gradients', hint: 'How hard each player is pulled.', holds: isGradient, called: (name) => name.slice('gradient '.length) },
  { title: 'Distance to your pictures', hint: 'Frechet distance of what MobileNet sees (FID-like): lower is nearer. It compares with itself only.', holds: (name) => name === 'distance' },
  { title: 'Variety', hint: 'How far apart drawn pictures are, yours being 1. Near 0 the painter has collapsed.', holds: (name) => name === 'variety' },
  { title: 'Kinds', hint: 'How many kinds of your pictures are painted; where they fall by half, some are no longer painted.', holds: (name) => name === 'kinds' },
];

const plotsOf = ({ curves }: Chronicle): TuningPlot[] => GROUPS.flatMap(({ title, hint, holds, called = (name) => name }) => {
  const held = Array.from(curves).filter(([name, { steps }]) => holds(name) && steps.length > 1);
  return held.length > 0 ? [{ title, hint, curves: held.map(([name, { steps, values }]) => ({ name: called(name), steps, values })) }] : [];
});

const figure = (value: number): string => value.toPrecision(3);
const figuresOf = ({ distances: { before, now } }: Chronicle): TuningState['figures'] =>
  (Number.isFinite(now) ? [{ label: 'Distance to your pictures', value: Number.isFinite(before) && before !== now ? `${figure(now)} (${figure(before)} before)` : figure(now) }] : []);

const RESTING: TuningState = { phase: 'idle', step: 0, perSecond: 0, place: '', work: '', alarm: '', plots: [], sheets: [], figures: [], mix: 1, comparing: false, undoes: 0, redoes: 0, version: 0 };

export const stateOf = (course: Course | undefined, comparing: boolean): TuningState => {
  if (!course) return { ...RESTING, comparing };
  const { phase, work, place, perSecond, told, mix, undoes, redoes } = course;
  return {
    phase, work, place, perSecond, mix, undoes, redoes, comparing,
    step: told.step, alarm: told.alarm, version: told.version,
    // Made when they are looked at: four times a second nobody does.
    get plots() { return plotsOf(told); },
    get sheets(): TuningSheet[] { return told.looks.map(({ step, look }) => ({ step, picture: sheetOf(look) })); },
    get figures() { return figuresOf(told); },
  };
};

export const offerOf = ({ trainer, tuning }: Tunable): TuningOffer => {
  const layers = (names: readonly string[]): number => Math.max(0, ...names.map((name) => inspect(trainer.networks[name]!).weights.filter(({ role }) => role === 'kernel').length - 1));
  return {
    heaps: tuning.heaps.map(({ title, hint, least }) => ({ title, hint, least })),
    shape: shapeOf(trainer),
    settings: [...tuning.settings, 'rate', 'batch', 'perFrame', 'seed'],
    layers: { kept: layers(tuning.painters), judgeKept: layers(tuning.judges) },
  };
};
