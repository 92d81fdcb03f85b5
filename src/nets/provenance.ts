// Where weights come from and how well they do, as the text that their file carries: one key of safetensors metadata for
// each fact, lists as JSON. Reading takes what it understands and says what it does not. It measures and hashes nothing.

import { weightsUnwritable } from '../core/errors.ts';
import { shown } from '../core/params.ts';
import { writeSafetensors } from './safetensors.ts';
import type { OptimiserSpec } from './trainer.ts';
import type { Weights } from './weights.ts';

/** Losses over a run, thinned: `losses[name][i]` is the mean of the steps up to `steps[i]` from the point before. */
export interface LossCurve {
  readonly steps: readonly number[];
  readonly losses: Readonly<Record<string, readonly number[]>>;
}

/** One figure of the trained net, of the same net before training, and of real held-out data where they have it. */
export interface Measured {
  readonly name: string;
  readonly trained: number;
  readonly untrained: number;
  readonly real: number | null;
}

export interface Provenance {
  readonly plugin: string;
  /** Which of the plugin's trainers. */
  readonly variant: string;
  /** How far it was trained, in words: '24 epochs'. */
  readonly label: string;
  readonly data: string;
  readonly dataLicence: string;
  /** Hexadecimal, of the data set's items. */
  readonly dataSha256: string;
  /** What makes the file again. */
  readonly command: string;
  readonly seed: number;
  readonly steps: number;
  /** Of training, by the clock on the wall. */
  readonly seconds: number;
  readonly optimisers: Readonly<Record<string, OptimiserSpec>>;
  /** wasm, webgpu or torch. */
  readonly backend: string;
  /** The kind of machine: '2-core CPU', 'NVIDIA H200'. */
  readonly machine: string;
  /** Of this repository. */
  readonly commit: string;
  /** YYYY-MM-DD. */
  readonly made: string;
  /** Hexadecimal, of `canonicalBytes` of the weights before the first step. */
  readonly initialSha256: string;
  readonly losses: LossCurve;
  /** Empty until it is evaluated. */
  readonly metrics: readonly Measured[];
}

interface Codec<T> {
  /** Ends "must be ...". */
  readonly kind: string;
  write(value: T): string;
  read(text: string): T | undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const areNumbers = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(Number.isFinite);

const text: Codec<string> = { kind: 'text', write: (value) => value, read: (value) => (value.trim() ? value : undefined) };
const matching = (kind: string, pattern: RegExp): Codec<string> => ({ kind, write: (value) => value, read: (value) => (pattern.test(value) ? value : undefined) });
const number = (kind: string, pattern: RegExp): Codec<number> => ({ kind, write: String, read: (value) => (pattern.test(value) && Number.isFinite(Number(value)) ? Number(value) : undefined) });
const json = <T>(kind: string, fits: (value: unknown) => boolean): Codec<T> => ({
  kind, write: (value) => JSON.stringify(value),
  read(value) {
    try {
      const parsed: unknown = JSON.parse(value);
      return fits(parsed) ? parsed as T : undefined;
    } catch {
      return undefined;
    }
  },
});

const sha256 = matching('64 hexadecimal digits', /^[0-9a-f]{64}$/);
const whole = number('a whole number', /^\d{1,15}$/);

const fitsCurve = (value: unknown): boolean => isRecord(value) && areNumbers(value['steps']) && value['steps'].every((step, i, steps) => i === 0 || step > steps[i - 1]!) && isRecord(value['losses'])
  && Object.values(value['losses']).every((series) => areNumbers(series) && series.length === (value['steps'] as readonly number[]).length);
const fitsMeasured = (value: unknown): boolean => isRecord(value) && typeof value['name'] === 'string'
  && areNumbers([value['trained'], value['untrained']]) && (value['real'] === null || Number.isFinite(value['real']));

const CODECS: { readonly [K in keyof Provenance]: Codec<Provenance[K]> } = {
  plugin: text, variant: text, label: text,
  data: text, dataLicence: text, dataSha256: sha256,
  command: text, seed: whole, steps: whole, seconds: number('a number of seconds', /^\d{1,12}(\.\d+)?$/),
  optimisers: json('optimisers by name', (value) => isRecord(value) && Object.values(value).every((spec) => isRecord(spec) && Number.isFinite(spec['learningRate']))),
  backend: matching('wasm, webgpu or torch', /^(wasm|webgpu|torch)$/), machine: text, commit: text, made: matching('a day as YYYY-MM-DD', /^\d{4}-\d\d-\d\d$/),
  initialSha256: sha256,
  losses: json('losses by name at rising steps', fitsCurve),
  metrics: json('a list of {name, trained, untrained, real}', (value) => Array.isArray(value) && value.every(fitsMeasured)),
};

const KEYS = Object.keys(CODECS) as (keyof Provenance)[];

/** Metadata for `writeSafetensors`. Throws `EngineError` 'weights-unwritable' where a value could not be read again. */
export const writeProvenance = (provenance: Provenance): Record<string, string> => Object.fromEntries(KEYS.map((key) => {
  const codec = CODECS[key] as Codec<unknown>, written = codec.write(provenance[key]);
  if (codec.read(written) === undefined) throw weightsUnwritable(`metadata ${key} must be ${codec.kind}; got ${shown(provenance[key])}`);
  return [key, written];
}));

/** What metadata says of its weights, and a sentence for each key that is missing or makes no sense; others are let be. */
export const readProvenance = (metadata: Readonly<Record<string, string>>): { readonly provenance: Partial<Provenance>; readonly problems: readonly string[] } => {
  const problems: string[] = [];
  const entries = KEYS.flatMap((key) => {
    const written = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    const value = written === undefined ? undefined : CODECS[key].read(written);
    if (value !== undefined) return [[key, value] as const];
    problems.push(`metadata ${key} ${written === undefined ? 'is missing' : `must be ${CODECS[key].kind}; got ${shown(written)}`}`);
    return [];
  });
  return { provenance: Object.fromEntries(entries), problems };
};

/** A log of every step as a curve of `most` points or fewer: means over stretches of equal length, to five digits. */
export const lossCurve = (log: readonly { readonly step: number; readonly losses: Readonly<Record<string, number>> }[], most = 200): LossCurve => {
  const count = Math.min(most, log.length);
  const stretches = Array.from({ length: count }, (_, i) => log.slice(Math.round((i * log.length) / count), Math.round(((i + 1) * log.length) / count)));
  const mean = (stretch: typeof log, name: string): number => Number((stretch.reduce((sum, { losses }) => sum + losses[name]!, 0) / stretch.length).toPrecision(5));
  const names = Object.keys(log[0]?.losses ?? {}).filter((name) => log.every(({ losses }) => Number.isFinite(losses[name])));
  return { steps: stretches.map((stretch) => stretch.at(-1)!.step), losses: Object.fromEntries(names.map((name) => [name, stretches.map((stretch) => mean(stretch, name))])) };
};

/** What a SHA-256 of weights is taken of: a safetensors file of them in F32, in order of name, without metadata. */
export const canonicalBytes = (weights: Weights): Uint8Array<ArrayBuffer> =>
  writeSafetensors(new Map(Array.from(weights).sort(([a], [b]) => (a < b ? -1 : 1))), {}, 'F32');
