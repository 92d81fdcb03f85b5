// The panel around the params: keys, presets, files, links, notices, progress and the page without WebGPU.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { noWebGPU } from '../../src/core/errors.ts';
import { decodeLink } from '../../src/core/link.ts';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { DAMAGED_KEY, PRESETS_KEY } from '../../src/ui/presets.ts';
import { createProgress } from '../../src/ui/progress.ts';
import { showUnsupported } from '../../src/ui/unsupported.ts';
import { createTestHost, type TestHost } from './ui-host.ts';

const SCENE = { title: 'Night', pieces: [{ id: 'breath', plugin: 'cppn' }, { id: 'ink', plugin: 'cppn', params: { colour: 'ink' } }] };

let host: TestHost, panel: Panel, unbind: () => void;

const find = <E extends HTMLElement = HTMLElement>(selector: string): E => document.querySelector<E>(selector)!;
const button = (root: string, text: string): HTMLElement => [...find(root).querySelectorAll('button')].find((each) => each.textContent === text || each.title.startsWith(text))!;
const fold = (group: string): Promise<void> => userEvent.click(find(`[data-group="${group}"] > .tp-fldv_b`));
const notices = (): string[] => host.notices.list.map(({ text }) => text);
const seeds = (): unknown[] => host.document.recipe.pieces.map(({ params }) => params['seed' as never]);
const drop = (file: File): void => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(file);
  window.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
};
const json = (text: string, name = 'scene.json'): File => new File([text], name, { type: name.endsWith('json') ? 'application/json' : 'video/mp4' });

beforeEach(async () => {
  await page.viewport(1280, 900);
  host = await createTestHost(SCENE);
  panel = createPanel(host, document.body);
  unbind = bindKeys(host, panel);
});
afterEach(() => {
  unbind();
  panel.dispose();
  vi.restoreAllMocks();
});

describe('keys', () => {
  test('space, full stop and arrows', async () => {
    await userEvent.keyboard(' ');
    expect(host.playing).toBe(false);
    expect(button('.dl-transport', 'Play')).toBeDefined();
    await userEvent.keyboard('..');
    expect(host.time()).toBeCloseTo(2 / 60, 9);
    await userEvent.keyboard(' ');
    expect(host.playing).toBe(true);
    await userEvent.keyboard('{ArrowRight}');
    expect(host.focused).toBe('breath');
    expect(find('[data-piece="breath"]').classList).toContain('tp-fldv-expanded');
    await userEvent.keyboard('{ArrowLeft}');
    expect(host.focused).toBe('ink');
  });

  test('R draws a new seed for the piece in focus; undo and redo by letter and by control', async () => {
    await userEvent.keyboard('{ArrowRight}{ArrowRight}r');
    const [first, second] = seeds();
    expect(first).toBe(7);
    expect(second).not.toBe(7);
    await userEvent.keyboard('{Control>}z{/Control}');
    expect(seeds()).toEqual([7, 7]);
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    expect(seeds()).toEqual([7, second]);
    await userEvent.keyboard('u');
    expect(seeds()).toEqual([7, 7]);
    await userEvent.keyboard('{Shift>}u{/Shift}');
    expect(seeds()).toEqual([7, second]);
    await userEvent.keyboard('{Control>}r{/Control}{Alt>}r{/Alt}');
    expect(seeds(), 'combinations are the browser\'s').toEqual([7, second]);
  });

  test('keys typed into a field are the field\'s', async () => {
    await fold('presets');
    const name = find<HTMLInputElement>('[aria-label="Name of the preset"]');
    await userEvent.click(name);
    await userEvent.keyboard('r u.h ');
    expect(name.value).toBe('r u.h ');
    expect(panel.hidden).toBe(false);
    expect(host.playing).toBe(true);
    expect(seeds()).toEqual([7, 7]);
  });

  test('H hides the panel, and it catches up when it comes back', async () => {
    await userEvent.keyboard('{ArrowRight}h');
    expect(panel.hidden).toBe(true);
    expect(find('.dl-panel').checkVisibility()).toBe(false);
    await userEvent.keyboard('r{ArrowRight}');
    await userEvent.keyboard('h');
    expect(find('[data-piece="ink"]').classList).toContain('tp-fldv-expanded');
    await userEvent.keyboard('{ArrowLeft}');
    expect(find<HTMLInputElement>('[data-param="breath.seed"] input').value).toBe(String(seeds()[0]));
  });

  test('? lists the keys, Escape closes the list', async () => {
    await userEvent.keyboard('?');
    expect(find('.dl-overlay').checkVisibility()).toBe(true);
    expect(find('.dl-overlay').textContent).toContain('Full screen');
    await userEvent.keyboard('{Escape}');
    expect(find('.dl-overlay').checkVisibility()).toBe(false);
  });

  test('S saves a still; a failure is a notice', async () => {
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    await userEvent.keyboard('s');
    await expect.poll(() => clicked.mock.instances.length).toBe(1);
    expect((clicked.mock.instances[0] as HTMLAnchorElement).download).toBe('night-0-0-s.png');
    vi.spyOn(host, 'still').mockRejectedValue(new Error('the device is gone'));
    await userEvent.keyboard('s');
    await expect.poll(notices).toEqual(['The still was not saved: the device is gone']);
  });
});

describe('presets', () => {
  test('save, change, load, delete', async () => {
    await fold('presets');
    await userEvent.fill(find('[aria-label="Name of the preset"]'), 'First light');
    await userEvent.click(button('[data-group="presets"]', 'Save'));
    const saved = host.snapshot();
    await userEvent.keyboard('{ArrowRight}r');
    expect(host.snapshot()).not.toEqual(saved);
    await fold('presets');
    await fold('presets');
    await userEvent.click(button('.dl-presets', 'First light'));
    await expect.poll(() => host.snapshot()).toEqual(saved);
    await userEvent.click(button('.dl-presets', 'Delete First light'));
    expect(host.kept.get(PRESETS_KEY)).toContain('First light');
    await userEvent.click(button('.dl-presets', 'Click again'));
    expect(host.kept.get(PRESETS_KEY)).toBe('{}');
    expect(notices()).toEqual([]);
  });

  test('a full store is a notice and keeps what it had', async () => {
    host.kept.set(PRESETS_KEY, JSON.stringify({ old: { title: 'x'.repeat(4950) } }));
    const before = host.kept.get(PRESETS_KEY);
    await fold('presets');
    await userEvent.click(button('[data-group="presets"]', 'Save'));
    expect(notices()).toEqual([expect.stringContaining('quota exceeded')]);
    expect(host.kept.get(PRESETS_KEY)).toBe(before);
  });

  test('a damaged store is a notice, and its text is kept aside before the next save', async () => {
    host.kept.set(PRESETS_KEY, '{"old": {');
    await fold('presets');
    expect(notices()).toEqual([expect.stringContaining('damaged')]);
    await userEvent.click(button('[data-group="presets"]', 'Save'));
    expect(host.kept.get(DAMAGED_KEY)).toBe('{"old": {');
    expect(Object.keys(JSON.parse(host.kept.get(PRESETS_KEY)!) as object)).toEqual(['Night']);
  });

  test('a name like a prototype key is a name', async () => {
    await fold('presets');
    await userEvent.fill(find('[aria-label="Name of the preset"]'), '__proto__');
    await userEvent.click(button('[data-group="presets"]', 'Save'));
    expect(find('.dl-preset').textContent).toBe('__proto__');
  });
});

describe('files and links', () => {
  test('a recipe dropped on the window is opened', async () => {
    drop(json(JSON.stringify({ title: 'Dropped', pieces: [{ id: 'one', plugin: 'cppn' }] })));
    await expect.poll(() => host.document.recipe.title).toBe('Dropped');
    expect([...document.querySelectorAll<HTMLElement>('.dl-piece')].map((each) => each.dataset['piece'])).toEqual(['one']);
    await userEvent.keyboard('u');
    expect(host.document.recipe.title).toBe('Night');
  });

  test.each([['{"pieces": [', 'scene.json'], ['42', 'scene.json'], ['[1]', 'list.json']])('what is no recipe is a notice and changes nothing: %s in %s', async (text, name) => {
    const before = host.document.recipe;
    drop(json(text, name));
    await expect.poll(notices).toEqual([expect.stringMatching(`^${name} was not loaded: .*The scene stays as it was.$`)]);
    expect(host.document.recipe).toBe(before);
    expect(host.calls).toEqual([]);
  });

  test('a link is copied; where the clipboard is refused it is shown to copy', async () => {
    const clipboard = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    await userEvent.click(button('.dl-transport', 'Copy a link'));
    await expect.poll(() => document.querySelector('.dl-toast')?.textContent).toBe('Link copied');
    clipboard.mockRejectedValue(new Error('denied'));
    await userEvent.click(button('.dl-transport', 'Copy a link'));
    const field = find<HTMLInputElement>('.dl-link input');
    await expect.poll(() => field.checkVisibility()).toBe(true);
    expect(decodeLink(new URL(field.value).hash).value).toEqual(host.snapshot());
    expect(field.selectionEnd).toBe(field.value.length);
  });
});

describe('around the panel', () => {
  test('notices stack up and are dismissed', async () => {
    host.notices.add('one', 'First.');
    host.notices.add('two', 'Second.');
    host.notices.add('one', 'First again.');
    expect([...document.querySelectorAll('.dl-notice')].map((each) => each.textContent)).toEqual(['Second.', 'First again.']);
    await userEvent.click(find('.dl-notice button'));
    expect(notices()).toEqual(['First again.']);
    expect(document.querySelectorAll('.dl-notice')).toHaveLength(1);
  });

  test('progress and the page without WebGPU', () => {
    const parent = document.createElement('div');
    const progress = createProgress(parent);
    progress.show('Loading cppn', .4);
    expect(parent.querySelector('[role=progressbar]')!.getAttribute('aria-valuenow')).toBe('40');
    progress.done();
    expect(parent.querySelector<HTMLElement>('[role=progressbar]')!.hidden).toBe(true);
    showUnsupported(parent, noWebGPU());
    expect(parent.querySelector('[role=alert]')!.textContent).toContain('Firefox 141+');
  });

  test('the panel leaves the foot of the window free and scrolls inside', async () => {
    await userEvent.keyboard('{ArrowRight}');
    const { height, right } = find('.dl-panel').getBoundingClientRect();
    expect(height).toBeLessThanOrEqual(.72 * innerHeight + 1);
    expect(right).toBeLessThanOrEqual(1280 - 16);
    expect(find('.dl-body').scrollHeight).toBeGreaterThan(find('.dl-body').clientHeight);
  });
});
