// safetensors files, https://github.com/huggingface/safetensors: an 8-byte header length, a JSON header, the numbers.
// Reading trusts nothing: sizes, offsets, shapes and values are checked before a number is handed on.

import type { WeightsFile } from '#api';
import { weightsUnreadable, weightsUnwritable } from '../core/errors.ts';
import { shown } from '../core/params.ts';
import { halves, toHalf } from './half.ts';
import type { Weight, Weights } from './weights.ts';

export type { WeightsFile } from '#api';

/** The format's own limit is 100 MB; ours hold a few hundred tensors. */
const LONGEST_HEADER = 1_000_000;
/** Axes of a tensor. */
const MOST_AXES = 8;
/** Bytes occur in the states of PyTorch runs, which keep the state of its chance; no weights are bytes. */
const BYTES: Readonly<Record<string, number>> = { F16: 2, F32: 4, U8: 1 };
/** The header's key for what is no tensor. */
const METADATA = '__metadata__';

interface Entry { readonly name: string; readonly type: string; readonly shape: readonly number[]; readonly start: number; readonly end: number }
type Fail = (why: string) => never;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

const readEntry = (name: string, value: unknown, room: number, fail: Fail): Entry => {
  if (!isRecord(value)) return fail('is not described');
  const { dtype, shape, data_offsets: offsets } = value;
  const size = typeof dtype === 'string' && Object.hasOwn(BYTES, dtype) ? BYTES[dtype]! : fail(`is neither F16 nor F32 but ${shown(dtype)}`);
  if (!Array.isArray(shape) || shape.length > MOST_AXES || !shape.every(isCount)) return fail('has no proper shape');
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) return fail('has no proper place');
  const [start, end] = offsets as [number, number];
  if (end < start || end > room) return fail('lies outside the file');
  const needed = product(shape) * size;
  if (end - start !== needed) return fail(`takes ${end - start} bytes where its shape needs ${needed}`);
  return { name, type: dtype as string, shape: shape, start, end };
};

/** Allocates twice the entry's bytes at most: the entry lies in the file, and beside the others. */
const readNumbers = ({ type, start, end }: Entry, body: DataView, fail: Fail): Float32Array => {
  const data = new Float32Array((end - start) / BYTES[type]!), table = halves(), half = type === 'F16';
  let zero = 0;
  for (let i = 0; i < data.length; i++) {
    const value = half ? table[body.getUint16(start + 2 * i, true)]! : type === 'U8' ? body.getUint8(start + i) : body.getFloat32(start + 4 * i, true);
    zero += 0 * value; // NaN from the first number that is not finite
    data[i] = value;
  }
  return zero === 0 ? data : fail('holds a number that is not finite');
};

const readHeader = (text: Uint8Array, fail: Fail): { described: Readonly<Record<string, string>>; tensors: readonly (readonly [string, unknown])[] } => {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    return fail('its header is not JSON');
  }
  if (!isRecord(header)) return fail('its header is not a list of tensors');
  const described = header[METADATA] ?? {};
  if (!isRecord(described) || !Object.values(described).every((value) => typeof value === 'string')) return fail('its metadata is not text');
  return { described: described as Record<string, string>, tensors: Object.entries(header).filter(([name]) => name !== METADATA) };
};

/** Reads a whole file, `file` for messages; throws `EngineError` 'weights-unreadable' with what is wrong. `bytes` is borrowed. */
export const readSafetensors = (bytes: Uint8Array, file = 'The weights file'): WeightsFile => {
  const fail: Fail = (why) => { throw weightsUnreadable(why, file); };
  const failAt = (name: string): Fail => (why) => fail(`tensor ${shown(name)} ${why}`);
  if (bytes.byteLength < 8) return fail(`${bytes.byteLength} bytes are no safetensors file`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true)), room = bytes.byteLength - 8 - length;
  if (length > LONGEST_HEADER) return fail(`its header claims ${length} bytes; ${LONGEST_HEADER} are the most`);
  if (room < 0) return fail('it ends within its header');
  const { described, tensors } = readHeader(bytes.subarray(8, 8 + length), fail);
  const entries = tensors.map(([name, value]) => readEntry(name, value, room, failAt(name))).sort((a, b) => a.start - b.start || a.end - b.end);
  let place = 0;
  for (const { name, start, end } of entries) {
    if (start !== place) failAt(name)(start < place ? 'overlaps another' : 'leaves a gap before it');
    place = end;
  }
  if (place !== room) return fail(`${room - place} bytes belong to no tensor`);
  const body = new DataView(bytes.buffer, bytes.byteOffset + 8 + length, room);
  return {
    file,
    weights: new Map(entries.map((entry): [string, Weight] => [entry.name, { shape: entry.shape, data: readNumbers(entry, body, failAt(entry.name)) }])),
    metadata: described,
  };
};

/**
 * Writes `weights` as F16 or F32 in their order. Throws `EngineError` 'weights-unwritable' where a number does not fit
 * (F16 ends at 65504) and where `readSafetensors` would refuse the file.
 */
export const writeSafetensors = (weights: Weights, metadata: Readonly<Record<string, string>>, type: 'F16' | 'F32' = 'F16'): Uint8Array<ArrayBuffer> => {
  const size = BYTES[type]!;
  let place = 0;
  const entries = Array.from(weights, ([name, { shape, data }]) => {
    if (name === METADATA) throw weightsUnwritable(`"${METADATA}" is no name for a tensor`);
    if (shape.length > MOST_AXES || product(shape) !== data.length) throw weightsUnwritable(`tensor ${shown(name)} holds ${data.length} numbers, its shape is [${shape.join(', ')}]`);
    const start = place;
    place += size * data.length;
    return [name, { dtype: type, shape, data_offsets: [start, place] }] as const;
  });
  const text = JSON.stringify({ [METADATA]: metadata, ...Object.fromEntries(entries) });
  const unpadded = new TextEncoder().encode(text).length;
  const header = new TextEncoder().encode(text + ' '.repeat((8 - (unpadded % 8)) % 8));
  if (header.length > LONGEST_HEADER) throw weightsUnwritable(`names and metadata take ${header.length} bytes; ${LONGEST_HEADER} are the most`);
  const bytes = new Uint8Array(8 + header.length + place), view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let at = 8 + header.length;
  for (const [name, { data }] of weights) for (const value of data) {
    const half = type === 'F16' ? toHalf(value) : 0;
    if (!Number.isFinite(value) || (half & 0x7c00) === 0x7c00) throw weightsUnwritable(`tensor ${shown(name)} holds ${value}, which ${type} cannot keep`);
    if (type === 'F16') view.setUint16(at, half, true);
    else view.setFloat32(at, value, true);
    at += size;
  }
  return bytes;
};

/** The tensors named `<prefix>/...`, without it. */
export const within = (weights: Weights, prefix: string): Weights =>
  new Map(Array.from(weights).flatMap(([name, weight]) => (name.startsWith(`${prefix}/`) ? [[name.slice(prefix.length + 1), weight] as const] : [])));

/** Tensors of several networks in one map, as `<network>/<weight>`. */
export const together = (parts: Readonly<Record<string, Weights>>): Weights =>
  new Map(Object.entries(parts).flatMap(([prefix, weights]) => Array.from(weights, ([name, weight]) => [`${prefix}/${name}`, weight] as const)));
