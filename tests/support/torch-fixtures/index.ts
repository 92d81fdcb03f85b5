// The fixtures as typed records; the README beside this file tells the format. Works in Node and in the browser.

import type { Network, Weight, Weights } from '#nets';
import type { WeightSpec } from '../../../src/nets/shapes.ts';

export interface Stored { readonly shape: readonly number[]; readonly data: readonly number[] }
export type StoredByName = Readonly<Record<string, Stored>>;

export interface NetworkFixture {
  readonly network: Network & { readonly weights: readonly WeightSpec[] };
  readonly inputs: StoredByName;
  readonly weights: StoredByName;
  readonly output: Stored;
  readonly training: { readonly output: Stored; readonly running: StoredByName } | null;
  readonly probe: Stored;
  readonly gradients: { readonly inputs: StoredByName; readonly weights: StoredByName };
}

export interface LossFixture {
  readonly loss: string;
  readonly arguments: readonly (Stored | number)[];
  readonly value: Stored;
  readonly gradients: StoredByName;
}

export interface StepsFixture extends Pick<NetworkFixture, 'network' | 'inputs' | 'weights'> {
  readonly loss: string;
  readonly arguments: readonly (Stored | number)[];
  readonly optimiser: { readonly learningRate: number; readonly beta1: number; readonly beta2: number; readonly epsilon: number };
  readonly values: readonly number[];
  readonly gradients: StoredByName;
  readonly after: Readonly<Record<'1' | '3', StoredByName>>;
}

/** `./layers/conv.json` -> `conv`. */
const byCase = <T>(files: Readonly<Record<string, unknown>>): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(files).map(([path, file]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), file as T]));

export const layerFixtures = byCase<NetworkFixture>(import.meta.glob('./layers/*.json', { eager: true, import: 'default' }));
export const networkFixtures = byCase<NetworkFixture>(import.meta.glob('./networks/*.json', { eager: true, import: 'default' }));
export const lossFixtures = byCase<LossFixture>(import.meta.glob('./losses/*.json', { eager: true, import: 'default' }));
export const stepsFixtures = byCase<StepsFixture>(import.meta.glob('./steps/*.json', { eager: true, import: 'default' }));

/** As an executor takes them. */
export const weightsOf = (stored: StoredByName): Weights =>
  new Map(Object.entries(stored).map(([name, { shape, data }]): [string, Weight] => [name, { shape, data: Float32Array.from(data) }]));

/** Largest difference, in parts of the largest expected number. What should be all but zero is compared with a tenth. */
export const errorOf = (data: ArrayLike<number>, { data: expected }: Stored): number => {
  if (data.length !== expected.length) return Infinity;
  const peak = expected.reduce((most, x) => Math.max(most, Math.abs(x)), .1);
  return expected.reduce((worst, x, i) => Math.max(worst, Number.isFinite(data[i]) ? Math.abs(data[i]! - x) : Infinity), 0) / peak;
};
