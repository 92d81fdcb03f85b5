// Sketches and masks in the panel, with a real pointer and keys: what is drawn or switched is in the recipe at once,
// and one gesture is one step of undo.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { definePlugin, p, sketchInk, sketchOf } from '#api';
import { setParam } from '../../src/core/edits.ts';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, undoSteps, type TestHost } from './ui-host.ts';

const scrawl = definePlugin({
  id: 'scrawl', title: 'Scrawl', summary: 'A sketch and some masks.', papers: [], engine: '^1',
  params: {
    digit: p.sketch({ width: 28, height: 28, hint: 'A digit.' }), tall: p.sketch({ width: 12, height: 24 }),
    blocks: p.mask({ count: 24, hint: 'Blocks that take part.' }), classes: p.mask({ count: 10, names: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] }),
    layers: p.mask({ count: 2, names: ['encoder', 'decoder'], default: '10' }),
  },
  presets: {}, output: { width: 64, height: 64 }, budget: { every: 1, levels: ['full'] },
  create: () => Promise.reject(new Error('never made here')),
});

let host: TestHost, panel: Panel, unbind: () => void;

const state = (key: string): string => (host.document.recipe.pieces[0]!.params as Record<string, string>)[key]!;
const find = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const row = (key: string): HTMLElement => find(`[data-param="scrawl.${key}"]`);
const paper = (key = 'digit'): HTMLElement => row(key).querySelector<HTMLElement>('.dl-paper')!;
const button = (key: string): HTMLButtonElement => row(key).querySelector<HTMLButtonElement>('.dl-button')!;
const pad = (at: number, key = 'blocks'): HTMLElement => row(key).querySelectorAll<HTMLElement>('.dl-mask button')[at]!;
const pressed = (key = 'blocks'): string => [...row(key).querySelectorAll('.dl-mask button')].map((each) => (each.getAttribute('aria-pressed') === 'true' ? '1' : '0')).join('');

/** A drag over the paper, in cells of the digit. */
const stroke = (from: readonly [number, number], to: readonly [number, number]): Promise<void> => {
  const cell = paper().getBoundingClientRect().width / 28;
  return userEvent.dragAndDrop(paper(), paper(), { sourcePosition: { x: from[0] * cell, y: from[1] * cell }, targetPosition: { x: to[0] * cell, y: to[1] * cell }, steps: 8 });
};
const ink = (): Float32Array => sketchInk(state('digit'), 28, 28);
const at = (x: number, y: number): number => ink()[28 * y + x]!;
const sum = (): number => ink().reduce((total, x) => total + x, 0);
/** Opacity 0..255 of the canvas over a place of the digit. */
const seen = (x: number, y: number): number => {
  const canvas = paper().querySelector('canvas')!;
  return canvas.getContext('2d')!.getImageData(Math.round((x * canvas.width) / 28), Math.round((y * canvas.height) / 28), 1, 1).data[3]!;
};

beforeEach(async () => {
  await page.viewport(1280, 900);
  host = await createTestHost({ pieces: [{ id: 'scrawl', plugin: 'scrawl' }] }, { scrawl: () => Promise.resolve({ default: scrawl }) });
  panel = createPanel(host, document.body);
  unbind = bindKeys(host, panel);
  host.focus('scrawl');
  panel.update();
});
afterEach(() => {
  unbind();
  panel.dispose();
});

describe('a sketch', () => {
  test('is drawn by a drag, goes into the recipe on the way, and is one step of undo that the paper follows', async () => {
    const texts = new Set<string>();
    host.document.subscribe(() => texts.add(state('digit')));
    await stroke([6, 14], [22, 14]);
    expect(texts.size, 'the drawing grew while the pointer moved').toBeGreaterThan(3);
    expect(at(14, 13)).toBeGreaterThan(.9);
    expect(at(14, 14)).toBeGreaterThan(.9);
    expect([at(14, 9), at(14, 18), at(2, 14), at(26, 14)]).toEqual([0, 0, 0, 0]);
    expect(seen(14, 14)).toBe(255);
    expect(seen(14, 9)).toBe(0);
    const drawn = state('digit');
    await stroke([14, 5], [14, 23]);
    expect(at(14, 6)).toBeGreaterThan(.9);
    await userEvent.keyboard('u');
    expect(state('digit')).toBe(drawn);
    expect([seen(14, 14), seen(14, 6)]).toEqual([255, 0]);
    await userEvent.keyboard('u');
    expect(state('digit')).toBe('');
    expect(seen(14, 14)).toBe(0);
    expect(host.document.canUndo).toBe(false);
    await userEvent.keyboard('{Shift>}u{/Shift}');
    expect(state('digit')).toBe(drawn);
    expect(seen(14, 14)).toBe(255);
  });

  test('a touch without a move is a dot', async () => {
    await userEvent.click(paper(), { position: { x: 91, y: 91 } });
    expect(sum()).toBeGreaterThan(3);
    expect(sum()).toBeLessThan(8);
    expect(undoSteps(host)).toBe(1);
  });

  test('the right button and Alt erase, without a menu', async () => {
    await stroke([4, 8], [24, 8]);
    await stroke([4, 20], [24, 20]);
    const both = sum();
    let menus = 0;
    const menu = (event: Event): void => { if (!event.defaultPrevented) menus++; };
    window.addEventListener('contextmenu', menu);
    const cell = paper().getBoundingClientRect().width / 28;
    await userEvent.click(paper(), { button: 'right', position: { x: 14 * cell, y: 8 * cell } });
    window.removeEventListener('contextmenu', menu);
    expect(menus).toBe(0);
    expect([at(14, 8), seen(14, 8)]).toEqual([0, 0]);
    expect(at(8, 8)).toBeGreaterThan(.4);
    await userEvent.keyboard('{Alt>}');
    await stroke([2, 20], [26, 20]);
    await userEvent.keyboard('{/Alt}');
    expect(at(14, 20)).toBe(0);
    expect(sum()).toBeLessThan(both / 2);
    expect(undoSteps(host)).toBe(4);
  });

  test('Clear empties it by pointer or key; where it is empty that is no step', async () => {
    expect(row('digit').hasAttribute('data-plain')).toBe(true);
    await userEvent.click(button('digit'));
    expect(host.document.canUndo).toBe(false);
    await stroke([6, 14], [22, 14]);
    expect(row('digit').hasAttribute('data-plain')).toBe(false);
    await userEvent.click(button('digit'));
    expect([state('digit'), seen(14, 14)]).toEqual(['', 0]);
    host.document.undo();
    expect(state('digit')).not.toBe('');
    button('digit').focus();
    await userEvent.keyboard('{Enter}');
    expect(state('digit')).toBe('');
    expect(row('digit').hasAttribute('data-plain')).toBe(true);
    expect(undoSteps(host)).toBe(2);
  });

  test('shows what comes from elsewhere, in its own shape, and says so', () => {
    const drawn = sketchOf(Float32Array.from({ length: 784 }, (_, i) => (i < 14 * 28 ? 1 : 0)));
    host.document.edit(setParam('scrawl', 'digit', drawn));
    expect([seen(14, 4), seen(14, 24)]).toEqual([255, 0]);
    const canvas = paper().querySelector('canvas')!;
    expect(canvas.getAttribute('aria-label')).toBe('Digit: drawn on');
    expect(row('digit').title).toBe('A digit.');
    const { width, height } = paper('tall').getBoundingClientRect();
    expect(width / height).toBeCloseTo(.5, 2);
    expect(height).toBeCloseTo(paper().getBoundingClientRect().height, 0);
  });

  test('a pen draws as thick as it is pressed, and a stroke that is taken from it ends there', () => {
    // A pointer that does not exist cannot be captured.
    paper().setPointerCapture = () => undefined;
    const box = paper().getBoundingClientRect();
    const send = (type: string, x: number, y: number, pressure: number): boolean =>
      paper().dispatchEvent(new PointerEvent(type, { pointerId: 77, pointerType: 'pen', pressure, button: 0, clientX: box.left + (x * box.width) / 28, clientY: box.top + (y * box.height) / 28, bubbles: true, cancelable: true }));
    const drawn = (pressure: number): number => {
      const before = sum();
      send('pointerdown', 5, pressure < .5 ? 8 : 20, pressure);
      send('pointermove', 23, pressure < .5 ? 8 : 20, pressure);
      send('pointercancel', 23, 8, 0);
      return sum() - before;
    };
    const light = drawn(.1), heavy = drawn(1);
    expect(heavy / light).toBeGreaterThan(1.7);
    send('pointermove', 14, 14, 1);
    expect(at(14, 14)).toBe(0);
    expect(undoSteps(host)).toBe(2);
  });
});

describe('a mask', () => {
  const all = '1'.repeat(24);
  const off = (...places: number[]): string => Array.from(all, (_, i) => (places.includes(i) ? '0' : '1')).join('');

  test('a click turns one switch, a drag paints what the first became across the others', async () => {
    expect(pressed()).toBe(all);
    await userEvent.click(pad(4));
    expect([state('blocks'), pressed()]).toEqual([off(4), off(4)]);
    await userEvent.dragAndDrop(pad(2), pad(6), { steps: 2 });
    expect([state('blocks'), pressed()]).toEqual([off(2, 3, 4, 5, 6), off(2, 3, 4, 5, 6)]);
    await userEvent.dragAndDrop(pad(3), pad(19), { steps: 3 });
    expect(state('blocks'), 'down a column, and through its rows').toBe(off(2, 4, 5, 6));
    expect(undoSteps(host)).toBe(3);
    expect(pressed()).toBe(all);
  });

  test('Shift-click leaves one alone on, and once more turns all on; so does the button', async () => {
    await userEvent.click(pad(7), { modifiers: ['Shift'] });
    expect(state('blocks')).toBe(`${'0'.repeat(7)}1${'0'.repeat(16)}`);
    await userEvent.click(pad(9), { modifiers: ['Shift'] });
    expect(state('blocks')).toBe(`${'0'.repeat(9)}1${'0'.repeat(14)}`);
    await userEvent.click(pad(9), { modifiers: ['Shift'] });
    expect(state('blocks')).toBe(all);
    await userEvent.click(pad(0));
    await userEvent.click(button('blocks'));
    expect([state('blocks'), pressed()]).toEqual([all, all]);
    expect(undoSteps(host)).toBe(5);
  });

  test('is one stop of the Tab key; arrows move within it, Space and Enter switch, Shift leaves alone', async () => {
    button('blocks').focus();
    await userEvent.tab();
    expect(document.activeElement).toBe(pad(0));
    await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowDown}{ArrowLeft}{ArrowUp}');
    expect(document.activeElement).toBe(pad(8));
    expect(host.focused, 'the arrows were the mask\'s').toBe('scrawl');
    const playing = host.playing;
    await userEvent.keyboard(' ');
    expect(state('blocks')).toBe(off(8));
    expect(host.playing, 'the space was, too').toBe(playing);
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{Enter}');
    expect(state('blocks')).toBe(off(0, 8));
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    expect(state('blocks')).toBe(`1${'0'.repeat(23)}`);
    await userEvent.tab();
    await userEvent.tab({ shift: true });
    expect(document.activeElement, 'and comes back to where it was').toBe(pad(0));
    expect(undoSteps(host)).toBe(3);
  });

  test('switches lie in even rows and bear their numbers, or names where these are short', () => {
    const rows = (key: string): number[] => {
      const tops = [...row(key).querySelectorAll('.dl-mask button')].map((each) => Math.round(each.getBoundingClientRect().top));
      return [...new Set(tops)].map((top) => tops.filter((each) => each === top).length);
    };
    expect([rows('blocks'), rows('classes'), rows('layers')]).toEqual([[8, 8, 8], [5, 5], [2]]);
    expect([pad(23).textContent, pad(0, 'classes').textContent, pad(1, 'layers').textContent]).toEqual(['24', '0', '2']);
    expect(pad(1, 'layers').title).toMatch(/^decoder: /);
    expect(pressed('layers')).toBe('10');
  });

  test('shows what comes from elsewhere, as far as it fits', () => {
    host.document.edit(setParam('scrawl', 'blocks', off(1, 2)));
    expect(pressed()).toBe(off(1, 2));
    host.document.edit(setParam('scrawl', 'blocks', '01'));
    expect(pressed()).toBe(off(0));
  });
});
