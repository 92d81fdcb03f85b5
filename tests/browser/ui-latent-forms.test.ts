// What a latent is played on, by a real pointer and real keys: the dial of categories and the knobs of named codes.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { drag, find, fold, latentFolder, openPlayer, part, within, type Played } from './ui-player.ts';
import { undoSteps } from './ui-host.ts';

let at: Played;
beforeEach(async () => { at = await openPlayer(); });
afterEach(() => at.dispose());

describe('a dial', () => {
  const turner = (): HTMLElement => find(`${latentFolder('digit')} .dl-dial-turner`);
  const name = (text: string, key = 'digit'): HTMLElement => within(`${latentFolder(key)} .dl-dial`, text);
  const shares = (): Record<number, number> => Object.fromEntries(at.state('digit').center.flatMap((share, i) => (share > 0 ? [[i, share]] : [])));
  /** A place on the circle, at a turn of ten. */
  const placeAt = (turn: number): readonly [number, number] => {
    const middle = turner().getBoundingClientRect().width / 2, angle = (2 * Math.PI * turn) / 10;
    return [middle + 40 * Math.sin(angle), middle - 40 * Math.cos(angle)];
  };
  beforeEach(() => fold(latentFolder('digit')));

  test('is turned by a drag, mixes two neighbours, rests on one, and is one step of undo', async () => {
    expect(find(`${latentFolder('digit')} .dl-told`).textContent).toMatch(/^Walks through all categories/);
    await drag(turner(), placeAt(0), placeAt(2.5));
    expect(Object.keys(shares())).toEqual(['2', '3']);
    expect(shares()[2]).toBeCloseTo(.5, 1);
    expect(at.state('digit').radius, 'what is chosen stays').toBe(0);
    expect(find(`${latentFolder('digit')} .dl-told`).textContent).toMatch(/^2 · \d+ %, 3 · \d+ %$/);
    await drag(turner(), placeAt(3), placeAt(7.05));
    expect(shares()).toEqual({ 7: 1 });
    await drag(turner(), placeAt(8), placeAt(9.5));
    expect(Object.keys(shares()), 'the last neighbours the first').toEqual(['0', '9']);
    expect(undoSteps(at.host)).toBe(3);
    expect(turner().getAttribute('aria-valuetext')).toBe('0');
  });

  test('a click on a name chooses it, Shift-click mixes a second one half and half', async () => {
    await userEvent.click(name('4'));
    expect(shares()).toEqual({ 4: 1 });
    await userEvent.click(name('9'), { modifiers: ['Shift'] });
    expect(shares()).toEqual({ 4: .5, 9: .5 });
    expect(turner().getAttribute('aria-valuetext')).toBe('4 · 50 %, 9 · 50 %');
    await userEvent.click(name('9'));
    expect([shares(), undoSteps(at.host)]).toEqual([{ 9: 1 }, 3]);
  });

  test('a key that went down elsewhere changes nothing', () => {
    turner().dispatchEvent(new KeyboardEvent('keyup', { key: 'ArrowRight', bubbles: true }));
    expect([at.host.document.canUndo, at.state('digit').radius]).toEqual([false, 1]);
  });

  test('arrows turn it by a category, with Shift by a tenth', async () => {
    turner().focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(shares()).toEqual({ 1: 1 });
    await userEvent.keyboard('{ArrowDown}{ArrowLeft}');
    expect(shares(), 'around').toEqual({ 9: 1 });
    await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{/Shift}');
    expect(shares()).toEqual({ 0: .2, 9: .8 });
    await userEvent.keyboard('{ArrowRight}');
    expect(shares()).toEqual({ 0: 1 });
    expect(at.host.focused, 'the arrows were the dial\'s').toBe('player');
    expect(undoSteps(at.host)).toBe(6);
  });

  test('long names have room beside the circle, within the panel', async () => {
    await fold(latentFolder('kind'));
    const panel = at.panel.element.getBoundingClientRect();
    const boxes = ['sandal', 'trouser', 'ankle boot', 'shirt'].map((text) => name(text, 'kind').getBoundingClientRect());
    for (const [i, box] of boxes.entries()) {
      expect(box.left > panel.left && box.right < panel.right).toBe(true);
      for (const other of boxes.slice(i + 1)) expect(box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top).toBe(true);
    }
    await userEvent.click(name('trouser', 'kind'));
    expect(at.state('kind').center).toEqual([0, 1, 0, 0]);
  });
});

describe('knobs', () => {
  const knob = (i: number): HTMLElement => document.querySelectorAll<HTMLElement>(`${latentFolder('style')} .dl-knob-turner`)[i]!;
  const text = (i: number): string => document.querySelectorAll(`${latentFolder('style')} .dl-knob-value`)[i]!.textContent;
  const center = (): readonly number[] => at.state('style').center;
  beforeEach(() => fold(latentFolder('style')));

  test('one for each named code, instead of sliders', () => {
    expect([...document.querySelectorAll(`${latentFolder('style')} .dl-knob-name`)].map((each) => each.textContent)).toEqual(['Slant', 'Weight']);
    expect([knob(1).getAttribute('role'), knob(1).getAttribute('aria-label'), knob(1).getAttribute('aria-valuemin'), knob(1).getAttribute('aria-valuemax')]).toEqual(['slider', 'Weight', '-2', '2']);
    expect(document.querySelector(part('style', 'dimensions'))).toBeNull();
  });

  test('the middle is dragged up and down, the rim around; one step each', async () => {
    await drag(knob(0), [26, 26], [26, -6]);
    expect(center()[0]).toBeCloseTo((4 * 32) / 130, 1);
    expect(text(0)).toBe(center()[0]!.toFixed(2));
    await drag(knob(1), [26, 4], [48, 26]);
    expect(center()[1], 'a quarter turn of three').toBeCloseTo(4 / 3, 1);
    expect(undoSteps(at.host)).toBe(2);
    expect([text(0), text(1)]).toEqual(['0.00', '0.00']);
  });

  test('wheel, arrows and a double click', async () => {
    const wheel = (deltaY: number): boolean => knob(0).dispatchEvent(new WheelEvent('wheel', { deltaY, bubbles: true, cancelable: true }));
    await userEvent.hover(knob(0), { position: { x: 20, y: 20 } });
    expect(wheel(-1), 'a panel that scrolls under a resting pointer turns nothing').toBe(true);
    await userEvent.hover(knob(0), { position: { x: 26, y: 24 } });
    for (const deltaY of [-1, -1, 1]) wheel(deltaY);
    expect(center()).toEqual([.08]);
    await userEvent.hover(knob(1));
    expect(undoSteps(at.host), 'one visit of the wheel').toBe(1);
    knob(1).focus();
    await userEvent.keyboard('{ArrowUp}{Shift>}{ArrowLeft}{/Shift}');
    expect(center()).toEqual([0, .072]);
    await userEvent.keyboard('{End}');
    expect(center()).toEqual([0, 2]);
    await userEvent.dblClick(knob(1));
    expect(center()).toEqual([]);
    expect(undoSteps(at.host)).toBe(4);
  });
});
