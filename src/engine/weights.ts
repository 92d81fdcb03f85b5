// Weights files while somebody uses them: one download for all pieces of a plugin, checked once, forgotten with the last
// of them. Where the bytes come from is the host's.

import type { PluginDefinition, WeightsFile } from '#api';
import { badArgument, weightsUnreadable } from '../core/errors.ts';
import { readSafetensors } from '../nets/safetensors.ts';

/** The bytes of a file by its path under assets/; rejects with a sentence. */
export type LoadWeights = (path: string) => Promise<Uint8Array>;

/** A file lent until it is given back. */
export interface WeightsLoan {
  /** Rejects with an `EngineError` that names the file. */
  readonly file: Promise<WeightsFile>;
  dispose(): void;
}

/** Whoever names weights files: a plugin's definition, or the house itself. */
export type Lender = Pick<PluginDefinition, 'id' | 'weights'>;

export interface WeightsStore {
  /** Throws where the definition has no such label. */
  lend(definition: Lender, label: string): WeightsLoan;
}

interface Entry { readonly file: Promise<WeightsFile>; users: number }

export const weightsPath = (path: string): string => `assets/${path}`;

export const noWeights: LoadWeights = (path) => Promise.reject(weightsUnreadable('there are no weights files here', weightsPath(path)));

export const createWeightsStore = (load: LoadWeights): WeightsStore => {
  // By definition, so that a plugin saved while the viewer runs gets its files anew.
  const shelves = new WeakMap<Lender, Map<string, Entry>>();
  return {
    lend(definition, label) {
      const { id, weights = {} } = definition;
      const path = Object.hasOwn(weights, label) ? weights[label] : undefined;
      if (path === undefined) throw badArgument(`plugins/${id} has no weights "${label}"; it has ${Object.keys(weights).join(', ') || 'none'}.`);
      const shelf = shelves.get(definition) ?? new Map<string, Entry>();
      shelves.set(definition, shelf);
      const entry = shelf.get(path) ?? { users: 0, file: load(path).then((bytes) => readSafetensors(bytes, weightsPath(path))) };
      const forget = (): void => { if (shelf.get(path) === entry) shelf.delete(path); };
      if (entry.users++ === 0) {
        shelf.set(path, entry);
        // What could not be read is tried again by whoever asks next.
        entry.file.catch(forget);
      }
      let lent = true;
      return {
        file: entry.file,
        dispose() {
          if (lent && --entry.users === 0) forget();
          lent = false;
        },
      };
    },
  };
};
