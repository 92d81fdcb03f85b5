import { expect, test } from 'vitest';
import { createScope } from '../../src/core/scope.ts';

test('frees what it owns, last made first, whether it is disposed or destroyed', () => {
  const freed: string[] = [];
  const scope = createScope();
  scope.own({ dispose: () => { freed.push('weights'); } });
  scope.own({ destroy: () => { freed.push('texture'); } });
  scope.own({ dispose: () => { freed.push('program'); } });
  expect(scope.size).toBe(3);
  scope.dispose();
  expect(freed).toEqual(['program', 'texture', 'weights']);
  expect(scope.size).toBe(0);
});

test('gives back what it was given', () => {
  const resource = { dispose: () => undefined, width: 4 };
  expect(createScope().own(resource)).toBe(resource);
});

test('frees the rest when one of them throws, then throws that error', () => {
  const freed: string[] = [];
  const scope = createScope();
  scope.own({ dispose: () => { freed.push('first'); } });
  scope.own({ dispose: () => { throw new Error('stuck'); } });
  scope.own({ dispose: () => { freed.push('last'); } });
  expect(() => { scope.dispose(); }).toThrow('stuck');
  expect(freed).toEqual(['last', 'first']);
});

test('frees nothing twice', () => {
  let times = 0;
  const scope = createScope();
  scope.own({ dispose: () => { times++; } });
  scope.dispose();
  scope.dispose();
  expect(times).toBe(1);
});
