// Checkpoints where things end badly: nothing may be kept, there is no more room, the tab is closed in the middle of a save.

import { describe, expect, test } from 'vitest';
import { openCheckpoints, type Checkpoints } from '../../src/sources/checkpoints.ts';
import { fakeFolders, type FakeFolders } from '../support/fake-folders.ts';

const OF = 'dcgan faces';
const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => Uint8Array.from(values);
let clock = 0;
/** A page; opened anew on the same folders it is that page after a reload. */
const visit = (folders: FakeFolders): Checkpoints => openCheckpoints(() => ++clock, folders.root);
const listed = async (kept: Checkpoints): Promise<unknown[]> => (await kept.list(OF)).map(({ name, step, bytes: size }) => [name, step, size]);
/** Long enough for what never ends to have begun. */
const begun = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve, 20); });

test('are kept under any name, taken anew, read and forgotten', async () => {
  const folders = fakeFolders(), kept = visit(folders);
  await kept.save(OF, 'dunes & snow / 50 %', 10, bytes(1));
  await kept.save(OF, 'other', 12, bytes(2, 2));
  await kept.save(OF, 'dunes & snow / 50 %', 20, bytes(3, 3, 3));
  expect(await listed(kept)).toEqual([['dunes & snow / 50 %', 20, 3], ['other', 12, 2]]);
  expect(await kept.load(OF, 'dunes & snow / 50 %')).toEqual(bytes(3, 3, 3));
  await kept.forget(OF, 'dunes & snow / 50 %');
  expect(await listed(visit(folders))).toEqual([['other', 12, 2]]);
  await expect(kept.load(OF, 'gone')).rejects.toThrow('There is no checkpoint "gone".');
  await expect(kept.forget(OF, 'gone')).rejects.toThrow('There is no checkpoint "gone".');
  expect(await kept.list('another work')).toEqual([]);
});

describe('where the browser keeps nothing', () => {
  test.each<[string, () => Promise<FileSystemDirectoryHandle>, string]>([
    ['it refuses', () => Promise.reject(new DOMException('Storage directory access is denied.', 'SecurityError')), 'Storage directory access is denied'],
    ['it has no such storage', () => (undefined as unknown as StorageManager).getDirectory(), 'Cannot read properties of undefined'],
  ])('%s: a sentence that says what to do, and an empty list', async (_name, root, why) => {
    const kept = openCheckpoints(() => 1, async () => root());
    expect(await kept.list(OF)).toEqual([]);
    for (const act of [kept.save(OF, 'calm', 1, bytes(1)), kept.load(OF, 'calm'), kept.forget(OF, 'calm')]) {
      const said = await act.then(() => 'nothing', String);
      expect(said.startsWith(`Error: The browser keeps no files for this page (${why}`)).toBe(true);
      expect(said).toMatch(/\): "Export" writes to the disk\.$/);
    }
  });
});

describe('the last good one is there, and nothing is left of the other', () => {
  test('where there is no more room', async () => {
    const folders = fakeFolders(), kept = visit(folders);
    await kept.save(OF, 'calm', 1, bytes(1, 2, 3));
    folders.room = 5;
    await expect(kept.save(OF, 'calm', 2, bytes(4, 5, 6))).rejects.toThrow('The browser has no more room: forgetting some checkpoints makes room, and "Export" writes to the disk.');
    expect([await listed(kept), folders.names().length]).toEqual([[['calm', 1, 3]], 1]);
    expect(await kept.load(OF, 'calm')).toEqual(bytes(1, 2, 3));
  });

  test.each(['createWritable', 'write', 'close', 'move'] as const)('where %s fails', async (method) => {
    const folders = fakeFolders(), kept = visit(folders);
    await kept.save(OF, 'calm', 1, bytes(1));
    folders.fails = method;
    await expect(kept.save(OF, 'calm', 2, bytes(2))).rejects.toThrow(`${method} failed`);
    folders.fails = '';
    expect([await listed(kept), folders.names().length]).toEqual([[['calm', 1, 1]], 1]);
    await kept.save(OF, 'calm', 3, bytes(3));
    expect(await listed(kept)).toEqual([['calm', 3, 1]]);
  });

  test.each(['createWritable', 'write', 'close', 'move'] as const)('where the tab is closed in %s', async (method) => {
    const folders = fakeFolders(), kept = visit(folders);
    await kept.save(OF, 'calm', 1, bytes(1));
    [folders.fails, folders.hangs] = [method, true];
    void kept.save(OF, 'calm', 2, bytes(2, 2));
    await begun();
    expect(folders.names()).toHaveLength(2);
    folders.reload();
    const again = visit(folders);
    expect([await listed(again), folders.names().length]).toEqual([[['calm', 1, 1]], 1]);
    expect(await again.load(OF, 'calm')).toEqual(bytes(1));
  });

  test('what another tab is writing stays', async () => {
    const folders = fakeFolders(), kept = visit(folders);
    [folders.fails, folders.hangs] = ['close', true];
    void kept.save(OF, 'calm', 2, bytes(2, 2));
    await begun();
    expect([await listed(visit(folders)), folders.names().length]).toEqual([[], 1]);
  });
});

test('where the tab is closed when the new one is there and the old one not yet gone, the new one counts, and both are forgotten', async () => {
  const folders = fakeFolders(), kept = visit(folders);
  await kept.save(OF, 'calm', 1, bytes(1));
  [folders.fails, folders.hangs] = ['removeEntry', true];
  void kept.save(OF, 'calm', 2, bytes(2, 2));
  await begun();
  folders.reload();
  const again = visit(folders);
  expect([await listed(again), folders.names().length]).toEqual([[['calm', 2, 2]], 2]);
  expect(await again.load(OF, 'calm')).toEqual(bytes(2, 2));
  await again.forget(OF, 'calm');
  expect(folders.names()).toEqual([]);
});
