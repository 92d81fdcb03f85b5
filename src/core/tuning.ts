// What a piece is taught in the scene: the settings of its fine-tuning and the pictures it learns from, as a recipe holds
// them. Inert; `src/tuning.ts` acts on it. Nothing here says how far the learning is: that is the session's.

import { p, type States } from '#api';
import { acceptAll, changed, defaults, shown } from './params.ts';
import { acceptSource, type FileSource, type Source } from './sources.ts';

/** How drawn pictures are judged: as the plugin's trainer does, or otherwise. */
export const GAMES = ['as trained', 'minimax', 'non-saturating', 'least squares', 'Wasserstein, clipped', 'Wasserstein, penalty'] as const;
export type Game = typeof GAMES[number];

export const tuningParams = {
  game: p.choice({ label: 'loss', options: GAMES, default: 'as trained', hint: 'How the judge tells drawn from real, and what the painter makes of it.' }),
  rate: p.number({ label: 'learning rate', min: .05, max: 10, default: 1, hint: 'Times the rate that it was taught with.' }),
  batch: p.int({ min: 1, max: 64, default: 16, hint: 'Pictures of a step; more learn steadier and slower.' }),
  kept: p.int({ label: 'layers kept', min: 0, max: 12, default: 0, hint: "How many of the painter's first layers stay as they are: the early ones hold the composition, the late ones colour and stroke." }),
  judgeKept: p.int({ label: 'judge keeps', min: 0, max: 6, default: 0, hint: "How many of the judge's first layers stay as they are; helps where pictures are few." }),
  augment: p.toggle({ default: true, hint: 'The judge sees pictures moved, recoloured and with holes, so that it cannot learn a few by heart.' }),
  mirror: p.toggle({ default: true, hint: 'Each picture is learnt from its mirror image, too.' }),
  average: p.toggle({ label: 'show average', default: true, hint: 'Shows the moving average of the weights, which is steadier than the weights themselves.' }),
  perFrame: p.int({ label: 'steps / frame', min: 0, max: 32, default: 0, hint: 'In recordings: exactly so many steps from one frame to the next, beginning with the weights that ship. 0 records what it knows now.' }),
  seed: p.seed({ apply: 'live', hint: 'Decides the order of the pictures and all chance of the learning.' }),
};

export type TuningSettings = States<typeof tuningParams>;

/** A picture to learn from. */
export interface TuningPicture {
  readonly source: (FileSource & { readonly from: 'image' }) | Extract<Source, { readonly from: 'still' | 'drawing' }>;
  /** Which of the trainer's heaps it belongs to, from 0. */
  readonly heap: number;
  /** Where the square that is learnt from is cut: -1 left or top, 0 in the middle, 1 right or bottom, along the longer side. */
  readonly crop: number;
}

export interface TuningRecipe {
  readonly settings: TuningSettings;
  readonly pictures: readonly TuningPicture[];
}

export const MOST_PICTURES = 1000;
const MOST_HEAPS = 16;

export const emptyTuning: TuningRecipe = { settings: defaults(tuningParams), pictures: [] };

type Raw = Readonly<Record<string, unknown>>;
const isRecord = (raw: unknown): raw is Raw => typeof raw === 'object' && raw !== null && !Array.isArray(raw);
const isPictured = (source: Source): source is TuningPicture['source'] => source.from === 'image' || source.from === 'still' || source.from === 'drawing';

const parsePicture = (raw: unknown, path: string, problems: string[]): TuningPicture[] => {
  const { source: entry, heap = 0, crop = 0 } = isRecord(raw) ? raw : {}, { source, problem } = acceptSource(entry);
  if (!source || !isPictured(source)) {
    problems.push(`${path}.source ${problem ?? 'must be a picture, a still or a drawing'}`);
    return [];
  }
  const heaped = Number.isInteger(heap) && (heap as number) >= 0 && (heap as number) < MOST_HEAPS, cut = typeof crop === 'number' && Math.abs(crop) <= 1;
  if (!heaped) problems.push(`${path}.heap must be a whole number 0 to ${MOST_HEAPS - 1}; got ${shown(heap)}`);
  if (!cut) problems.push(`${path}.crop must be -1 to 1; got ${shown(crop)}`);
  return [{ source, heap: heaped ? heap as number : 0, crop: cut ? crop : 0 }];
};

/** Reads an untrusted entry; undefined where there is none. */
export const parseTuning = (raw: unknown, path: string, problems: string[]): TuningRecipe | undefined => {
  if (raw === undefined) return undefined;
  if (!isRecord(raw)) return void problems.push(`${path} must be an object; got ${shown(raw)}`);
  const settings = acceptAll(tuningParams, raw['settings'], `${path}.settings`), { pictures = [] } = raw;
  problems.push(...settings.problems);
  if (!Array.isArray(pictures)) problems.push(`${path}.pictures must be a list; got ${shown(pictures)}`);
  const list: readonly unknown[] = Array.isArray(pictures) ? pictures : [];
  if (list.length > MOST_PICTURES) problems.push(`${path}.pictures may hold ${MOST_PICTURES}; got ${list.length}`);
  return { settings: settings.states, pictures: list.slice(0, MOST_PICTURES).flatMap((picture, i) => parsePicture(picture, `${path}.pictures[${i}]`, problems)) };
};

/** Without what equals the defaults; undefined where nothing is left. */
export const compactTuning = ({ settings, pictures }: TuningRecipe): Record<string, unknown> | undefined => {
  const own = changed(tuningParams, settings);
  if (Object.keys(own).length === 0 && pictures.length === 0) return undefined;
  return {
    ...(Object.keys(own).length > 0 ? { settings: own } : {}),
    ...(pictures.length > 0 ? { pictures: pictures.map(({ source, heap, crop }) => ({ source, ...(heap ? { heap } : {}), ...(crop ? { crop } : {}) })) } : {}),
  };
};
