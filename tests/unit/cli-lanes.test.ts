import { expect, test } from 'vitest';
import { inLanes, type Job } from '../../src/cli/lanes.ts';

/** Jobs that end when they are told to; `log` tells what began. */
const stage = (...spoken: readonly (readonly [name: string, ...after: string[]])[]): { jobs: Job<string>[]; log: string[]; end(name: string): Promise<void> } => {
  const log: string[] = [], ends = new Map<string, () => void>();
  return {
    log,
    jobs: spoken.map(([name, ...after]) => ({ name, after, run: () => new Promise((done) => { log.push(name); ends.set(name, () => done(name.toUpperCase())); }) })),
    async end(name) {
      ends.get(name)!();
      await new Promise((then) => { setTimeout(then); });
    },
  };
};

test('a free lane takes the first job that may begin; results keep the order of the list', async () => {
  const { jobs, log, end } = stage(['build'], ['types'], ['browser'], ['lint'], ['unit', 'types', 'lint'], ['end to end', 'build']), all = inLanes(jobs, 2);
  expect(log).toEqual(['build', 'types']);
  await end('build');
  expect(log.slice(2)).toEqual(['browser']);
  await end('types');
  expect(log.slice(3)).toEqual(['lint']);
  await end('lint');
  expect(log.slice(4)).toEqual(['unit']);
  await end('browser');
  expect(log.slice(5)).toEqual(['end to end']);
  await end('end to end');
  await end('unit');
  expect(await all).toEqual(['BUILD', 'TYPES', 'BROWSER', 'LINT', 'UNIT', 'END TO END']);
});

test('a lane stays free where all that is left has to wait', async () => {
  const { jobs, log, end } = stage(['a'], ['b', 'a'], ['c', 'b']), all = inLanes(jobs, 9);
  for (const [name, begun] of [['a', 'ab'], ['b', 'abc'], ['c', 'abc']] as const) {
    await end(name);
    expect(log.join('')).toBe(begun);
  }
  await all;
});

test('no jobs end at once; what is not in the list is not waited for; a circle is an error, and so is a job that breaks', async () => {
  expect(await inLanes([], 2)).toEqual([]);
  expect(await inLanes([{ name: 'a', after: ['elsewhere'], run: () => Promise.resolve(1) }], 2)).toEqual([1]);
  await expect(inLanes([{ name: 'a', after: ['b'], run: () => Promise.resolve(1) }, { name: 'b', after: ['a'], run: () => Promise.resolve(1) }], 2)).rejects.toThrow('wait for each other: a, b');
  await expect(inLanes([{ name: 'a', run: () => Promise.reject(new Error('broken')) }], 2)).rejects.toThrow('broken');
});
