// What a piece tells of itself, in its folder: from the panel's side, and through the engine from a real instance.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { definePlugin, type Reading } from '#api';
import { readingsOf } from '../../src/engine/readings.ts';
import { openDevice } from '../../src/gpu/device.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { openStudio } from '../support/studio.ts';
import { createTestHost, type TestHost } from './ui-host.ts';

describe('in the panel', () => {
  let host: TestHost, panel: Panel;
  beforeEach(async () => {
    await page.viewport(1280, 900);
    host = await createTestHost({ pieces: [{ id: 'breath', plugin: 'cppn' }, { id: 'other', plugin: 'cppn' }] });
    panel = createPanel(host, document.body);
  });
  afterEach(() => panel.dispose());

  const folder = '.dl-piece[data-piece="breath"]';
  const lines = (within: string): [string | null, string | null][] =>
    Array.from(document.querySelectorAll<HTMLElement>(`${folder} ${within} .dl-readings > div`), (line) => [line.querySelector('dt')!.textContent, line.querySelector('dd')!.textContent]);
  const figures = (): HTMLElement => document.querySelector<HTMLElement>(`${folder} > .tp-fldv_c > .dl-blade:first-child`)!;
  const show = (): void => {
    host.focus('breath');
    panel.update();
    panel.update();
  };

  test('figures stand under the title, follow what is told, and take no room where there are none', () => {
    show();
    expect(figures().getBoundingClientRect().height).toBe(0);
    host.told.now = [{ label: 'information', value: 'measuring' }];
    panel.update();
    expect(lines('> .tp-fldv_c > .dl-blade')).toEqual([['Information', 'measuring']]);
    expect(figures().getBoundingClientRect().height).toBeGreaterThan(10);
    const line = figures().querySelector('dd');
    host.told.now = [{ label: 'information', value: '2.29 of 2.30 nats' }];
    panel.update();
    expect(lines('> .tp-fldv_c > .dl-blade')).toEqual([['Information', '2.29 of 2.30 nats']]);
    expect(figures().querySelector('dd')).toBe(line);
    host.told.now = [];
    panel.update();
    expect(figures().getBoundingClientRect().height).toBe(0);
  });

  test('About, once opened, says what the plugin is, what it was made of and where it comes from', async () => {
    host.told.about = [{ label: 'data', value: 'mnist' }, { label: 'training', value: '8,000 steps' }, { label: 'kNN precision', value: '0.9' }];
    show();
    expect(lines('[data-about]')).toEqual([]);
    await userEvent.click(document.querySelector(`${folder} [data-about] > .tp-fldv_b`)!);
    panel.update();
    expect(lines('[data-about]')).toEqual([['Data', 'mnist'], ['Training', '8,000 steps'], ['kNN precision', '0.9']]);
    const about = document.querySelector(`${folder} .dl-piece-about`)!;
    expect(about.querySelector('p')!.textContent).toContain('large random weights');
    expect(about.querySelector('a')!.href).toMatch(/^https:\/\/doi\.org/);
  });

  test('only the piece whose folder is open is asked', () => {
    panel.update();
    expect(host.asked).toEqual([]);
    show();
    expect(new Set(host.asked)).toEqual(new Set(['breath']));
  });
});

test('an instance is asked when it runs; one that throws has failed, and the others go on', async () => {
  const gpu = await openDevice(navigator.gpu);
  let told: () => readonly Reading[] = () => [{ label: 'count', value: '1' }];
  const teller = definePlugin({
    id: 'teller', title: 'Teller', summary: 'Tells.', papers: [], engine: '^1', params: {}, presets: {},
    output: { width: 4, height: 4 }, budget: { every: 1, levels: ['full'] },
    create: () => Promise.resolve({ about: [{ label: 'data', value: 'none' }], *infer() { /* paints nothing */ }, readings: () => told() }),
  });
  const studio = openStudio(gpu, [teller]);
  await studio.apply({ pieces: [{ id: 'a', plugin: 'teller' }] });
  expect(readingsOf(studio.piece('a'))).toEqual({ about: [], now: [] });
  await studio.engine.settled();
  expect(readingsOf(studio.piece('a'))).toEqual({ about: [{ label: 'data', value: 'none' }], now: [{ label: 'count', value: '1' }] });
  expect(readingsOf(undefined)).toEqual({ about: [], now: [] });
  told = () => { throw new Error('lost count'); };
  expect(readingsOf(studio.piece('a')).now).toEqual([]);
  expect(studio.piece('a').state).toBe('failed');
  expect(studio.notices.list.map(({ text }) => text).join()).toContain('lost count');
  studio.engine.dispose();
  gpu.dispose();
});
