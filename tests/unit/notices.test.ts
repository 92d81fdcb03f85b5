import { expect, test } from 'vitest';
import { createNotices } from '../../src/core/notices.ts';

test('something said twice is one notice, with the newest words, last', () => {
  const notices = createNotices();
  notices.add('link', 'The link is damaged.');
  notices.add('gpu', 'The graphics device complained.');
  notices.add('link', 'The link is too long.');
  expect(notices.list).toEqual([{ key: 'gpu', text: 'The graphics device complained.' }, { key: 'link', text: 'The link is too long.' }]);
});

test('what is mended is withdrawn', () => {
  const notices = createNotices();
  notices.add('link', 'The link is damaged.');
  notices.remove('link');
  notices.remove('link');
  expect(notices.list).toEqual([]);
});

test('keeps the newest twenty', () => {
  const notices = createNotices();
  for (let i = 0; i < 30; i++) notices.add(`key ${i}`, String(i));
  expect(notices.list.map(({ text }) => Number(text))).toEqual(Array.from({ length: 20 }, (_, i) => i + 10));
});

test('tells subscribers of each change until they leave, and not of a removal of nothing', () => {
  const notices = createNotices();
  const heard: number[] = [];
  const leave = notices.subscribe((list) => heard.push(list.length));
  notices.add('a', 'one');
  notices.remove('b');
  notices.remove('a');
  leave();
  notices.add('c', 'two');
  expect(heard).toEqual([1, 0]);
});
