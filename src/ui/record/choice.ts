// What the Record folder has chosen, as rows and as plain numbers. Kept in the browser, not in the recipe: it says nothing of
// the scene.

import { p, type States } from '#api';
import { acceptAll } from '../../core/params.ts';
import type { RecordChoice, RecordDesk, TextStore } from '../host.ts';

/** Pixels by name; `own` lets two rows say them. */
export const SIZES: Readonly<Record<string, readonly [number, number] | undefined>> = {
  '1920 x 1080': [1920, 1080], '1280 x 720': [1280, 720], '3840 x 2160': [3840, 2160], '1080 x 1920': [1080, 1920], '1080 x 1080': [1080, 1080], '1080 x 1350': [1080, 1350], '640 x 360': [640, 360], own: undefined,
};

/** Rows of the folder, declared as a plugin's params are. */
export const recordParams = ({ formats, qualities }: Pick<RecordDesk, 'formats' | 'qualities'>) => ({
  what: p.choice({ label: 'record', options: ['exact', 'live'], default: 'exact', hint: 'Exact: every frame painted whole, however long it takes. Live: what the window shows now, in real time; frames that come too late are dropped.' }),
  format: p.choice({ options: formats.map(({ title }) => title), default: formats[0]!.title }),
  size: p.choice({ options: Object.keys(SIZES), default: '1920 x 1080', hint: 'Pixels of the recording, whatever the window has.' }),
  width: p.int({ min: 2, max: 8192, default: 1920, hint: 'Pixels.' }),
  height: p.int({ min: 2, max: 8192, default: 1080, hint: 'Pixels.' }),
  fps: p.int({ label: 'frames / s', min: 1, max: 120, default: 30 }),
  seconds: p.number({ label: 'seconds', min: .5, max: 600, default: 10, hint: 'Length. Scripts and the command line record up to a day.' }),
  supersampling: p.int({ min: 1, max: 4, default: 1, hint: 'Each pixel is the mean of so many squared: smoother edges, slower.' }),
  quality: p.choice({ options: [...qualities] as ['high'], default: 'high' }),
  loop: p.toggle({ label: 'seamless', default: false, hint: 'Walks, tracks and the drift of the camera are back where they were at the end.' }),
  alpha: p.toggle({ label: 'transparent', default: false, hint: 'Neither room nor background: WebM with VP9, PNG, and GIF without shades.' }),
  from: p.int({ label: 'from frame', min: 0, max: 1_000_000, default: 0, hint: 'The first frame that is written. 0 records all; after a recording that ended early, the frame to go on from stands here.' }),
});

export type RecordParams = ReturnType<typeof recordParams>;
export type RecordStates = States<RecordParams>;

const KEY = 'driftloom.record';

export const readStates = (params: RecordParams, store: TextStore): RecordStates => {
  try {
    return acceptAll(params, JSON.parse(store.get(KEY) ?? '{}'), 'record').states;
  } catch {
    return acceptAll(params, {}, 'record').states;
  }
};

export const keepStates = ({ from: _, ...states }: RecordStates, store: TextStore): void => {
  try {
    store.set(KEY, JSON.stringify(states));
  } catch {
    // They hold as long as the page is there.
  }
};

export const choiceOf = ({ what, format, size, width, height, ...states }: RecordStates, { formats }: Pick<RecordDesk, 'formats'>, audio: File | undefined): RecordChoice => {
  const { id, film } = formats.find(({ title }) => title === format) ?? formats[0]!, [wide, high] = SIZES[size] ?? [width, height];
  return { ...states, live: what === 'live', format: id, width: wide, height: high, ...(audio && film ? { audio } : {}) };
};

/** Rows that mean something for what is chosen. */
export const meant = ({ what, format, size }: RecordStates, { formats }: Pick<RecordDesk, 'formats'>): ReadonlySet<keyof RecordParams | 'audio'> => {
  const { film, alpha } = formats.find(({ title }) => title === format) ?? formats[0]!, exact = what === 'exact', rows = new Set<keyof RecordParams | 'audio'>(['what', 'format', 'fps']);
  const also = (when: boolean, ...names: (keyof RecordParams | 'audio')[]): void => { if (when) for (const name of names) rows.add(name); };
  also(exact, 'size', 'seconds', 'supersampling', 'loop', 'from');
  also(exact && SIZES[size] === undefined, 'width', 'height');
  also(film, 'quality');
  also(exact && film, 'audio');
  also(exact && alpha, 'alpha');
  return rows;
};
