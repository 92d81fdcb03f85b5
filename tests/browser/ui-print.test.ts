// Printing from the panel, with a real pointer: what is asked for, what is ordered, where the file goes; and pictures that
// carry a scene, dropped on the window.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { definePlugin, p } from '#api';
import { embedRecipe } from '../../src/record/embed.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, type TestHost } from './ui-host.ts';
import { find, fold, within } from './ui-player.ts';

const picture = definePlugin({
  id: 'picture', title: 'Picture', summary: 'A test.', papers: [], engine: '^1', params: {}, inputs: { source: p.image() }, presets: {}, output: { width: 64, height: 64 }, budget: { every: 1, levels: ['full'] },
  create: () => Promise.reject(new Error('never made here')),
});
const FOLDER = '[data-group="print"]';
let host: TestHost, panel: Panel;
beforeEach(async () => {
  await page.viewport(420, 900);
  host = await createTestHost({ title: 'Night', pieces: [{ id: 'a', plugin: 'cppn' }, { id: 'b', plugin: 'picture' }] }, { picture: () => Promise.resolve({ default: picture }) });
  panel = createPanel(host, document.body);
  panel.element.style.maxHeight = '880px';
});
afterEach(() => {
  panel.dispose();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(window, 'showSaveFilePicker');
});

const row = (key: string): HTMLElement => find(`${FOLDER} [data-param="print.${key}"]`);
const about = (): string => find(`${FOLDER} .dl-about`).textContent;
const select = (key: string, option: string): Promise<void> => userEvent.selectOptions(row(key).querySelector('select')!, option);
const press = (key: string, text: string): Promise<void> => userEvent.click([...row(key).querySelectorAll('label')].find((label) => label.textContent === text)!);
const type = async (key: string, text: string): Promise<void> => {
  await userEvent.fill([...row(key).querySelectorAll('input')].at(-1)!, text);
  await userEvent.keyboard('{Enter}');
};
const shown = (): string[] => [...document.querySelectorAll<HTMLElement>(`${FOLDER} [data-param]`)].filter(({ offsetHeight }) => offsetHeight > 0).map(({ dataset }) => dataset['param']!.slice(6));
const notices = (): string[] => host.notices.list.map(({ text }) => text);
/** A place on disk. */
const disk = (): { readonly bytes: number[]; readonly ends: string[]; readonly asked: object[] } => {
  const bytes: number[] = [], ends: string[] = [], asked: object[] = [];
  const writable = { write: (more: Uint8Array) => { bytes.push(...more); return Promise.resolve(); }, close: () => { ends.push('close'); return Promise.resolve(); }, abort: () => { ends.push('abort'); return Promise.resolve(); } };
  Object.assign(window, { showSaveFilePicker: (options: object) => { asked.push(options); return Promise.resolve({ createWritable: () => Promise.resolve(writable) }); } });
  return { bytes, ends, asked };
};

test('paper, format, own size and dpi say how many pixels, and only what matters is asked', async () => {
  await fold(FOLDER);
  expect(about()).toBe('4961 x 3508 pixels, 17.4 megapixels');
  expect(shown()).toEqual(['what', 'paper', 'turn', 'dpi', 'depth']);
  await press('turn', 'portrait');
  await type('dpi', '150');
  expect(about()).toBe('1754 x 2480 pixels, 4.3 megapixels');
  await select('paper', 'square');
  expect([about(), shown()]).toEqual(['1772 x 1772 pixels, 3.1 megapixels', ['what', 'paper', 'dpi', 'depth']]);
  await select('paper', 'own size');
  expect([about(), shown()]).toEqual(['2362 x 1772 pixels, 4.2 megapixels', ['what', 'paper', 'width', 'height', 'unit', 'dpi', 'depth']]);
  await press('unit', 'in');
  expect(about()).toContain('A print is 1 to 32768 pixels wide and high; this would be 60000 x 45000.');
  await press('unit', 'px');
  await press('what', 'piece');
  expect([about(), shown().includes('upscaler')]).toEqual(['A: 400 x 300 pixels, 0.1 megapixels', true]);
  host.focus('b');
  panel.update();
  expect(about()).toBe('B: 400 x 300 pixels, 0.1 megapixels');
  expect(host.document.canUndo, 'none of it is in the recipe').toBe(false);
});

test('the file goes where the person says, and the order is what was asked', async () => {
  const { bytes, ends, asked } = disk();
  await fold(FOLDER);
  await press('depth', '16');
  await userEvent.click(within(FOLDER, 'Print to a file'));
  await vi.waitFor(() => expect(ends).toEqual(['close']));
  expect(host.orders).toEqual([{ piece: undefined, width: 4961, height: 3508, dpi: 300, depth: 16, upscale: true }]);
  expect([bytes, asked]).toEqual([[1, 2, 3, 1, 2, 3], [expect.objectContaining({ suggestedName: 'night-4961x3508.png' })]]);
  expect(notices()).toEqual([]);
});

test('Stop ends it, and nothing stays of the file; what goes wrong is a notice', async () => {
  const { ends } = disk();
  host.gate.pass = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  await fold(FOLDER);
  await userEvent.click(within(FOLDER, 'Print to a file'));
  await vi.waitFor(() => expect(within(FOLDER, 'Stop').offsetHeight).toBeGreaterThan(0));
  expect(about()).toBe('0 % of 4961 x 3508 pixels, 17.4 megapixels');
  await userEvent.click(within(FOLDER, 'Stop'));
  await vi.waitFor(() => expect(ends).toEqual(['abort']));
  expect(about()).toBe('4961 x 3508 pixels, 17.4 megapixels');
  expect(notices()).toEqual([]);
  host.gate.pass = () => Promise.reject(new Error('The disk is full.'));
  await userEvent.click(within(FOLDER, 'Print to a file'));
  await vi.waitFor(() => expect(notices()).toEqual(['The print was not written: The disk is full.']));
  expect(ends).toEqual(['abort', 'abort']);
});

test('where the browser has no picker, it is a download; where the person closes it, nothing', async () => {
  const saved: string[] = [];
  Object.assign(window, { showSaveFilePicker: undefined });
  const click = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) { saved.push(this.download); });
  await fold(FOLDER);
  await press('what', 'piece');
  await userEvent.click(within(FOLDER, 'Print to a file'));
  await vi.waitFor(() => expect(saved).toEqual(['night-a-4961x3508.png']));
  click.mockRestore();
  Object.assign(window, { showSaveFilePicker: () => Promise.reject(new DOMException('closed', 'AbortError')) });
  await userEvent.click(within(FOLDER, 'Print to a file'));
  await vi.waitFor(() => expect(within(FOLDER, 'Print to a file').offsetHeight).toBeGreaterThan(0));
  expect([host.orders.length, notices()]).toEqual([1, []]);
});

const scene = { version: 1, pieces: [{ id: 'found', plugin: 'cppn', params: { seed: 44 } }] };
const photograph = async (name: string, recipe?: unknown): Promise<File> => {
  const canvas = new OffscreenCanvas(4, 4 + name.length);
  canvas.getContext('2d')!.fillRect(0, 0, 4, 4);
  const plain = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return new File([recipe === undefined ? plain : embedRecipe(plain, JSON.stringify(recipe))], name, { type: 'image/png' });
};
const drop = (files: readonly File[], at: EventTarget = document.body): void => {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  for (const kind of ['dragover', 'drop']) at.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
};
const ids = (): string[] => host.document.recipe.pieces.map(({ id }) => id);

test('a picture that carries a scene opens it, undone by one step; on an input, or among others, it is a picture', async () => {
  drop([await photograph('a.png', scene)]);
  await vi.waitFor(() => expect(ids()).toEqual(['found']));
  expect(notices()).toEqual([expect.stringMatching(/^a\.png carries the scene that it shows, and it was opened\. Undo \(U\) brings back the one before/)]);
  host.document.undo();
  expect(ids()).toEqual(['a', 'b']);
  host.notices.remove('import');

  host.focus('b');
  panel.update();
  drop([await photograph('bb.png', scene)], find('.dl-input .dl-input-label'));
  await vi.waitFor(() => expect(host.document.recipe.pieces[1]?.inputs?.['source']).toMatchObject({ from: 'image', name: 'bb.png' }));
  drop([await photograph('ccc.png', scene), await photograph('dddd.png', scene)]);
  await vi.waitFor(() => expect(host.document.recipe.pieces[1]?.inputs?.['source']).toMatchObject({ name: 'ccc.png' }));
  drop([await photograph('eeeee.png')]);
  await vi.waitFor(() => expect(host.document.recipe.pieces[1]?.inputs?.['source']).toMatchObject({ name: 'eeeee.png' }));
  drop([await photograph('ffffff.png', [1])]);
  await vi.waitFor(() => expect(host.document.recipe.pieces[1]?.inputs?.['source']).toMatchObject({ name: 'ffffff.png' }));
  expect(ids()).toEqual(['a', 'b']);
});
