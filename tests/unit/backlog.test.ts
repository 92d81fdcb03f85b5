import { expect, test } from 'vitest';
import { createBacklog } from '../../src/gpu/backlog.ts';

test('where frames take long, one may be under way: a second only waits', async () => {
  let done = (): void => undefined;
  const backlog = createBacklog({ onSubmittedWorkDone: () => new Promise<undefined>((end) => { done = () => end(undefined); }) });
  expect(backlog.full(300)).toBe(false);
  backlog.add();
  expect([backlog.full(300), backlog.full(33)]).toEqual([true, false]);
  done();
  await Promise.resolve();
  expect(backlog.full(300)).toBe(false);
});

test('three frames may be under way; another waits until one is done, or will never be', async () => {
  const ends: { readonly done: () => void; readonly lost: (why: Error) => void }[] = [];
  const backlog = createBacklog({ onSubmittedWorkDone: () => new Promise<undefined>((done, lost) => { ends.push({ done: () => done(undefined), lost }); }) });
  for (let frame = 0; frame < 3; frame++) {
    expect(backlog.full(16)).toBe(false);
    backlog.add();
  }
  expect(backlog.full(16)).toBe(true);
  ends[0]!.done();
  await Promise.resolve();
  expect(backlog.full(16)).toBe(false);
  backlog.add();
  expect(backlog.full(16)).toBe(true);
  ends[1]!.lost(new Error('the device is lost'));
  await Promise.resolve();
  expect(backlog.full(16)).toBe(false);
});
