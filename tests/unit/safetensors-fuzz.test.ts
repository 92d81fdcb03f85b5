// Whatever bytes come, reading answers with weights that fit them or throws its own error: it never crashes, hangs,
// reads beyond them or allocates more than they could fill.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineError } from '../../src/core/errors.ts';
import { readSafetensors, writeSafetensors, type WeightsFile } from '../../src/nets/safetensors.ts';
import { hostileJson } from '../support/arbitraries.ts';
import { safetensorsOf } from '../support/safetensors-bytes.ts';

/** What is read, or undefined where it is refused in the one way there is. */
const attempt = (bytes: Uint8Array): WeightsFile | undefined => {
  let read: WeightsFile;
  try {
    read = readSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'weights-unreadable') throw error;
    expect(error.message).toMatch(/^The weights file cannot be read: [^\n]{1,200}\.$/);
    return undefined;
  }
  let numbers = 0;
  for (const { shape, data } of read.weights.values()) {
    if (data.length !== shape.reduce((a, b) => a * b, 1) || !data.every(Number.isFinite)) throw new Error(`[${shape.join()}] holds ${data.length} numbers`);
    numbers += data.length;
  }
  expect(2 * numbers).toBeLessThanOrEqual(bytes.length);
  expect(Object.values(read.metadata).every((text) => typeof text === 'string')).toBe(true);
  return read;
};

const sample = writeSafetensors(new Map([
  ['encoder/0/kernel', { shape: [3, 2], data: Float32Array.of(1, 2, 3, -4, .5, .25) }],
  ['encoder/0/bias', { shape: [2], data: Float32Array.of(0, 1e-3) }],
  ['scalar', { shape: [], data: Float32Array.of(9) }],
]), { plugin: 'sample', steps: '12' }, 'F16');

test('any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void attempt(bytes)), { numRuns: 1000 });
});

test('any JSON, any body', () => {
  fc.assert(fc.property(hostileJson, fc.nat(32), (header, body) => void attempt(safetensorsOf(JSON.stringify(header) ?? '', body))), { numRuns: 500 });
});

test('headers that are nearly right', () => {
  const number = fc.oneof(fc.nat(40), fc.constantFrom<unknown>(-1, -0, .5, 1e308, 2 ** 53, 2 ** 53 - 1, 2 ** 31, 2 ** 32, null, '4', true));
  const entry = fc.record({
    dtype: fc.oneof({ weight: 8, arbitrary: fc.constantFrom('F16', 'F32') }, { weight: 1, arbitrary: fc.constantFrom<unknown>('F64', 'I8', 'f16', null, 16) }),
    shape: fc.array(number, { maxLength: 10 }),
    data_offsets: fc.oneof({ weight: 4, arbitrary: fc.tuple(number, number) }, { weight: 1, arbitrary: fc.array(number, { maxLength: 3 }) }),
  }, { requiredKeys: [] });
  const name = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '__metadata__');
  fc.assert(fc.property(fc.dictionary(name, entry), fc.nat(64), (header, body) => void attempt(safetensorsOf(header, body))), { numRuns: 2000 });
});

test('tensors laid out right are read, and any one offset moved is refused', () => {
  const size = fc.integer({ min: 1, max: 6 });
  fc.assert(fc.property(fc.array(fc.tuple(size, fc.constantFrom('F16', 'F32')), { minLength: 1, maxLength: 6 }), fc.nat(), fc.constantFrom(-4, -1, 1, 4), (tensors, which, by) => {
    let place = 0;
    const entries = tensors.map(([count, dtype], i): [string, { dtype: string; shape: number[]; data_offsets: number[] }] => {
      const start = place;
      place += count * (dtype === 'F16' ? 2 : 4);
      return [`t${i}`, { dtype, shape: [count], data_offsets: [start, place] }];
    });
    expect(attempt(safetensorsOf(Object.fromEntries(entries), place))?.weights.size).toBe(tensors.length);
    const offsets = entries[which % entries.length]![1].data_offsets;
    offsets[which % 2] = offsets[which % 2]! + by;
    expect(attempt(safetensorsOf(Object.fromEntries(entries), place))).toBeUndefined();
  }), { numRuns: 300 });
});

test('a file cut off anywhere is refused', () => {
  for (let length = 0; length < sample.length; length++) expect(attempt(sample.subarray(0, length))).toBeUndefined();
  expect(attempt(sample)?.weights.size).toBe(3);
});

test('a file with more behind it is refused', () => {
  for (const extra of [1, 2, 4, 1000]) {
    const longer = new Uint8Array(sample.length + extra);
    longer.set(sample);
    expect(attempt(longer)).toBeUndefined();
  }
});

test('every bit flipped, alone', () => {
  let read = 0;
  for (let bit = 0; bit < 8 * sample.length; bit++) {
    const flipped = sample.slice();
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    if (attempt(flipped)) read++;
  }
  // In the body, a name or a text a flipped bit is another number or letter; elsewhere it is a fault.
  expect(read).toBeGreaterThan(8);
  expect(read).toBeLessThan(.8 * 8 * sample.length);
});

test('every byte replaced by what JSON and counts are afraid of', () => {
  for (const byte of [0, 0x22, 0x2c, 0x2d, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x80, 0xff]) for (let i = 0; i < sample.length; i++) {
    const replaced = sample.slice();
    replaced[i] = byte;
    attempt(replaced);
  }
});

test('a claim of any size in front of a short file allocates nothing', () => {
  fc.assert(fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (claim) => {
    expect(attempt(safetensorsOf('{}', 8, claim))).toBeUndefined();
  }), { numRuns: 300 });
  const huge = { dtype: 'F32', shape: [2 ** 40], data_offsets: [0, 2 ** 42] };
  expect(attempt(safetensorsOf({ a: huge }, 8))).toBeUndefined();
});

test('a header as deep or as full as it may be is answered at once', () => {
  expect(attempt(safetensorsOf(`${'['.repeat(500_000)}${']'.repeat(500_000)}`, 0))).toBeUndefined();
  expect(attempt(safetensorsOf(`{"a":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_001)}`, 0))).toBeUndefined();
  const many = Object.fromEntries(Array.from({ length: 15_000 }, (_, i) => [`t${i}`, { dtype: 'F16', shape: [0], data_offsets: [0, 0] }]));
  expect(attempt(safetensorsOf(many, 0))?.weights.size).toBe(15_000);
});
