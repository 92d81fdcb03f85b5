// Scenes saved by name in the browser: one JSON map under one key of the host's text store. Read anew each time, so
// that two open windows do not overwrite each other's. Throws what the store throws; the folder turns it into notices.

import type { TextStore } from './host.ts';

export const PRESETS_KEY = 'driftloom.presets';
/** Where a text that is no map of presets is kept, before it is written over. */
export const DAMAGED_KEY = 'driftloom.presets.damaged';
export const LONGEST_NAME = 60;

export interface Presets {
  /** False where the stored text could not be read. */
  readonly whole: boolean;
  readonly scenes: ReadonlyMap<string, unknown>;
}

/** What a stored text holds; a damaged one holds nothing. */
export const parsePresets = (text: string | null): Presets => {
  if (text === null || text === '') return { whole: true, scenes: new Map() };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { whole: true, scenes: new Map(Object.entries(value)) };
  } catch {
    // Falls through: it is damaged either way.
  }
  return { whole: false, scenes: new Map() };
};

const change = (store: TextStore, edit: (scenes: Map<string, unknown>) => void): void => {
  const text = store.get(PRESETS_KEY);
  const { whole, scenes } = parsePresets(text);
  if (!whole && text !== null) store.set(DAMAGED_KEY, text);
  const next = new Map(scenes);
  edit(next);
  store.set(PRESETS_KEY, JSON.stringify(Object.fromEntries(next)));
};

export const readPresets = (store: TextStore): Presets => parsePresets(store.get(PRESETS_KEY));

export const savePreset = (store: TextStore, name: string, recipe: unknown): void => change(store, (scenes) => scenes.set(name, recipe));

export const deletePreset = (store: TextStore, name: string): void => change(store, (scenes) => scenes.delete(name));
