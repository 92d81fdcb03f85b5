// What flows into pieces, in the panel, with a real pointer, keys and files: every choice is in the recipe at once and is
// one step of undo.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { definePlugin, p } from '#api';
import { readDrawing } from '../../src/core/drawing.ts';
import { connectInput } from '../../src/core/edits.ts';
import type { Source } from '../../src/core/sources.ts';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, undoSteps, type TestHost } from './ui-host.ts';
import { stillColour } from './ui-sources.ts';

const plain = { summary: 'A test.', papers: [], engine: '^1', params: { strength: p.number({ min: 0, max: 1, default: 1 }) }, presets: {}, output: { width: 64, height: 64 }, budget: { every: 1, levels: ['full'] }, create: () => Promise.reject(new Error('never made here')) } as const;
const mixer = definePlugin({ ...plain, id: 'mixer', title: 'Mixer', inputs: { content: p.image({ hint: 'What is painted.' }), style: p.image() } });
const picture = definePlugin({ ...plain, id: 'picture', title: 'Picture', inputs: { source: p.image() } });

let host: TestHost, panel: Panel, unbind: () => void;

const find = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const button = (root: string, text: string): HTMLButtonElement => {
  const found = [...find(root).querySelectorAll('button')].find((each) => each.textContent === text || each.ariaLabel === text || each.title.startsWith(text));
  if (!found) throw new Error(`no button "${text}" in ${root}`);
  return found;
};
const row = (name: string): string => `.dl-input[data-param="${name}"]`;
const click = (root: string, text: string): Promise<void> => userEvent.click(button(root, text));
const choose = async (name: string): Promise<void> => userEvent.click(find(`${row(name)} .dl-input-pick`));
const words = (name: string): string => find(`${row(name)} .dl-input-words`).textContent;
const source = (piece: string, input: string): Source | undefined => host.document.recipe.pieces.find(({ id }) => id === piece)?.inputs?.[input];
const chains = (): string[] => [...document.querySelectorAll('.dl-piece.tp-fldv-expanded .dl-chain')].map((each) => each.ariaLabel!.startsWith('Chain') ? each.ariaLabel! : each.textContent);
const notices = (): string[] => host.notices.list.map(({ text }) => text);
const focus = (id: string): void => {
  host.focus(id);
  panel.update();
};
/** The middle of a picture on the page, as sRGB bytes. */
const seen = async (selector: string): Promise<number[]> => {
  const picture = await vi.waitFor(() => find<HTMLImageElement>(`${selector} img`));
  await picture.decode();
  const canvas = new OffscreenCanvas(1, 1).getContext('2d')!;
  canvas.drawImage(picture, 0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
};
/** A picture in one colour; `more` bytes behind its end make it another file. */
const photograph = async (name: string, colour: string, more = ''): Promise<File> => {
  const canvas = new OffscreenCanvas(4, 4), context = canvas.getContext('2d')!;
  context.fillStyle = colour;
  context.fillRect(0, 0, 4, 4);
  return new File([await canvas.convertToBlob(), more], name, { type: 'image/png' });
};
const carrying = (files: readonly File[]): DataTransfer => {
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  return transfer;
};
const drop = (files: readonly File[], at: EventTarget = document.body): void => {
  for (const kind of ['dragover', 'drop']) at.dispatchEvent(new DragEvent(kind, { dataTransfer: carrying(files), bubbles: true, cancelable: true }));
};
const open = async (pieces: readonly unknown[]): Promise<void> => {
  await page.viewport(420, 900);
  host = await createTestHost({ pieces }, { mixer: () => Promise.resolve({ default: mixer }), picture: () => Promise.resolve({ default: picture }) });
  panel = createPanel(host, document.body);
  unbind = bindKeys(host, panel);
  panel.element.style.maxHeight = '880px';
};

beforeEach(() => open([{ id: 'breath', plugin: 'cppn' }, { id: 'mixer', plugin: 'mixer' }]));
afterEach(() => {
  unbind();
  panel.dispose();
  vi.restoreAllMocks();
  expect(document.querySelector('.dl-ui'), 'the panel leaves nothing behind').toBeNull();
});

describe('a row', () => {
  test('shows what flows in; photographs are chosen by pointer and by keys, each in one step, and fetched when in sight', async () => {
    await userEvent.keyboard('i');
    expect([host.focused, document.activeElement?.textContent], 'the first piece that has an input').toEqual(['mixer', 'Nothing']);
    expect([words('mixer.content'), words('mixer.style')]).toEqual(['Nothing', 'Nothing']);
    await click(row('mixer.content'), 'Valley 3');
    expect(source('mixer', 'content')).toEqual({ from: 'still', still: 'landscapes/valley-03.jpg' });
    expect(words('mixer.content')).toBe('Valley 3');
    expect(await seen(`${row('mixer.content')} .dl-input-pick`)).toEqual(stillColour(2));
    expect(chains()).toEqual(['Chain: Valley 3 → Mixer → framed']);
    expect(host.sources.previewed.size, 'those out of sight wait').toBeLessThan(60);
    button(row('mixer.content'), 'Valley 3').focus();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}');
    expect(find('.dl-caption').textContent).toBe('Valley 8');
    await userEvent.keyboard('{Enter}');
    expect(source('mixer', 'content')).toEqual({ from: 'still', still: 'landscapes/valley-08.jpg' });
    expect(host.focused, 'the arrows were the grid\'s').toBe('mixer');
    await userEvent.keyboard('{End}');
    await vi.waitFor(() => expect(host.sources.previewed).toContain('landscapes/valley-60.jpg'));
    await userEvent.keyboard('{Escape}');
    expect(document.activeElement).toBe(find(`${row('mixer.content')} .dl-input-pick`));
    expect(document.querySelector('.dl-chooser')).toBeNull();
    await userEvent.keyboard('{Enter}');
    await click(row('mixer.content'), 'Nothing flows in');
    expect(source('mixer', 'content')).toBeUndefined();
    expect(undoSteps(host)).toBe(3);
    expect(words('mixer.content')).toBe('Nothing');
  });

  test('pieces flow in; one that would close a circle is refused in words, and goes one frame later', async () => {
    host.document.edit(connectInput('mixer', 'content', { from: 'piece', piece: 'breath', delayed: false }));
    focus('breath');
    expect(chains()).toEqual(['Flows intoMixer']);
    await click('.dl-piece.tp-fldv-expanded .dl-chain', 'Mixer');
    expect(host.focused).toBe('mixer');
    expect(chains()).toEqual(['Chain: Breath → Mixer → framed']);
    const glimpse = find<HTMLCanvasElement>(`${row('mixer.content')} .dl-input-pick canvas`);
    expect([...glimpse.getContext('2d')!.getImageData(9, 9, 1, 1).data.slice(0, 3)], 'a piece is seen').toEqual(stillColour(0));
    await choose('mixer.style');
    // The driver's pointer waits for what is refused to be offered; keys do not.
    button(row('mixer.style'), 'Itself').focus();
    await userEvent.keyboard('{Enter}');
    expect(source('mixer', 'style')).toBeUndefined();
    expect(find('.dl-piece-refusal:not(:empty)').textContent).toBe('mixer -> mixer would go in a circle; to close it all the same, let mixer see the frame before instead.');
    await click(row('mixer.style'), 'Itself, one frame later');
    expect(source('mixer', 'style')).toEqual({ from: 'piece', piece: 'mixer', delayed: true });
    expect(words('mixer.style')).toBe('Mixer, one frame later');
    expect(chains()).toEqual(['Chain: Breath → Mixer → framed', 'Chain: Mixer, one frame later → Mixer → framed']);
    expect(find('.dl-chain-arrow[data-delayed]').textContent).toBe('one frame later →');
    await click('.dl-piece.tp-fldv-expanded .dl-chain', 'Opens Breath');
    expect(host.focused).toBe('breath');
  });

  test('what is wrong with a source is said, with a way to ask again', async () => {
    focus('mixer');
    await choose('mixer.content');
    await click(row('mixer.content'), 'What the camera sees');
    expect(source('mixer', 'content')).toEqual({ from: 'webcam' });
    host.sources.problems.set('mixer.content', 'The camera was refused.');
    panel.update();
    expect(find(`${row('mixer.content')} .dl-input-problem`).textContent).toBe('The camera was refused.Allow');
    await click(row('mixer.content'), 'Asks the browser');
    expect(host.sources.retried).toEqual(['mixer.content']);
    expect(find(`${row('mixer.content')} .dl-input-problem`).checkVisibility()).toBe(false);
  });
});

describe('the pad', () => {
  const sheet = (): HTMLElement => find(`${row('mixer.content')} .dl-sheet`);
  const drawing = (): ReturnType<typeof readDrawing>['drawing'] => {
    const found = source('mixer', 'content');
    return readDrawing(found?.from === 'drawing' ? found.drawing : undefined).drawing;
  };
  /** A place of the sheet, 0..1, as it is painted. */
  const ink = (x: number, y: number): number[] => {
    const canvas = sheet().querySelector('canvas')!;
    return [...canvas.getContext('2d')!.getImageData(Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1).data.slice(0, 3)];
  };
  const stroke = (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
    const side = sheet().getBoundingClientRect().width;
    return userEvent.dragAndDrop(sheet(), sheet(), { sourcePosition: { x: from[0] * side, y: from[1] * side }, targetPosition: { x: to[0] * side, y: to[1] * side }, steps: 6 });
  };

  test('is drawn on in colours, erased, taken back stroke by stroke, and cleared by key', async () => {
    focus('mixer');
    await choose('mixer.content');
    await click(row('mixer.content'), 'A sheet to draw on');
    expect(source('mixer', 'content')).toEqual({ from: 'drawing', drawing: '' });
    let edits = 0;
    host.document.subscribe(() => edits++);
    await stroke([.2, .5], [.8, .5]);
    expect(edits, 'it grew while the pointer moved').toBeGreaterThan(3);
    expect(drawing().strokes).toHaveLength(1);
    expect([ink(.5, .5), ink(.5, .3)]).toEqual([[27, 24, 21], [255, 255, 255]]);
    await click(row('mixer.content'), 'Tide');
    await stroke([.5, .2], [.5, .8]);
    expect(ink(.5, .5)).toEqual([47, 111, 143]);
    sheet().focus();
    await userEvent.keyboard('e]]]');
    await stroke([.4, .5], [.6, .5]);
    expect([ink(.5, .5), ink(.25, .5)]).toEqual([[255, 255, 255], [27, 24, 21]]);
    expect(drawing().strokes.at(-1)!.colour).toBeNull();
    expect(undoSteps(host), 'the source and three strokes').toBe(4);
    for (let i = 0; i < 4; i++) host.document.redo();
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(ink(.5, .5)).toEqual([47, 111, 143]);
    sheet().focus();
    await userEvent.keyboard('{Delete}');
    expect([drawing().strokes.length, ink(.25, .5)]).toEqual([0, [255, 255, 255]]);
    await userEvent.keyboard('u');
    expect(ink(.25, .5)).toEqual([27, 24, 21]);
  });
});

describe('files', () => {
  test('dropped, they flow into the piece in focus, or the row they fall on; pasted and picked ones, too', async () => {
    focus('mixer');
    drop([await photograph('red.png', '#ff0000')]);
    await vi.waitFor(() => expect(words('mixer.content')).toBe('red.png'));
    expect(await seen(`${row('mixer.content')} .dl-input-pick`)).toEqual([255, 0, 0]);
    drop([await photograph('green.png', '#00ff00')], find(`${row('mixer.style')} .dl-input-label`));
    await vi.waitFor(() => expect(words('mixer.style')).toBe('green.png'));
    expect([words('mixer.content'), find('.dl-veil').checkVisibility()]).toEqual(['red.png', false]);
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: carrying([await photograph('blue.png', '#0000ff')]), bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(words('mixer.content')).toBe('blue.png'));
    const picked = await photograph('picked.png', '#ffff00');
    vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (this: HTMLInputElement) {
      expect(this.accept).toBe('image/*,video/*');
      this.files = carrying([picked]).files;
      this.dispatchEvent(new Event('change'));
    });
    await choose('mixer.style');
    await click(row('mixer.style'), 'A picture or a film');
    await vi.waitFor(() => expect(words('mixer.style')).toBe('picked.png'));
    expect(host.sources.files.map(({ name }) => name)).toEqual(['picked.png', 'blue.png', 'green.png', 'red.png']);
    panel.update();
    await userEvent.click(button('[aria-label="Kept files"]', 'Forget red.png'));
    await userEvent.click(button('[aria-label="Kept files"]', 'Click again to forget red.png'));
    panel.update();
    expect([...document.querySelectorAll('[aria-label="Kept files"] .dl-picture')].map((each) => each.ariaLabel)).toEqual(['picked.png', 'blue.png', 'green.png']);
    expect(notices()).toEqual([]);
    expect(undoSteps(host)).toBe(4);
  });

  test('where no piece has an input, one is hung for them, in one step', async () => {
    unbind();
    panel.dispose();
    await open([{ id: 'breath', plugin: 'cppn' }]);
    drop([await photograph('red.png', '#ff0000')]);
    await vi.waitFor(() => expect(source('picture', 'source')).toMatchObject({ from: 'image', name: 'red.png' }));
    expect(host.focused).toBe('picture');
    expect(undoSteps(host)).toBe(1);
    expect(host.document.recipe.pieces).toHaveLength(1);
  });

  test('two hundred at once: the first is shown, all are kept, one notice counts and one tells what was refused', async () => {
    const blob = await photograph('0.png', '#808080'), told: string[] = [];
    host.notices.subscribe((list) => { if (list.length > 2) told.push('too many'); else told.push(...list.map(({ text }) => text)); });
    const files = Array.from({ length: 200 }, (_, i) => new File(i % 40 === 3 ? ['no picture'] : [blob, String(i)], `${i}.png`, { type: 'image/png' }));
    drop(files);
    await vi.waitFor(() => expect(notices()).toHaveLength(2), { timeout: 20_000 });
    expect(source('mixer', 'content'), 'the only piece with inputs').toMatchObject({ name: '0.png' });
    expect(host.sources.files).toHaveLength(195);
    expect(told).toContain('0 of 200 pictures kept');
    expect(told).not.toContain('too many');
    expect(new Set(told).size).toBeLessThan(25);
    expect(notices()[0]).toMatch(/^195 of 200 pictures kept\. The first is shown/);
    expect(notices()[1]).toMatch(/^5 files could not be kept:\n3\.png is no picture.*\n.*\n.*\n.*\nand 1 more\.$/);
    expect(undoSteps(host)).toBe(1);
  });
});
