// Information that a reader of codes has, names for groups found without labels, novelty and steps of walks, each where the
// answer is known.

import { expect, test } from 'vitest';
import { categoryInformation, codeInformation, featuresOf, longestStep, matchClasses, median, novelty } from '#metrics';
import { random } from '../../src/core/random.ts';

test('one who always knows the category has all the information, one who guesses evenly none, one who is sure and wrong less', () => {
  const drawn = Array.from({ length: 40 }, (_, i) => i % 10);
  const sure = featuresOf(drawn.map((c) => Array.from({ length: 10 }, (_, k) => Number(k === c))));
  const even = featuresOf(drawn.map(() => new Array<number>(10).fill(.1)));
  expect(categoryInformation(sure, drawn)).toBeCloseTo(Math.log(10), 9);
  expect(categoryInformation(even, drawn)).toBeCloseTo(0, 9);
  expect(categoryInformation(sure, drawn.map((c) => (c + 1) % 10))).toBeLessThan(-20);
  expect(() => categoryInformation(even, [1])).toThrow('40 answers cannot be held against 1 categories');
});

test('a code read with a normal error of .1 carries ln 2 - ln(.1 sqrt(2 pi e)) nats; one who says 0 has less than none', () => {
  const source = random(1, 'codes'), drawn = Float64Array.from({ length: 100_000 }, () => 2 * source.uniform() - 1);
  expect(codeInformation(drawn, drawn.map((x) => x + .1 * source.normal()))).toBeCloseTo(Math.LN2 - Math.log(.1 * Math.sqrt(2 * Math.PI * Math.E)), 2);
  expect(codeInformation(drawn, drawn.map(() => 0))).toBeCloseTo(-.1765, 2);
});

test('groups are named so that most are right, each name once', () => {
  // Group 0 is mostly 2, group 1 is 0, group 2 has as many 0 as 1: the 0 is given away, so it is named 1.
  const groups = [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2], labels = [2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 1];
  const { accuracy, classes } = matchClasses(groups, labels, 3);
  expect([...classes]).toEqual([2, 0, 1]);
  expect(accuracy).toBeCloseTo(8 / 11, 12);
  expect(() => matchClasses([], [], 3)).toThrow('0 items');
});

test('a shuffled naming of the right groups is found wholly', () => {
  const labels = Array.from({ length: 100 }, (_, i) => i % 10);
  expect(matchClasses(labels.map((label) => (7 * label + 3) % 10), labels, 10).accuracy).toBe(1);
});

test('copies are not new, points drawn like the real ones are as new as those', () => {
  const source = random(1, 'points'), points = (count: number) => featuresOf(Array.from({ length: count }, () => Array.from({ length: 8 }, () => source.normal())));
  const learnt = points(400), real = points(200);
  expect(novelty(learnt, real, learnt)).toBe(0);
  expect(novelty(points(200), real, learnt)).toBeGreaterThan(.9);
  expect(novelty(points(200), real, learnt)).toBeLessThan(1.1);
});

test('an even walk has steps of one length; a jump is told by how many of them it takes', () => {
  const line = Array.from({ length: 20 }, (_, i) => [i, 2 * i]);
  expect(longestStep(featuresOf(line))).toBeCloseTo(1, 9);
  expect(longestStep(featuresOf(line.map(([x = 0, y = 0], i) => (i < 10 ? [x, y] : [x + 6, y + 12]))))).toBeCloseTo(7, 9);
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});
