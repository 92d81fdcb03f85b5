import { deflateSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink } from '../../src/core/link.ts';

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

test('any JSON value comes back from its link', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(decodeLink(encodeLink(value))).toEqual({ value: JSON.parse(JSON.stringify(value)) as unknown });
  }));
});

test('a link holds only characters that survive in an address', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => { expect(encodeLink(value)).toMatch(/^#r1\.[A-Za-z0-9_-]+$/); }));
});

test('the same recipe gives the same link', () => {
  expect(encodeLink({ version: 1, pieces: [] })).toBe(encodeLink({ version: 1, pieces: [] }));
});

test.each(['', '#'])('an address without a link (%j) is no error', (hash) => {
  expect(decodeLink(hash)).toEqual({});
});

describe('what cannot be read is an error with a sentence, never a throw', () => {
  test('any text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary', minLength: 2 }), fc.string({ unit: 'binary' }).map((text) => `#r1.${text}`)), (hash) => {
      const { value, error } = decodeLink(hash);
      expect((value === undefined) !== (error === undefined) || hash === '#').toBe(true);
      if (error) expect(error.message).toMatch(/^The recipe cannot be read: the link /);
    }), { numRuns: 500 });
  });

  test('a link cut short', () => {
    const link = encodeLink({ version: 1, title: 'Evening', pieces: [{ plugin: 'cppn', params: { std: 1.25 } }] });
    for (let length = 4; length < link.length - 1; length++) expect(decodeLink(link.slice(0, length)).error, link.slice(0, length)).toBeDefined();
  });

  test('a link with any one character changed is read or refused', () => {
    const link = encodeLink({ version: 1, title: 'Evening', pieces: [{ plugin: 'cppn', params: { std: 1.25 } }] });
    fc.assert(fc.property(fc.integer({ min: 0, max: link.length - 1 }), fc.string({ minLength: 1, maxLength: 1 }), (at, char) => {
      const { value, error } = decodeLink(link.slice(0, at) + char + link.slice(at + 1));
      expect((value === undefined) !== (error === undefined)).toBe(true);
    }), { numRuns: 500 });
  });

  test('a link of another version', () => {
    expect(decodeLink('#r7.abc').error?.message).toContain('another version of Driftloom');
  });

  test('a zip bomb, in no more than a megabyte of memory for its text', () => {
    const bomb = deflateSync(strToU8(`"${'a'.repeat(2 ** 26)}"`), { level: 9 });
    expect(decodeLink(`#r1.${base64url(bomb)}`).error?.code).toBe('recipe-unreadable');
  });

  test('a bomb of spaces, which JSON would forgive', () => {
    const bomb = deflateSync(strToU8(`{}${' '.repeat(2 ** 22)}`), { level: 9 });
    const { value, error } = decodeLink(`#r1.${base64url(bomb)}`);
    expect(value ?? {}).toEqual({});
    if (error) expect(error.code).toBe('recipe-unreadable');
  });

  test('text that is far too long for any link is refused unread', () => {
    expect(decodeLink(`#r1.${'A'.repeat(2 ** 21)}`).error?.message).toContain('too long');
  });
});
