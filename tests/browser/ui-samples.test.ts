// Samples in the panel with a real pointer and keys: the wall, what is kept, the desk, the ring and where one has been.
// What is said to be in the recipe is, and one gesture is one step of undo.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { LatentParam, LatentState } from '#api';
import { setParam } from '../../src/core/edits.ts';
import { arithmetic, binsOf, rounded, samePoint } from '../../src/core/latent-samples.ts';
import { drawPoint, latentAt, settled } from '../../src/core/latent.ts';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, undoSteps, type TestHost } from './ui-host.ts';

let host: TestHost, panel: Panel, unbind: () => void, param: LatentParam;

const find = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const state = (): LatentState => host.document.recipe.pieces[0]!.params['z'] as LatentState;
const set = (next: Partial<LatentState>): void => {
  host.document.edit(setParam('breath', 'z', { ...state(), ...next }));
  host.document.settle();
};
const now = (): number[] => Array.from(latentAt(param, state(), host.time(), new Float32Array(param.dims)));
const far = (a: ArrayLike<number>, b: ArrayLike<number>): number => Math.hypot(...Array.from({ length: param.dims }, (_, i) => (a[i] ?? 0) - (b[i] ?? 0)));
const point = (seed: number): number[] => rounded(param, drawPoint(param, seed));
const sample = (seed: number, bin: LatentState['saved'][number]['bin'] = ''): LatentState['saved'][number] => ({ point: point(seed), bin });

const SHEET = '.dl-samples', WALL = '.dl-tray[data-from="wall"]', KEPT = `${SHEET} .dl-tray[data-from="kept"]`;
const PART = '[data-part="samples"]', RING = `${PART} .dl-tray[data-from="ring"]`, PAST = `${PART} .dl-tray[data-from="visited"]`;
const cells = (tray: string): HTMLButtonElement[] => [...find(tray).querySelectorAll<HTMLButtonElement>('.dl-cell-pick')];
const filled = (tray: string): number => cells(tray).filter((each) => !each.disabled).length;
const corner = (tray: string, i: number, at = 0): HTMLElement => find(tray).querySelectorAll('.dl-cell')[i]!.querySelectorAll<HTMLElement>('.dl-cell-corner')[at]!;
const bin = (letter: string): string => `.dl-desk-row[data-bin="${letter}"]`;
const RESULT = '.dl-desk-row[data-result]';
const button = (root: string, text: string): HTMLButtonElement => [...find(root).querySelectorAll('button')].find((each) => each.textContent === text)!;
const drag = (from: HTMLElement, to: HTMLElement): Promise<void> => userEvent.dragAndDrop(from, to, { steps: 4 });
/** Opens the sheet; answers with the points that its wall shows. */
const openWall = async (): Promise<readonly (readonly number[])[]> => {
  await userEvent.keyboard('w');
  return wallPoints();
};
/** The test host remembers the points of the wall shown last: that of the sheet, after another size. */
const wallPoints = (): readonly (readonly number[])[] => host.samples.shown;
const openPart = async (): Promise<void> => {
  await userEvent.click(find(`${PART} > .tp-fldv_b`));
  panel.update();
};

beforeEach(async () => {
  await page.viewport(1280, 900);
  host = await createTestHost({ pieces: [{ id: 'breath', plugin: 'cppn' }] });
  const found = host.registry.loaded.get('cppn')!.params['z'];
  if (found?.kind !== 'latent') throw new Error('z is a latent');
  param = found;
  panel = createPanel(host, document.body);
  unbind = bindKeys(host, panel);
  host.focus('breath');
  panel.update();
});
afterEach(() => {
  unbind();
  panel.dispose();
  expect(document.querySelector('.dl-ui'), 'nothing is left behind').toBeNull();
  expect(host.samples.walls, 'no canvas is').toBe(0);
});

describe('the wall', () => {
  test('W opens it around the present point and closes it; so do Escape and the button', async () => {
    host.clock.seek(7);
    const points = await openWall();
    expect(points).toHaveLength(16);
    expect(cells(WALL)).toHaveLength(16);
    expect(new Set(points.map(String)).size).toBe(16);
    expect(Math.max(...points.map((each) => far(each, now())))).toBeLessThan(.6 * 3 * Math.sqrt(param.dims));
    expect(host.document.canUndo, 'looking changes nothing').toBe(false);
    await userEvent.keyboard('w');
    expect(find(SHEET).checkVisibility()).toBe(false);
    expect(host.samples.walls).toBe(0);
    await openWall();
    await userEvent.keyboard('{Escape}');
    expect(find(SHEET).checkVisibility()).toBe(false);
    await userEvent.keyboard('w');
    await userEvent.click(find(`${SHEET} [aria-label="Close"]`));
    expect(find(SHEET).checkVisibility()).toBe(false);
  });

  test('a click goes there and rests, in one step; the picture of that moment is the sample', async () => {
    host.clock.seek(3);
    const points = await openWall();
    await userEvent.click(cells(WALL)[6]!);
    expect(samePoint(state().center, points[6]!)).toBe(true);
    expect(far(now(), points[6]!)).toBeLessThan(.01);
    host.clock.seek(50);
    expect(far(now(), points[6]!)).toBeLessThan(.01);
    expect(find(WALL).querySelectorAll('[data-here]')).toHaveLength(1);
    expect(undoSteps(host)).toBe(1);
    expect(state()).toEqual(param.default);
    expect(find(WALL).querySelectorAll('[data-here]')).toHaveLength(0);
  });

  test('through truncation and directions a click goes there too', async () => {
    set({ psi: .6, directions: [{ name: 'smile', vector: [.5, 1], amount: 1.2 }] });
    const points = await openWall();
    await userEvent.click(cells(WALL)[1]!);
    expect(far(now(), points[1]!)).toBeLessThan(.01);
    expect([state().psi, state().directions[0]!.amount]).toEqual([.6, 1.2]);
  });

  test('of an odd number across has the present point in its middle; the slider says how far the others stray', async () => {
    await openWall();
    await userEvent.selectOptions(find(`${SHEET} [aria-label="Size of the wall"]`), '3');
    expect(wallPoints()).toHaveLength(9);
    expect(far(wallPoints()[4]!, now())).toBeLessThan(.01);
    const near = far(wallPoints()[0]!, now());
    const slider = find<HTMLInputElement>(`${SHEET} [aria-label="Spread"]`);
    await userEvent.fill(slider, '1.2');
    expect(far(wallPoints()[0]!, now())).toBeGreaterThan(1.2 * near);
    await userEvent.fill(slider, '0');
    for (const each of wallPoints()) expect(far(each, now())).toBeLessThan(.01);
    slider.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect([Number(slider.value), host.focused], 'the arrow was the slider\'s').toEqual([.01, 'breath']);
    await userEvent.selectOptions(find(`${SHEET} [aria-label="Size of the wall"]`), '8');
    expect(cells(WALL)).toHaveLength(64);
  });

  test('New wall and N draw others around where it is by then; what is open stays as it was until then', async () => {
    const first = await openWall();
    host.clock.seek(5);
    panel.update();
    expect(wallPoints()).toBe(first);
    await userEvent.click(button(SHEET, 'New wall'));
    const second = wallPoints();
    expect(second).not.toEqual(first);
    await userEvent.keyboard('n');
    expect(wallPoints()).not.toEqual(second);
  });

  test('arrows go from cell to cell and Enter goes there; they are not the panel\'s', async () => {
    const points = await openWall();
    await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowDown}{ArrowUp}{ArrowLeft}{ArrowLeft}');
    expect(document.activeElement).toBe(cells(WALL)[4]);
    await userEvent.keyboard('{Enter}');
    expect(samePoint(state().center, points[4]!)).toBe(true);
    expect(host.focused).toBe('breath');
    expect(undoSteps(host)).toBe(1);
  });

  test('says which cell is meant, and what is wrong where the piece cannot paint', async () => {
    await openWall();
    await userEvent.hover(cells(WALL)[5]!);
    expect(find('.dl-wall-caption').textContent).toBe('Sample 6 of 16, row 2, column 2');
    host.samples.problem = 'The piece has failed.';
    panel.update();
    expect(find(WALL).textContent).toContain('The piece has failed.');
    host.samples.problem = '';
    host.document.edit(setParam('breath', 'scale', 5));
    panel.update();
    expect(find(`${WALL} .dl-tray-trouble`).checkVisibility()).toBe(false);
  });

  test('is painted anew when another param of the piece changes, without being asked again, and closes with the piece', async () => {
    const points = await openWall();
    set({ speed: 30 });
    panel.update();
    expect([host.samples.shown, host.samples.repainted]).toEqual([points, 0]);
    host.document.edit(setParam('breath', 'scale', 5));
    panel.update();
    // Each step of a drag would drop what was painted since the last.
    expect(host.samples.shown, 'nobody asked').toBe(points);
    expect(host.samples.repainted).toBe(1);
    host.document.edit((recipe) => ({ ...recipe, pieces: [] }));
    expect(find(SHEET).checkVisibility()).toBe(false);
  });
});

describe('what is kept', () => {
  test('K keeps the present point, once; the star and Shift-click keep a sample of the wall, and the star lets it go', async () => {
    host.clock.seek(4);
    await userEvent.keyboard('kk');
    expect(state().saved).toEqual([{ point: rounded(param, now()), bin: '' }]);
    const points = await openWall();
    await userEvent.click(cells(WALL)[2]!, { modifiers: ['Shift'] });
    await userEvent.hover(cells(WALL)[9]!);
    await userEvent.click(corner(WALL, 9));
    expect(state().saved.slice(1).map((one) => one.point)).toEqual([points[2], points[9]]);
    expect(state().center, 'nobody went anywhere').toEqual([]);
    expect(filled(KEPT)).toBe(3);
    expect(find(WALL).querySelectorAll('[data-kept]')).toHaveLength(2);
    await userEvent.click(corner(WALL, 9));
    expect(state().saved).toHaveLength(2);
    expect(undoSteps(host)).toBe(4);
  });

  test('a sample of the wall is dropped by X and its cross: hidden, kept no longer, and brought back by X, a click and undo', async () => {
    const points = await openWall(), dropped = (): number[] => [...find(WALL).querySelectorAll('.dl-cell')].flatMap((cell, i) => (cell.hasAttribute('data-dropped') ? [i] : []));
    await userEvent.keyboard('k{ArrowRight}kx{ArrowRight}x{ArrowRight}{Delete}');
    await userEvent.hover(cells(WALL)[9]!);
    await userEvent.click(corner(WALL, 9, 1));
    expect([dropped(), state().saved.map(({ point }) => point)]).toEqual([[1, 2, 3, 9], [points[0]]]);
    expect(getComputedStyle(cells(WALL)[9]!).backgroundColor, 'nothing is seen of it').toMatch(/^rgb\(/);
    await userEvent.click(cells(WALL)[9]!);
    await userEvent.keyboard('{ArrowLeft}x');
    expect([dropped(), state().center], 'nobody went there').toEqual([[1, 2, 3, 8], []]);
    await userEvent.keyboard('uu');
    expect([dropped(), state().saved.length], 'what was dropped last comes back first').toEqual([[1, 2], 1]);
    cells(WALL)[2]!.focus();
    await userEvent.keyboard('k');
    expect([dropped(), state().saved.map(({ point }) => point)], 'what is kept is not dropped').toEqual([[1], [points[0], points[2]]]);
    await userEvent.keyboard('uu');
    expect([dropped(), state().saved.map(({ point }) => point)], 'undo keeps what was dropped').toEqual([[], [points[0], points[1]]]);
    await userEvent.keyboard('{Escape}w');
    cells(WALL)[5]!.focus();
    await userEvent.keyboard('x{Escape}w');
    expect(dropped(), 'the wall that is opened again is the same').toEqual([5]);
    await userEvent.keyboard('n');
    expect(dropped(), 'other samples are other samples').toEqual([]);
  });

  test('a cell in focus is kept by K, and put into a bin by its letter', async () => {
    const points = await openWall();
    await userEvent.keyboard('{ArrowRight}k{ArrowRight}b');
    expect(state().saved).toEqual([{ point: points[1], bin: '' }, { point: points[2], bin: 'b' }]);
    cells(KEPT)[0]!.focus();
    await userEvent.keyboard('c');
    expect(state().saved[0]!.bin).toBe('c');
    await userEvent.keyboard('{Delete}');
    expect(state().saved).toEqual([{ point: points[2], bin: 'b' }]);
    expect(document.activeElement).toBe(cells(KEPT)[0]);
  });

  test('a click goes there, the cross takes it away, in the sheet and in the folder', async () => {
    set({ saved: [sample(1), sample(2), sample(3)] });
    await openPart();
    const strip = `${PART} .dl-tray[data-from="kept"]`;
    await userEvent.click(cells(strip)[1]!);
    expect(samePoint(state().center, point(2))).toBe(true);
    await userEvent.hover(cells(strip)[0]!);
    await userEvent.click(corner(strip, 0));
    expect(state().saved.map((one) => one.point)).toEqual([point(2), point(3)]);
    await userEvent.click(button(PART, 'Keep this'));
    expect(state().saved, 'it is kept already').toHaveLength(2);
    await openWall();
    await userEvent.click(cells(KEPT)[1]!);
    expect(samePoint(state().center, point(3))).toBe(true);
  });

  test('is painted where it can be seen: a folded part, latent or piece and a hidden panel give their walls back', async () => {
    set({ saved: [sample(1)] });
    const latent = find('.dl-latent-folder[data-param="breath.z"]'), head = (folder: Element): HTMLElement => folder.querySelector<HTMLElement>(':scope > .tp-fldv_b')!;
    await openPart();
    for (const folder of [find(PART), latent, find('[data-piece="breath"]')]) {
      expect(host.samples.walls).toBeGreaterThan(0);
      await userEvent.click(head(folder));
      panel.update();
      expect(host.samples.walls).toBe(0);
      await userEvent.click(head(folder));
      panel.update();
    }
    expect(host.samples.walls).toBeGreaterThan(0);
    panel.toggle();
    expect(host.samples.walls).toBe(0);
    panel.toggle();
    expect(host.samples.walls).toBeGreaterThan(0);
  });

  test('where there is no room that is said', async () => {
    set({ saved: Array.from({ length: 48 }, (_, i) => sample(100 + i)) });
    await userEvent.keyboard('k');
    expect(state().saved).toHaveLength(48);
    expect(host.notices.list.map(({ text }) => text)).toEqual(['48 samples are kept, and there is no room for more: take one away first.']);
  });
});

describe('the desk', () => {
  test('a drag takes a sample of the wall into a bin, and from bin to bin, each in one step', async () => {
    const points = await openWall();
    await drag(cells(WALL)[5]!, find(bin('a')));
    expect(state().saved).toEqual([{ point: points[5], bin: 'a' }]);
    expect(state().center, 'the drag was no click').toEqual([]);
    expect(filled(bin('a'))).toBe(1);
    await drag(cells(bin('a'))[0]!, find(bin('b')));
    expect(state().saved).toEqual([{ point: points[5], bin: 'b' }]);
    await drag(cells(bin('b'))[0]!, find(`${SHEET} [data-part="kept"]`));
    expect(state().saved).toEqual([{ point: points[5], bin: '' }]);
    await drag(cells(KEPT)[0]!, find(bin('c')));
    expect(state().saved).toEqual([{ point: points[5], bin: 'c' }]);
    await userEvent.hover(cells(bin('c'))[0]!);
    await userEvent.click(corner(bin('c'), 0));
    expect(state().saved).toEqual([{ point: points[5], bin: '' }]);
    expect(undoSteps(host)).toBe(5);
    expect(document.querySelector('.dl-ghost')).toBeNull();
  });

  test('a bin holds three: the sample under the pointer makes room', async () => {
    set({ saved: [sample(1, 'a'), sample(2, 'a'), sample(3, 'a'), sample(4)] });
    await openWall();
    await drag(cells(KEPT)[3]!, cells(bin('a'))[1]!);
    expect(state().saved.map((one) => one.bin)).toEqual(['a', '', 'a', 'a']);
    expect(filled(bin('a'))).toBe(3);
  });

  test('Escape ends a drag, and a drop where nothing takes it is none', async () => {
    await openWall();
    const from = cells(WALL)[0]!.getBoundingClientRect(), send = (target: Element, type: string, x: number, y: number): boolean =>
      target.dispatchEvent(new PointerEvent(type, { pointerId: 9, pointerType: 'touch', isPrimary: true, button: 0, buttons: type === 'pointerup' ? 0 : 1, clientX: x, clientY: y, bubbles: true, cancelable: true }));
    const grid = find(`${WALL} .dl-tray-cells`), to = find(bin('a')).getBoundingClientRect();
    // A pointer that does not exist cannot be captured.
    grid.setPointerCapture = () => undefined;
    const press = (): void => {
      send(cells(WALL)[0]!, 'pointerdown', from.x + 20, from.y + 20);
      send(grid, 'pointermove', from.x + 60, from.y + 40);
      send(grid, 'pointermove', to.x + 60, to.y + 20);
    };
    press();
    expect(find('.dl-ghost')).toBeDefined();
    expect(find(bin('a')).hasAttribute('data-over')).toBe(true);
    await userEvent.keyboard('{Escape}');
    expect(document.querySelector('.dl-ghost')).toBeNull();
    expect(find(SHEET).checkVisibility(), 'the Escape was the drag\'s').toBe(true);
    send(grid, 'pointerup', to.x + 60, to.y + 20);
    expect(state().saved).toEqual([]);
    press();
    send(grid, 'pointerup', 4, 4);
    expect(state().saved).toEqual([]);
    press();
    send(grid, 'pointerup', to.x + 60, to.y + 20);
    expect(state().saved.map((one) => one.bin), 'a finger drags as a mouse does').toEqual(['a']);
  });

  test('a bin that was clicked takes the samples that are clicked next, until it is full or Escape', async () => {
    const points = await openWall();
    await userEvent.click(button(bin('b'), '−B'));
    expect(find('.dl-wall-caption').textContent).toContain('B');
    for (const i of [3, 4, 7]) await userEvent.click(cells(WALL)[i]!);
    expect(state().saved).toEqual([3, 4, 7].map((i) => ({ point: points[i], bin: 'b' })));
    await userEvent.click(cells(WALL)[8]!);
    expect(samePoint(state().center, points[8]!), 'it is full: a click goes there again').toBe(true);
    await userEvent.click(button(bin('a'), 'A'));
    await userEvent.keyboard('{Escape}');
    expect(find(SHEET).checkVisibility()).toBe(true);
    await userEvent.click(cells(WALL)[0]!);
    expect(state().saved).toHaveLength(3);
  });

  test('the result stands among eight neighbours and is taken by a click; of empty bins there is none', async () => {
    set({ saved: [sample(1), sample(2)] });
    await openWall();
    expect(filled(RESULT)).toBe(0);
    set({ saved: [sample(1, 'a'), sample(2, 'a'), sample(3, 'b'), sample(4, 'c')] });
    expect(filled(RESULT)).toBe(9);
    await userEvent.click(cells(RESULT)[4]!);
    expect(samePoint(state().center, arithmetic(param, binsOf(state().saved))!)).toBe(true);
    await userEvent.click(cells(RESULT)[0]!);
    const away = far(state().center, arithmetic(param, binsOf(state().saved))!);
    expect(away).toBeGreaterThan(.05);
    expect(away).toBeLessThan(.25 * 3 * Math.sqrt(param.dims));
    await userEvent.click(button(RESULT, '='));
    await userEvent.click(cells(RESULT)[0]!);
    expect(far(state().center, arithmetic(param, binsOf(state().saved))!)).not.toBeCloseTo(away, 6);
    await userEvent.click(cells(RESULT)[4]!, { modifiers: ['Shift'] });
    expect(state().saved).toHaveLength(5);
  });

  test('a turn is made of A and B, has a name and a slider whose drag is one step', async () => {
    await openWall();
    expect(button(SHEET, 'Make a turn').disabled).toBe(true);
    set({ saved: [sample(1, 'a'), sample(2, 'b')] });
    await userEvent.click(button(SHEET, 'Make a turn'));
    const way = Array.from({ length: param.dims }, (_, i) => (point(1)[i] ?? 0) - (point(2)[i] ?? 0));
    expect(state().directions).toMatchObject([{ name: 'A - B', amount: 0 }]);
    expect(far(state().directions[0]!.vector, way)).toBeLessThan(.01);
    await userEvent.fill(find(`${SHEET} [aria-label="Name of the direction"]`), 'smile');
    await userEvent.click(button(SHEET, 'Make a turn'));
    expect(state().directions.map(({ name }) => name)).toEqual(['A - B', 'smile']);
    const before = now(), slider = find<HTMLInputElement>(`${SHEET} [aria-label="Turn"]`), { width } = slider.getBoundingClientRect();
    await userEvent.dragAndDrop(slider, slider, { sourcePosition: { x: width / 2, y: 10 }, targetPosition: { x: width * .75, y: 10 }, steps: 5 });
    const { amount } = state().directions[1]!;
    expect(amount).toBeGreaterThan(1);
    expect(far(now(), settled(param, before.map((x, i) => x + amount * way[i]!)))).toBeLessThan(.02);
    expect(undoSteps(host)).toBe(4);
  });
});

describe('the ring', () => {
  beforeEach(async () => {
    set({ saved: [sample(1), sample(2), sample(3)], speed: 0 });
    await openPart();
  });
  const strip = `${PART} .dl-tray[data-from="kept"]`;

  test('is made of kept samples by drag and of the present point; with two the walk plays between them', async () => {
    await drag(cells(strip)[1]!, find(RING));
    expect(state().anchors).toEqual([point(2)]);
    expect(far(now(), point(2))).toBeLessThan(.01);
    await drag(cells(strip)[0]!, find(RING));
    expect(state().anchors).toEqual([point(2), point(1)]);
    expect(state().speed).toBeGreaterThan(0);
    const beat = 60 / state().speed;
    host.clock.seek(host.time() + beat);
    expect(far(now(), point(1)), 'a beat later it is at the other').toBeLessThan(.02);
    await userEvent.click(button(PART, 'Add this point'));
    expect(state().anchors).toHaveLength(3);
    expect(undoSteps(host)).toBe(4);
  });

  test('anchors are dragged and moved by keys to other places, taken away, and let go', async () => {
    set({ anchors: [point(4), point(5), point(6)], speed: 12 });
    await drag(cells(RING)[0]!, cells(RING)[2]!);
    expect(state().anchors).toEqual([point(5), point(6), point(4)]);
    cells(RING)[2]!.focus();
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    expect(state().anchors).toEqual([point(5), point(4), point(6)]);
    expect(document.activeElement).toBe(cells(RING)[1]);
    await userEvent.keyboard('{Delete}');
    expect(state().anchors).toEqual([point(5), point(6)]);
    await userEvent.hover(cells(RING)[0]!);
    await userEvent.click(corner(RING, 0));
    expect(state().anchors).toEqual([point(6)]);
    await drag(cells(strip)[2]!, cells(RING)[0]!);
    expect(state().anchors, 'before the one it was dropped on').toEqual([point(3), point(6)]);
    await userEvent.click(button(PART, 'Let go'));
    expect(state().anchors).toEqual([]);
    expect(button(PART, 'Let go').disabled).toBe(true);
    expect(undoSteps(host)).toBe(8);
  });

  test('a click sets the walk down at an anchor, and a mark follows the walk', async () => {
    set({ anchors: [point(4), point(5), point(6)], speed: 60 });
    const mark = (): number => {
      panel.update();
      const box = find('.dl-ring-mark').getBoundingClientRect(), tray = find(RING).getBoundingClientRect();
      return ((box.x - tray.x) / tray.width) * 5;
    };
    find('.dl-ring-mark').style.transition = 'none';
    await userEvent.click(cells(RING)[1]!);
    expect(far(now(), point(5))).toBeLessThan(.02);
    expect(mark()).toBeCloseTo(1, 1);
    host.clock.seek(host.time() + .25);
    expect(mark()).toBeCloseTo(1.25, 1);
    host.clock.seek(host.time() + .5);
    expect(mark()).toBeCloseTo(1.75, 1);
  });

  test('has ten anchors at most, and says so', async () => {
    set({ anchors: Array.from({ length: 10 }, (_, i) => point(i)) });
    await drag(cells(strip)[1]!, find(RING));
    expect(state().anchors).toHaveLength(10);
    expect(host.notices.list.map(({ text }) => text)).toEqual(['A ring has 10 points at most: take one away first.']);
    expect(button(PART, 'Add this point').disabled).toBe(true);
  });
});

describe('where one has been', () => {
  test('is what the hand did, not the walk; a click returns there', async () => {
    await openPart();
    host.clock.seek(2);
    panel.update();
    expect(find('[data-part="visited"]').checkVisibility(), 'nowhere yet').toBe(false);
    const start = now();
    await userEvent.click(button('[data-piece="breath"]', 'Randomise'));
    panel.update();
    const drawn = now();
    expect(filled(PAST)).toBe(2);
    host.clock.seek(9);
    set({ speed: 0, phase: state().phase + (9 * state().speed) / 60 });
    panel.update();
    expect(filled(PAST), 'neither the walk nor another tempo').toBe(2);
    await userEvent.click(cells(PAST)[1]!);
    expect(far(now(), start)).toBeLessThan(.01);
    panel.update();
    expect(filled(PAST), 'it was there before').toBe(2);
    await userEvent.click(cells(PAST)[1]!);
    expect(far(now(), drawn)).toBeLessThan(.01);
    for (let i = 0; i < 14; i++) {
      await userEvent.click(button('[data-piece="breath"]', 'Randomise'));
      panel.update();
    }
    expect(filled(PAST)).toBe(12);
  });

  test('is forgotten with the piece', async () => {
    await openPart();
    await userEvent.click(button('[data-piece="breath"]', 'Randomise'));
    panel.update();
    expect(filled(PAST)).toBe(2);
    host.document.edit((recipe) => ({ ...recipe, pieces: [] }));
    host.document.undo();
    host.focus('breath');
    panel.update();
    await openPart();
    expect(find('[data-part="visited"]').checkVisibility()).toBe(false);
  });

  test('a drag on the pad is one visit, where it ends', async () => {
    await openPart();
    const pad = find('[data-piece="breath"] .dl-pad');
    await userEvent.dragAndDrop(pad, pad, { sourcePosition: { x: 62, y: 62 }, targetPosition: { x: 89, y: 35 }, steps: 6 });
    panel.update();
    expect(filled(PAST)).toBe(2);
  });
});
