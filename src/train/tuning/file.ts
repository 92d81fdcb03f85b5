// What was learnt as a file: the whole state in safetensors, with its pictures, so that the command line goes on from it and
// measures the same. Read from anywhere, it is checked.

import { readSafetensors, writeSafetensors, type Tuning, type Weight, type Weights, type WeightsFile } from '#nets';
import { trainingStopped } from '../../core/errors.ts';
import { acceptAll } from '../../core/params.ts';
import { tuningParams, type TuningSettings } from '../../core/tuning.ts';
import { within } from '../../nets/safetensors.ts';
import type { DataColumn, DataSet } from '../data/data-set.ts';

export interface Origin { readonly plugin: string; readonly variant: string }
export interface Learnt extends Origin { readonly step: number; readonly settings: string }

/** Metadata by the names that `npm run train -- --from` looks for. */
export const writeLearnt = (state: Weights, { plugin, variant, step, settings }: Learnt): Uint8Array<ArrayBuffer> =>
  writeSafetensors(state, { plugin, variant, step: String(step), tuned: settings, data: 'own-pictures', dataLicence: 'as the pictures' }, 'F32');

/** The state in a file's bytes; the pictures it was learnt from stay out. Throws a sentence where it cannot be read, or is of another trainer. */
export const readLearnt = (bytes: Uint8Array, name: string, { plugin, variant }: Origin): Weights => {
  const { weights, metadata } = readSafetensors(bytes, name);
  const of = metadata['plugin'] ?? plugin, by = metadata['variant'] ?? variant;
  if (of !== plugin || by !== variant) throw trainingStopped(`${name} holds weights of ${of}, ${by}; here learns ${plugin}, ${variant}.`);
  return new Map(Array.from(weights).filter(([key]) => !key.startsWith('pictures/')));
};

/** The pictures that a file was learnt from, as a set; undefined where it carries none. */
export const picturesIn = ({ weights }: WeightsFile, { heaps }: Tuning): DataSet | undefined => {
  const { items, ...beside } = Object.fromEntries(within(weights, 'pictures')) as Readonly<Record<string, Weight>>;
  if (!items) return undefined;
  const [count = 0, ...shape] = items.shape;
  const column = ({ shape: [, ...of] }: Weight): DataColumn => ({ file: '', type: 'u8', shape: of, sha256: '', ...(of.length === 0 ? { classes: heaps.map(({ title }) => title) } : {}) });
  return {
    about: {
      name: 'own-pictures', title: 'Your pictures', count, shape, type: 'u8', splits: { train: [0, count], test: [count, count] },
      columns: Object.fromEntries(Object.entries(beside).map(([name, weight]) => [name, column(weight)])),
      licence: 'as the pictures', credits: [], sources: [], made: { command: 'in the scene', options: {} }, sha256: '',
    },
    items: Uint8Array.from(items.data),
    columns: Object.fromEntries(Object.entries(beside).map(([name, { data }]) => [name, Uint8Array.from(data)])),
  };
};

/** How a file was learnt; what it does not say, or says wrong, is as at the beginning. */
export const settingsIn = ({ metadata }: WeightsFile): TuningSettings => {
  let raw: unknown;
  try {
    raw = JSON.parse(metadata['tuned'] ?? '{}');
  } catch {
    raw = {};
  }
  return acceptAll(tuningParams, raw, 'tuned').states;
};
