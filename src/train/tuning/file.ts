// What was learnt as a file: the whole state in safetensors, with its pictures, so that the command line goes on from it and
// measures the same. Read from anywhere, it is checked.

import { readSafetensors, writeSafetensors, type Weights } from '#nets';
import { trainingStopped } from '../../core/errors.ts';

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
