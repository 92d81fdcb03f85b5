// Generators for property tests: declarations of every param kind, states that fit them, and hostile values.

import fc from 'fast-check';
import { BINS, sketchOf, WALK_EASES, type LatentParam, type LatentState, type Param, type Params, type States } from '#api';
import { LATENT_LIMITS } from '../../src/core/params.ts';

const number = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true }).map((x) => x + 0);

/** `[low, high]` with low < high. */
const range = fc.tuple(number(-1e6, 1e6), number(1e-3, 1e6)).map(([min, size]) => [min, min + size] as const);
const intRange = fc.tuple(fc.integer({ min: -1e6, max: 1e6 }), fc.integer({ min: 1, max: 1e6 })).map(([min, size]) => [min, min + size] as const);
const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const hex = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);

const sketch = (width: number, height: number): fc.Arbitrary<string> => fc.array(fc.integer({ min: 0, max: 15 }), { minLength: width * height, maxLength: width * height }).map((cells) => sketchOf(cells.map((cell) => cell / 15)));
const mask = (count: number): fc.Arbitrary<string> => fc.string({ unit: fc.constantFrom('0', '1'), minLength: count, maxLength: count });

const whole = ([min, max]: readonly [number, number]): fc.Arbitrary<number> => fc.integer({ min, max });

const latentState = (dims: number): fc.Arbitrary<LatentState> => {
  const point = fc.array(number(-8, 8), { maxLength: dims });
  return fc.record({
    seed, center: point,
    speed: number(...LATENT_LIMITS.speed), beats: whole(LATENT_LIMITS.beats), ease: fc.constantFrom(...WALK_EASES), loop: whole(LATENT_LIMITS.loop),
    radius: number(...LATENT_LIMITS.radius), phase: number(0, 8), psi: number(...LATENT_LIMITS.psi), middle: point,
    anchors: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, fc.array(point, { maxLength: 10 })),
    directions: fc.array(fc.record({ name: fc.string({ maxLength: 40 }), vector: point, amount: number(-8, 8) }), { maxLength: 3 }),
    saved: fc.array(fc.record({ point, bin: fc.constantFrom('', ...BINS) }), { maxLength: 4 }),
  });
};

export const anyLatent: fc.Arbitrary<LatentParam> = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('normal', 'uniform', 'sphere', 'categorical'))
  .chain(([dims, distribution]) => latentState(dims).map((start): LatentParam => ({ kind: 'latent', apply: 'live', dims, distribution, default: start })));

/** A state that a param accepts as it stands. */
export const stateFor = (param: Param): fc.Arbitrary<unknown> => {
  switch (param.kind) {
    case 'number': return number(param.min, param.max);
    case 'int': return fc.integer({ min: param.min, max: param.max });
    case 'seed': return seed;
    case 'toggle': return fc.boolean();
    case 'choice': return fc.constantFrom(...param.options);
    case 'color': return hex;
    case 'vec2': return fc.tuple(number(param.min, param.max), number(param.min, param.max));
    case 'sketch': return sketch(param.width, param.height);
    case 'mask': return mask(param.count);
    case 'latent': return latentState(param.dims);
  }
};

export const statesFor = <S extends Params>(params: S): fc.Arbitrary<States<S>> =>
  fc.record(Object.fromEntries(Object.entries(params).map(([key, param]) => [key, stateFor(param)]))) as fc.Arbitrary<States<S>>;

/** A declaration of any kind with a default that fits it. */
export const anyParam: fc.Arbitrary<Param> = fc.oneof<fc.Arbitrary<Param>[]>(
  range.chain(([min, max]) => number(min, max).map((start) => ({ kind: 'number', apply: 'live', min, max, default: start }))),
  intRange.chain(([min, max]) => fc.integer({ min, max }).map((start) => ({ kind: 'int', apply: 'live', min, max, default: start }))),
  fc.boolean().map((start) => ({ kind: 'toggle', apply: 'live', default: start })),
  fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 5 }).chain((options) => fc.constantFrom(...options).map((start) => ({ kind: 'choice', apply: 'live', options, default: start }))),
  hex.map((start) => ({ kind: 'color', apply: 'live', default: start })),
  range.chain(([min, max]) => fc.tuple(number(min, max), number(min, max)).map((start) => ({ kind: 'vec2', apply: 'live', min, max, default: start }))),
  fc.tuple(fc.integer({ min: 4, max: 9 }), fc.integer({ min: 4, max: 9 })).chain(([width, height]) => sketch(width, height).map((start) => ({ kind: 'sketch', apply: 'live', width, height, default: start }))),
  fc.integer({ min: 1, max: 30 }).chain((count) => mask(count).map((start) => ({ kind: 'mask', apply: 'live', count, default: start }))),
  seed.map((start) => ({ kind: 'seed', apply: 'reset', default: start })),
  anyLatent,
);

const trickyKey = fc.oneof(
  { weight: 3, arbitrary: fc.string() },
  { weight: 2, arbitrary: fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'version', 'pieces', 'params', 'seed', 'center', 'tracks', 'clock') },
);
const trickyLeaf = fc.constantFrom<unknown>(NaN, Infinity, -Infinity, -0, Number.MAX_VALUE, null, undefined, '', '#zzzzzz', '__proto__', Array.from({ length: 100_000 }, () => 1));

/** Values that nobody meant: any type, hostile keys, NaN, huge arrays. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({ key: trickyKey, maxDepth: 3, withBigInt: true, withBoxedValues: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withObjectString: true, withSparseArray: true, withTypedArray: true }),
  trickyLeaf,
);

/** Hostile values that can come out of JSON text. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue({ depthSize: 'medium' }), fc.dictionary(trickyKey, fc.jsonValue(), { maxKeys: 8 }), trickyLeaf);
