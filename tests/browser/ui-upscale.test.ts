// The upscaler's row in a piece's View folder, with a real pointer: offered where there is a small picture, one step of
// undo, and part of the link.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { setParam } from '../../src/core/edits.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { photoPlugin } from '../support/photo-plugin.ts';
import { createTestHost, type TestHost } from './ui-host.ts';

let host: TestHost, panel: Panel;
beforeEach(async () => {
  await page.viewport(1280, 900);
  host = await createTestHost({ pieces: [{ id: 'photo', plugin: 'photo' }, { id: 'breath', plugin: 'cppn' }, { id: 'stamp', plugin: 'cppn', size: [64, 64] }] }, { photo: () => Promise.resolve({ default: photoPlugin() }) });
  panel = createPanel(host, document.body);
});
afterEach(() => { panel.dispose(); });

/** Opens a piece's folder and its View; answers with the row. */
const openView = async (id: string): Promise<HTMLElement> => {
  host.focus(id);
  panel.update();
  const title = [...document.querySelectorAll<HTMLElement>(`[data-piece="${id}"] .tp-fldv_b`)].find(({ textContent }) => textContent?.trim() === 'View');
  if (!title) throw new Error(`piece ${id} has no View`);
  await userEvent.click(title);
  return document.querySelector<HTMLElement>(`[data-param="${id}.view.upscale"]`)!;
};

test('4x is one edit, in the link, and taken back', async () => {
  const row = await openView('photo'), choices = row.querySelectorAll<HTMLElement>('.tp-radv_b');
  expect(row.title).toContain('fourfold');
  expect(host.document.recipe.pieces[0]!.view.upscale).toBe('off');
  await userEvent.click(choices[1]!);
  expect(host.document.recipe.pieces[0]!.view.upscale).toBe('4x');
  expect(host.snapshot()).toMatchObject({ pieces: [{ id: 'photo', view: { upscale: '4x' } }, {}, {}] });
  host.document.undo();
  expect(host.document.recipe.pieces[0]!.view.upscale).toBe('off');
  expect(row.querySelectorAll('input')[0]!.checked).toBe(true);
});

test('it is offered for small pictures only, and for as long as there is one', async () => {
  expect((await openView('breath')).offsetHeight).toBe(0);
  expect((await openView('stamp')).offsetHeight).toBeGreaterThan(0);
  const row = await openView('photo');
  expect(row.offsetHeight).toBeGreaterThan(0);
  host.document.edit(setParam('photo', 'whole', false));
  panel.update();
  expect(row.offsetHeight).toBe(0);
  host.document.undo();
  panel.update();
  expect(row.offsetHeight).toBeGreaterThan(0);
});
