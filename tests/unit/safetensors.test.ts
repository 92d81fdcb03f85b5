import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineError } from '../../src/core/errors.ts';
import { fromHalf, toHalf } from '../../src/nets/half.ts';
import { readSafetensors, together, within, writeSafetensors } from '../../src/nets/safetensors.ts';
import type { Weights } from '../../src/nets/weights.ts';
import { safetensorsOf } from '../support/safetensors-bytes.ts';

const weight = (shape: readonly number[], ...numbers: number[]): { shape: readonly number[]; data: Float32Array } => ({ shape, data: Float32Array.from(numbers) });
const some: Weights = new Map([['0/kernel', weight([2, 3], 1, -2, .5, 0, 1 / 3, 65504)], ['0/bias', weight([3], -0, 2 ** -24, 1e-3)], ['scale', weight([], 7)], ['none', weight([0, 5])]]);

/** The message of the `EngineError` that reading throws. */
const fault = (bytes: Uint8Array): string => {
  try {
    readSafetensors(bytes, 'assets/a/b.safetensors');
  } catch (error) {
    expect(error).toBeInstanceOf(EngineError);
    expect((error as EngineError).code).toBe('weights-unreadable');
    return (error as EngineError).message;
  }
  return '';
};

describe('what is written is read again', () => {
  test.each(['F32', 'F16'] as const)('in %s, with names, shapes, order of bytes and metadata', (type) => {
    const bytes = writeSafetensors(some, { plugin: 'a', note: 'ü "quoted"\n' }, type);
    const { file, weights, metadata } = readSafetensors(bytes, 'x.safetensors');
    expect([file, metadata]).toEqual(['x.safetensors', { plugin: 'a', note: 'ü "quoted"\n' }]);
    expect(new Set(weights.keys())).toEqual(new Set(some.keys()));
    for (const [name, { shape, data }] of some) expect(weights.get(name)).toEqual({ shape, data: type === 'F32' ? data : data.map((x) => fromHalf(toHalf(x))) });
  });

  test('any names, shapes and numbers', () => {
    const number = fc.float({ min: -65504, max: 65504, noNaN: true });
    const shaped = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }).chain((shape) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return fc.array(number, { minLength: length, maxLength: length }).map((data) => ({ shape, data: Float32Array.from(data) }));
    });
    const name = fc.oneof(fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()), fc.constantFrom('__proto__', 'constructor', '0', '-1', '')).filter((text) => text !== '__metadata__');
    fc.assert(fc.property(fc.uniqueArray(fc.tuple(name, shaped), { maxLength: 6, selector: ([key]) => key }), fc.dictionary(name, fc.string({ unit: 'grapheme' })), fc.constantFrom('F16', 'F32'), (entries, metadata, type) => {
      const read = readSafetensors(writeSafetensors(new Map(entries), metadata, type));
      expect(Object.entries(read.metadata)).toEqual(Object.entries(metadata));
      expect(new Map(Array.from(read.weights).sort())).toEqual(new Map(entries.map(([key, { shape, data }]) => [key, { shape, data: type === 'F32' ? data : data.map((x) => fromHalf(toHalf(x))) }] as const).sort()));
    }), { numRuns: 150 });
  });

  test('from the middle of another buffer, at any alignment', () => {
    const bytes = writeSafetensors(some, {});
    for (const offset of [1, 2, 3, 8]) {
      const larger = new Uint8Array(bytes.length + 20).fill(255);
      larger.set(bytes, offset);
      expect(readSafetensors(larger.subarray(offset, offset + bytes.length)).weights).toEqual(readSafetensors(bytes).weights);
    }
  });

  test('the header is padded to a multiple of eight, in the format\'s own layout', () => {
    const bytes = writeSafetensors(new Map([['a', weight([2], 1, -2)]]), { k: 'v' }, 'F32');
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    expect(length % 8).toBe(0);
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({ __metadata__: { k: 'v' }, a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } });
    expect([...bytes.subarray(8 + length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 192]);
  });
});

describe('what cannot be read again is not written', () => {
  test.each<[string, Weights, string]>([
    ['NaN', new Map([['a', weight([1], NaN)]]), 'tensor "a" holds NaN, which F16 cannot keep'],
    ['a number beyond F16', new Map([['a', weight([1], 65520)]]), 'tensor "a" holds 65520, which F16 cannot keep'],
    ['another shape than its numbers', new Map([['a', weight([3], 1, 2)]]), 'tensor "a" holds 2 numbers, its shape is [3]'],
    ['too many axes', new Map([['a', weight([1, 1, 1, 1, 1, 1, 1, 1, 1], 1)]]), 'its shape is [1, 1'],
    ['a tensor in the place of the metadata', new Map([['__metadata__', weight([1], 1)]]), 'no name for a tensor'],
  ])('%s', (_, weights, message) => { expect(() => writeSafetensors(weights, {})).toThrow(message); });

  test('a header too long', () => {
    expect(() => writeSafetensors(some, { log: 'x'.repeat(1_000_000) })).toThrow('The weights cannot be written: names and metadata take 1000');
  });
});

describe('a damaged file is one sentence', () => {
  const tensor = (change: object = {}): object => ({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...change } });
  test.each<[string, Uint8Array, string]>([
    ['nothing at all', new Uint8Array(0), '0 bytes are no safetensors file'],
    ['a header longer than any', safetensorsOf('{}', 0, 2n ** 64n - 1n), 'its header claims 18446744073709552000 bytes; 1000000 are the most'],
    ['a page in its place', new TextEncoder().encode('<!doctype html><html></html>'), 'its header claims'],
    ['a header cut short', safetensorsOf('{}', 0, 100n), 'it ends within its header'],
    ['no JSON', safetensorsOf('{', 0), 'its header is not JSON'],
    ['no header', safetensorsOf('', 0), 'its header is not JSON'],
    ['no text', safetensorsOf(Uint8Array.of(0x22, 0xff, 0x22), 0), 'its header is not JSON'],
    ['a list', safetensorsOf('[]', 0), 'its header is not a list of tensors'],
    ['null', safetensorsOf('null', 0), 'its header is not a list of tensors'],
    ['metadata that is no text', safetensorsOf({ __metadata__: { a: 1 } }, 0), 'its metadata is not text'],
    ['metadata that is a list', safetensorsOf({ __metadata__: ['a'] }, 0), 'its metadata is not text'],
    ['a tensor that is a number', safetensorsOf({ a: 7 }, 0), 'tensor "a" is not described'],
    ['a type that is not ours', safetensorsOf(tensor({ dtype: 'BF16' }), 8), 'tensor "a" is neither F16 nor F32 but "BF16"'],
    ['a type that every object has', safetensorsOf(tensor({ dtype: 'constructor' }), 8), 'is neither F16 nor F32 but "constructor"'],
    ['no shape', safetensorsOf(tensor({ shape: '2' }), 8), 'tensor "a" has no proper shape'],
    ['a negative side', safetensorsOf(tensor({ shape: [-2] }), 8), 'tensor "a" has no proper shape'],
    ['half a side', safetensorsOf(tensor({ shape: [.5] }), 8), 'tensor "a" has no proper shape'],
    ['a side beyond integers', safetensorsOf('{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,8]}}', 8), 'tensor "a" has no proper shape'],
    ['nine axes', safetensorsOf(tensor({ shape: [1, 1, 1, 1, 1, 1, 1, 1, 2] }), 8), 'tensor "a" has no proper shape'],
    ['a shape that would wrap round', safetensorsOf(tensor({ shape: [2 ** 32, 2 ** 32, 2 ** 32] }), 8), 'tensor "a" takes 8 bytes where its shape needs 3'],
    ['no offsets', safetensorsOf({ a: { dtype: 'F32', shape: [2] } }, 8), 'tensor "a" has no proper place'],
    ['three offsets', safetensorsOf(tensor({ data_offsets: [0, 4, 8] }), 8), 'tensor "a" has no proper place'],
    ['offsets the wrong way round', safetensorsOf(tensor({ data_offsets: [8, 0] }), 8), 'tensor "a" lies outside the file'],
    ['offsets past the end', safetensorsOf(tensor({ data_offsets: [4, 12] }), 8), 'tensor "a" lies outside the file'],
    ['fewer bytes than numbers', safetensorsOf(tensor({ shape: [3] }), 8), 'tensor "a" takes 8 bytes where its shape needs 12'],
    ['bytes of nobody in front', safetensorsOf(tensor({ data_offsets: [4, 12] }), 12), 'tensor "a" leaves a gap before it'],
    ['bytes of nobody behind', safetensorsOf(tensor(), 12), '4 bytes belong to no tensor'],
    ['a second tensor over the first', safetensorsOf({ ...tensor(), b: { dtype: 'F16', shape: [4], data_offsets: [4, 12] } }, 12), 'tensor "b" overlaps another'],
    ['the same bytes twice', safetensorsOf({ ...tensor(), b: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, 8), 'tensor "b" overlaps another'],
    ['infinity', safetensorsOf(tensor(), Float32Array.of(1, Infinity)), 'tensor "a" holds a number that is not finite'],
    ['NaN', safetensorsOf(tensor(), Float32Array.of(NaN, 1)), 'tensor "a" holds a number that is not finite'],
    ['infinity in F16', safetensorsOf({ a: { dtype: 'F16', shape: [2], data_offsets: [0, 4] } }, Uint16Array.of(0x3c00, 0xfc00)), 'tensor "a" holds a number that is not finite'],
    ['a name that breaks lines', safetensorsOf({ 'a\nb': 1 }, 0), 'tensor "a\\nb" is not described'],
  ])('%s', (_, bytes, message) => {
    const said = fault(bytes);
    expect(said).toMatch(/^assets\/a\/b\.safetensors cannot be read: [^\n]+[^.]\.$/);
    expect(said).toContain(message);
  });

  test('names and prototypes have no power', () => {
    const { weights, metadata } = readSafetensors(safetensorsOf('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"__metadata__":{"__proto__":"x"}}', Float32Array.of(3)));
    expect([...weights.keys()]).toEqual(['__proto__']);
    expect(Object.entries(metadata)).toEqual([['__proto__', 'x']]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(fault(safetensorsOf('{"a":{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}}', Float32Array.of(3)))).toContain('is neither F16 nor F32');
  });

  test('a key twice counts once, the last', () => {
    const one = '"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
    expect(readSafetensors(safetensorsOf(`{${one},${one}}`, Float32Array.of(3))).weights.size).toBe(1);
    expect(fault(safetensorsOf(`{${one},${one.replace('[0,4]', '[4,8]')}}`, Float32Array.of(3, 4)))).toContain('leaves a gap');
  });
});

test('parts of one map', () => {
  const weights = together({ encoder: new Map([['0/kernel', weight([1], 1)]]), generator: new Map([['0/kernel', weight([1], 2)], ['1/bias', weight([1], 3)]]) });
  expect([...weights.keys()]).toEqual(['encoder/0/kernel', 'generator/0/kernel', 'generator/1/bias']);
  expect(within(weights, 'generator')).toEqual(new Map([['0/kernel', weight([1], 2)], ['1/bias', weight([1], 3)]]));
  expect(within(weights, 'gen').size).toBe(0);
});
