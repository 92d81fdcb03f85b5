import { expect, test } from 'vitest';
import { createBacklog, type Backlog } from '../../src/gpu/backlog.ts';

/** A backlog, and a device whose first frame took it so long. */
const opened = async (first: number): Promise<{ backlog: Backlog; at(time: number): void; end(lost?: boolean): Promise<void> }> => {
  const ends: ((lost: boolean) => void)[] = [];
  let time = 0;
  const backlog = createBacklog({ onSubmittedWorkDone: () => new Promise<undefined>((done, lost) => { ends.push((failed) => { if (failed) lost(new Error('the device is lost')); else done(undefined); }); }) }, () => time);
  const end = async (lost = false): Promise<void> => {
    ends.shift()!(lost);
    await Promise.resolve();
    await Promise.resolve();
  };
  expect(backlog.full).toBe(false);
  backlog.add();
  // Until one has ended, none is believed to be quick.
  expect(backlog.full).toBe(true);
  time = first;
  await end();
  return { backlog, end, at(to) { time = to; } };
};

test('three frames may be under way; another waits until one is done, or will never be', async () => {
  const { backlog, at, end } = await opened(9);
  for (let frame = 0; frame < 3; frame++) {
    expect(backlog.full).toBe(false);
    backlog.add();
  }
  expect(backlog.full).toBe(true);
  at(16);
  await end();
  expect(backlog.full).toBe(false);
  backlog.add();
  expect(backlog.full).toBe(true);
  await end(true);
  expect(backlog.full).toBe(false);
});

test('where the device takes long for a frame, and until one is known, one may be under way: a second only waits', async () => {
  const { backlog, at, end } = await opened(300);
  expect(backlog.full).toBe(false);
  backlog.add();
  expect(backlog.full).toBe(true);
  // The first that is quick is believed.
  at(316);
  await end();
  backlog.add();
  expect(backlog.full).toBe(false);
});

test('what a frame waits behind another is not counted as its own time', async () => {
  const { backlog, at, end } = await opened(60);
  for (let frame = 0; frame < 3; frame++) backlog.add();
  for (const time of [120, 180, 240]) {
    at(time);
    await end();
    backlog.add();
    expect(backlog.full).toBe(true);
  }
  at(300);
  await end();
  expect(backlog.full).toBe(false);
});
