// What is said while networks are compiled.

import { expect, test } from 'vitest';
import { compilingText, createWarmUp } from '../../src/warm-up.ts';
import type { Piece } from '../../src/engine/piece.ts';

test('how many are ready, until all are', () => {
  expect(compilingText([])).toBeUndefined();
  expect(compilingText(['running', 'failed'])).toBeUndefined();
  expect(compilingText(['loading'])).toEqual({ text: 'Compiling the network', fraction: 0 });
  expect(compilingText(['loading', 'running', 'failed', 'loading'])).toEqual({ text: 'Compiling networks, 2 of 4 ready', fraction: .5 });
});

test('only what takes longer than a moment is spoken of, and nobody else is silenced', () => {
  const said: string[] = [], states = ['running', 'loading'];
  const engine = { get pieces() { return states.map((state) => ({ state })) as unknown as Piece[]; } };
  const ask = createWarmUp(engine, { show: (text) => void said.push(text), done: () => void said.push('done') });
  ask();
  states[1] = 'running';
  ask();
  expect(said).toEqual([]);
  states[1] = 'loading';
  for (let i = 0; i < 3; i++) ask();
  states[1] = 'running';
  for (let i = 0; i < 3; i++) ask();
  expect(said).toEqual(['Compiling networks, 1 of 2 ready', 'Compiling networks, 1 of 2 ready', 'done']);
});
