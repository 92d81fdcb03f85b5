import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { p } from '#api';
import { accept, acceptAll, changed, defaults, resolve, same, valuesFor } from '../../src/core/params.ts';
import { anyParam, hostile, stateFor, statesFor } from '../support/arbitraries.ts';
import { samplerPlugin } from '../support/sampler-plugin.ts';

const { params } = samplerPlugin;

describe('every param kind', () => {
  test('turns any value whatever into one that it accepts without a problem', () => {
    fc.assert(fc.property(anyParam, hostile, (param, raw) => {
      const first = accept(param, raw);
      const second = accept(param, first.value);
      expect(second.problem).toBe('');
      expect(second.value).toEqual(first.value);
    }), { numRuns: 1000 });
  });

  test('takes a good state as it stands', () => {
    fc.assert(fc.property(anyParam.chain((param) => fc.tuple(fc.constant(param), stateFor(param))), ([param, state]) => {
      expect(accept(param, state)).toEqual({ value: state, problem: '' });
    }), { numRuns: 500 });
  });

  test('accepts its own default', () => {
    fc.assert(fc.property(anyParam, (param) => { expect(accept(param, param.default)).toEqual({ value: param.default, problem: '' }); }));
  });

  test('keeps a state through JSON', () => {
    fc.assert(fc.property(anyParam.chain((param) => fc.tuple(fc.constant(param), stateFor(param))), ([param, state]) => {
      expect(accept(param, JSON.parse(JSON.stringify(state)))).toEqual({ value: state, problem: '' });
    }));
  });
});

describe('one value out of bounds', () => {
  const zoom = p.number({ min: .5, max: 20, default: 2 });

  test.each([[40, 20], [-3, .5]])('a number of %d is moved to the nearest bound', (raw, value) => {
    expect(accept(zoom, raw)).toEqual({ value, problem: `must be 0.5 to 20; got ${raw}` });
  });

  test.each([NaN, Infinity, '3', null, [3], {}])('a number given as %o becomes the default', (raw) => {
    expect(accept(zoom, raw).value).toBe(2);
    expect(accept(zoom, raw).problem).toMatch(/^must be 0.5 to 20; got /);
  });

  test('an integer is rounded and says so', () => {
    expect(accept(p.int({ min: 1, max: 9, default: 4 }), 3.6)).toEqual({ value: 4, problem: 'must be an integer 1 to 9; got 3.6' });
  });

  test('a colour is lower-cased without a complaint', () => {
    expect(accept(p.color({ default: '#000000' }), '#AABBCC')).toEqual({ value: '#aabbcc', problem: '' });
  });

  test('a latent keeps what is good of a damaged state and names the rest', () => {
    const z = p.latent({ dims: 3, distribution: 'normal' });
    const { value, problem } = accept(z, { seed: 5, center: [1, NaN, 99, 4], speed: 'fast', radius: .5 });
    expect(value).toEqual({ ...z.default, seed: 5, center: [1, 0, 8], radius: .5 });
    expect(problem).toContain('center must be at most 3 numbers; got 4 values');
    expect(problem).toContain('speed must be 0 to 240; got "fast"');
  });

  test.each([
    ['directions', { name: 'old', vector: [1, 2, 3, 4], amount: 1 }, { name: 'old', vector: [1, 2, 3], amount: 1 }],
    ['directions', { name: 'far', vector: [1], amount: 99 }, { name: 'far', vector: [1], amount: 8 }],
    ['saved', { point: [1, 'x', 3], bin: 'a' }, { point: [1, 0, 3], bin: 'a' }],
    ['saved', { point: [1], bin: 'd' }, { point: [1], bin: '' }],
  ])('a latent mends one of its %s and says so: %o', (key, raw, mended) => {
    const z = p.latent({ dims: 3, distribution: 'normal' }), { value, problem } = accept(z, { [key]: [raw] });
    expect(value).toEqual({ ...z.default, [key]: [mended] });
    expect(problem).toMatch(new RegExp(`^${key} must be at most `));
    expect(accept(z, value).problem).toBe('');
  });

  test.each([['110', '11010'], ['0110111', '01101'], ['x1y1z', '11010'], [24, '11010'], [undefined, '11010']])('a mask given as %o keeps the switches that can be read', (raw, value) => {
    expect(accept(p.mask({ count: 5, default: '11010' }), raw)).toEqual({ value, problem: expect.stringMatching(/^must be 5 of 0 and 1; got /) as string });
  });

  test('a mask is all on where nothing is said, a sketch empty', () => {
    expect(p.mask({ count: 24 }).default).toBe('1'.repeat(24));
    expect(p.sketch({ width: 28, height: 28 }).default).toBe('');
  });

  test('text from outside is cut short in the complaint', () => {
    expect(accept(zoom, 'x'.repeat(10_000)).problem.length).toBeLessThan(80);
  });
});

describe('a record of values', () => {
  test('gives every param a good value and lists each problem under its path', () => {
    const { states, problems } = acceptAll(params, { amount: 9, tint: 'red', speed: 1 }, 'sampler');
    expect(states).toEqual({ ...defaults(params), amount: 3 });
    expect(problems).toEqual(['sampler.speed is not a param', 'sampler.amount must be -1 to 3; got 9', 'sampler.tint must be a colour like #1a2b3c; got "red"']);
  });

  test('never throws and never pollutes a prototype, whatever it is given', () => {
    fc.assert(fc.property(hostile, (raw) => {
      const { states } = acceptAll(params, raw, 'sampler');
      expect(Object.keys(states)).toEqual(Object.keys(params));
      expect(acceptAll(params, states, 'sampler').problems).toEqual([]);
      expect(Object.getPrototypeOf(states)).toBe(Object.prototype);
    }), { numRuns: 300 });
  });

  test('reports prototype keys instead of reading them', () => {
    const { problems } = acceptAll(params, JSON.parse('{"__proto__": {"amount": 2}, "constructor": 1}'), 'sampler');
    expect(problems).toEqual(['sampler.__proto__ is not a param', 'sampler.constructor is not a param']);
  });

  test('is complete where nothing was given', () => {
    expect(acceptAll(params, undefined, 'sampler')).toEqual({ states: defaults(params), problems: [] });
  });
});

describe('comparing states', () => {
  test('equal states of any kind are the same, by content', () => {
    fc.assert(fc.property(statesFor(params), (states) => { expect(same(states, structuredClone(states))).toBe(true); }));
  });

  test.each([[1, 2], [[0, 1], [0, 2]], [[0, 1], [0, 1, 2]], [{ seed: 1 }, { seed: 2 }], [{ seed: 1 }, { seed: 1, speed: 2 }], ['a', undefined], [[], {}]])('%j and %j differ', (a, b) => {
    expect(same(a, b)).toBe(false);
    expect(same(b, a)).toBe(false);
  });

  test('changed() holds what differs from the defaults, and putting it back gives the same states', () => {
    fc.assert(fc.property(statesFor(params), (states) => {
      const small = changed(params, states);
      for (const [key, state] of Object.entries(small)) expect(same(state, params[key]!.default)).toBe(false);
      expect(acceptAll(params, small, '')).toEqual({ states, problems: [] });
    }));
    expect(changed(params, defaults(params))).toEqual({});
  });
});

describe('what a plugin sees', () => {
  test('is the state itself, and for a latent the point of this moment in the same array', () => {
    const values = valuesFor(params);
    const { z } = values as { z: Float32Array };
    const still = { ...defaults(params), amount: 2, z: p.latent({ dims: 4, distribution: 'normal', default: { center: [3, 4], speed: 0, radius: 0 } }).default };
    resolve(params, still, 10, values);
    expect(values['amount']).toBe(2);
    expect(values['z']).toBe(z);
    expect([...z]).toEqual([3, 4, 0, 0]);
  });

  test('is the default where a state is missing, as after a plugin gained a param', () => {
    const values = valuesFor(params);
    const { amount: _, z: __, ...old } = defaults(params) as Record<string, unknown>;
    resolve(params, old as never, 0, values);
    expect(values['amount']).toBe(.5);
    expect((values['z'] as Float32Array).every(Number.isFinite)).toBe(true);
  });
});
