// The latent instrument in a real browser, with real pointer and keys: pad, walk, address, truncation, dimensions and
// directions. What a hand does is in the recipe, and is one step of undo.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { LatentDirection, LatentState } from '#api';
import { setParam } from '../../src/core/edits.ts';
import { addressAt, drawPoint, latentAt } from '../../src/core/latent.ts';
import { drag, find, fold, latentFolder, openPlayer, part, player, row, type, within, type Played } from './ui-player.ts';
import { undoSteps } from './ui-host.ts';

let at: Played;
beforeEach(async () => { at = await openPlayer(); });
afterEach(() => at.dispose());

const z = (): LatentState => at.state('z');
const edit = (change: Partial<LatentState>): void => at.host.document.edit(setParam('player', 'z', { ...z(), ...change }));
const present = (state: LatentState): number[] => [...latentAt(player.params.z, state, at.host.time(), new Float32Array(12))];
const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...b.map((x, i) => x - (a[i] ?? 0)));
const directions: LatentDirection[] = [{ name: 'smile', vector: [0, 0, 2], amount: 0 }, { name: 'age', vector: [1, 1], amount: .5 }];
const select = (label: string): HTMLSelectElement => find<HTMLSelectElement>(`${latentFolder('z')} [aria-label="Axis ${label}"]`);
const pad = (): HTMLElement => find(`${latentFolder('z')} .dl-pad`);

test('of several latents the first is open, and the others are made when they are opened', async () => {
  expect(find(latentFolder('z')).classList.contains('tp-fldv-expanded')).toBe(true);
  expect(document.querySelectorAll('.dl-dial, .dl-knob')).toHaveLength(0);
  await fold(latentFolder('style'));
  expect(document.querySelectorAll('.dl-knob')).toHaveLength(2);
  expect(document.querySelectorAll(`${latentFolder('z')} .tp-fldv-expanded`), 'what most people do not need is folded').toHaveLength(0);
});

describe('the pad', () => {
  test('moves a dimension across and a direction up, in one step', async () => {
    edit({ directions });
    at.host.document.settle();
    await userEvent.selectOptions(select('across'), '4');
    await userEvent.selectOptions(select('up'), 'smile');
    await drag(pad(), [62, 62], [89, 35]);
    expect(z().center[3]).toBeCloseTo(1.5, 1);
    expect(z().directions[0]!.amount).toBeCloseTo(1.5, 1);
    expect(pad().getAttribute('aria-valuetext')).toBe(`${z().center[3]!.toFixed(2)}, ${z().directions[0]!.amount.toFixed(2)}`);
    at.host.document.undo();
    expect(z()).toMatchObject({ center: [], directions });
    expect(undoSteps(at.host)).toBe(1);
    expect(select('up').value, 'the direction has gone').toBe('n1');
  });
});

describe('the walk', () => {
  test('tempo, beats and loop keep the place; ease and seed are set', async () => {
    await fold(part('z', 'walk'));
    at.host.clock.seek(101);
    const place = present(z());
    await type('z.speed', '90');
    await type('z.beats', '4');
    await type('z.loop', '0');
    expect(z()).toMatchObject({ speed: 90, beats: 4, loop: 0 });
    expect(apart(present(z()), place)).toBeLessThan(1e-3);
    await userEvent.selectOptions(row('z.ease').querySelector('select')!, 'linger');
    await userEvent.click(within('[data-param="player.z.seed"]', 'New'));
    expect(z().ease).toBe('linger');
    expect(z().seed).not.toBe(player.params.z.default.seed);
    expect(undoSteps(at.host)).toBe(5);
    expect(row('z.loop').querySelector('input')!.value).toBe('8');
  });

  /** Taps whose events bear these times, in milliseconds. */
  const tap = (times: readonly number[], make: () => Event, target: EventTarget): void => {
    for (const time of times) target.dispatchEvent(Object.defineProperty(make(), 'timeStamp', { value: time }));
  };
  test('the key T taps the tempo of what walks; a series is one step', () => {
    tap([1000, 1500, 1990, 2500], () => new KeyboardEvent('keydown', { key: 't', bubbles: true }), document.body);
    expect(z().speed).toBe(120);
    expect(at.state('digit').speed, 'a latent at rest stays there').toBe(0);
    expect(at.state('style').speed).toBe(120);
    tap([9000, 10_000, 11_000], () => new KeyboardEvent('keydown', { key: 't', bubbles: true }), document.body);
    expect(z().speed).toBe(60);
    at.host.document.undo();
    expect(z().speed).toBe(120);
    expect(undoSteps(at.host)).toBe(1);
    expect(z().speed).toBe(6);
  });
  test('the button taps its own latent, when it goes down', async () => {
    const button = within(latentFolder('z'), 'Tap in time');
    tap([1000, 1400, 1800], () => new PointerEvent('pointerdown', { button: 0, bubbles: true }), button);
    expect([z().speed, at.state('style').speed]).toEqual([150, 6]);
    expect(row('z.speed').querySelector('input')!.value).toBe('150');
    expect(undoSteps(at.host)).toBe(1);
    // Again where the machine was too busy: taps too far apart begin a new series.
    await vi.waitFor(async () => {
      await userEvent.click(button);
      await new Promise((then) => { setTimeout(then, 400); });
      await userEvent.click(button);
      expect(z().speed, 'a real pointer has real times').toBeGreaterThan(24);
      expect(z().speed).not.toBe(150);
    }, { timeout: 30_000 });
  });
});

describe('the address', () => {
  const field = (): HTMLInputElement => row('z.address').querySelector('input')!;
  test('follows the walk, but not under the hand', async () => {
    at.host.clock.seek(12.5);
    at.panel.update();
    expect(field().value).toBe('2.25');
    await userEvent.click(field());
    at.host.clock.seek(60);
    at.panel.update();
    expect(field().value).toBe('2.25');
    await userEvent.keyboard('{Escape}');
    expect(field().value).toBe(String(addressAt(z(), 60)));
  });
  test('that is typed is where the walk goes', async () => {
    at.host.clock.seek(77);
    edit({ center: [1, 2] });
    at.host.document.settle();
    await type('z.address', '57');
    expect(apart(present(z()), [...drawPoint(player.params.z, 57)])).toBeLessThan(1e-3);
    await type('z.address', ' 57,25');
    expect(addressAt(z(), 77)).toBe(57.25);
    expect(field().value).toBe('57.25');
    expect(undoSteps(at.host)).toBe(3);
  });
  test('is copied by a button; where that is refused, it lies marked in the field', async () => {
    at.host.clock.seek(12.5);
    at.panel.update();
    const writes = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValueOnce().mockRejectedValueOnce(new Error('refused'));
    await userEvent.click(within(row('z.address'), 'Copy the address'));
    expect(writes).toHaveBeenCalledWith('2.25');
    await userEvent.click(within(row('z.address'), 'Copied'));
    await expect.poll(() => document.activeElement).toBe(field());
    expect([field().selectionStart, field().selectionEnd]).toEqual([0, 4]);
    writes.mockRestore();
  });
  test('that is none is answered with a sentence, and nothing is lost', async () => {
    const before = z();
    await type('z.address', 'seven');
    const problem = find(`${latentFolder('z')} .dl-problem`);
    expect(problem.textContent).toBe('An address is a seed of 0 to 4294967295 and a fraction, such as 57.25.');
    at.panel.update();
    expect([field().value, field().getAttribute('aria-invalid'), z()]).toEqual(['seven', 'true', before]);
    await type('z.address', '7');
    expect([problem.hidden, addressAt(z(), 0)]).toEqual([true, 7]);
  });
});

test('truncation: psi, and its middle here or at the origin', async () => {
  await fold(part('z', 'truncation'));
  at.host.clock.seek(30);
  const here = present(z());
  await userEvent.click(within(part('z', 'truncation'), 'Here'));
  expect(apart(z().middle, here)).toBeLessThan(5e-3);
  const track = row('z.psi').querySelector<HTMLElement>('.tp-sldv_t')!;
  await drag(track, [10, 12], [2, 12]);
  expect(z().psi).toBeCloseTo(-1, 1);
  await type('z.psi', '0');
  expect(apart(present(z()), here)).toBeLessThan(5e-3);
  await userEvent.click(within(part('z', 'truncation'), 'Origin'));
  expect(z()).toMatchObject({ psi: 0, middle: [] });
  expect(undoSteps(at.host)).toBe(4);
});

describe('directions', () => {
  beforeEach(async () => {
    edit({ directions });
    at.host.document.settle();
    await fold(part('z', 'directions'));
  });
  const names = (): string[] => [...document.querySelectorAll(`${part('z', 'directions')} .tp-lblv_l`)].map((label) => label.textContent);

  test('have a slider in sigmas each, which says what a sigma is', async () => {
    expect(names()).toEqual(['Smile', 'Age']);
    expect(row('z.direction.0').title).toContain('one sigma leads 2.00 through the latent');
    const kept = row('z.direction.0');
    await drag(kept.querySelector<HTMLElement>('.tp-sldv_t')!, [10, 12], [60, 12]);
    expect(z().directions[0]!.amount).toBeGreaterThan(.5);
    expect(row('z.direction.0'), 'nothing was rebuilt').toBe(kept);
    at.host.document.undo();
    expect(kept.querySelector('input')!.value).toBe('0.00');
  });
  test('get another name by a double click or a button; Escape keeps the old', async () => {
    await userEvent.dblClick(row('z.direction.0').querySelector<HTMLElement>('.tp-lblv_l')!);
    await userEvent.keyboard('grin{Enter}');
    await userEvent.click(within(row('z.direction.1'), 'Rename'));
    await userEvent.keyboard('never{Escape}');
    expect([z().directions.map(({ name }) => name), names()]).toEqual([['grin', 'age'], ['Grin', 'Age']]);
    expect(undoSteps(at.host)).toBe(2);
    expect(names()).toEqual([]);
  });
  test('are removed, and undo brings them back', async () => {
    await userEvent.click(within(row('z.direction.0'), 'Remove'));
    expect(names()).toEqual(['Age']);
    at.host.document.undo();
    expect(names()).toEqual(['Smile', 'Age']);
  });
});

test('the desk of categories makes no directions, for there they have no folder', async () => {
  const turns = (): number => document.querySelectorAll('.dl-desk-turn, [aria-label="Name of the direction"]').length;
  await userEvent.keyboard('w');
  expect(turns()).toBe(2);
  await userEvent.selectOptions(find('.dl-samples [aria-label="Latent"]'), 'digit');
  expect([turns(), find('.dl-desk').textContent.includes('Make a turn')]).toEqual([0, false]);
});

describe('what is found out in the page', () => {
  const pressed = async (name: string, word: string): Promise<void> => {
    await userEvent.click(within(part('z', name), word));
    await expect.poll(() => find(`${part('z', name)} .dl-busy`).hidden, { timeout: 60_000 }).toBe(true);
  };
  const listed = (): number[] => [...document.querySelectorAll<HTMLElement>(`${part('z', 'dimensions')} .tp-lblv`)].map((each) => Number(each.dataset['param']!.split('.')[2]));

  test('the importance of the dimensions: listed first is what changes the picture most, and a bar says how much', async () => {
    await fold(part('z', 'dimensions'));
    expect(listed()).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    await pressed('dimensions', 'Measure');
    // The test's picture is moved most by 3 and 10, then by 0 and 7, then by 4 and 11.
    const order = listed();
    expect([0, 2, 4].map((first) => new Set(order.slice(first, first + 2)))).toEqual([new Set([3, 10]), new Set([0, 7]), new Set([4, 11])]);
    const bars = order.map((i) => Number(row(`z.${i}`).style.getPropertyValue('--share')));
    expect(bars[0]).toBe(1);
    expect(bars).toEqual([...bars].sort((a, b) => b - a));
    expect(row(`z.${order[0]!}`).title).toMatch(/^\d\d % of what/);
    expect(new Set([...select('across').options].slice(0, 2).map(({ value }) => value))).toEqual(new Set(['n3', 'n10']));
    await type('z.3', '1.5');
    expect(z().center).toEqual([0, 0, 0, 1.5]);
    expect(undoSteps(at.host), 'a measurement is no part of the recipe').toBe(1);
    // It outlives the folder: another one is made when the piece comes back.
    at.host.document.edit((recipe) => ({ ...recipe, pieces: [] }));
    at.host.document.undo();
    at.host.focus('player');
    at.panel.update();
    await fold(part('z', 'dimensions'));
    expect(listed()).toEqual(order);
  });

  test('directions are in the recipe, in the order of what they explain, and are one step', async () => {
    edit({ directions });
    at.host.document.settle();
    await fold(part('z', 'directions'));
    await pressed('directions', 'Find');
    const found = z().directions.slice(2), shares = found.map(({ name }) => Number(/^PC \d · (\d+) %$/.exec(name)![1]));
    expect(z().directions.slice(0, 2)).toEqual(directions);
    expect(shares).toHaveLength(8);
    expect(shares).toEqual([...shares].sort((a, b) => b - a));
    expect(Math.hypot(...found[0]!.vector), 'one sigma of the prior').toBeCloseTo(1, 1);
    expect(row('z.direction.2').querySelector('.tp-lblv_l')!.textContent).toMatch(/^PC 1 · /);
    expect(JSON.stringify(at.host.snapshot())).toContain('PC 8');
    at.host.document.undo();
    expect(z().directions).toEqual(directions);
    expect(undoSteps(at.host)).toBe(1);
  });

  test('where there is no room for directions that is said', async () => {
    edit({ directions: Array.from({ length: 24 }, (_none, i) => ({ name: `way ${i}`, vector: [1, i], amount: 0 })) });
    await fold(part('z', 'directions'));
    await pressed('directions', 'Find');
    expect(z().directions).toHaveLength(24);
    expect(at.host.notices.list.map(({ text }) => text)).toEqual(['The directions of player.z were not found: 24 directions are kept, and there is no room for more: remove one first.']);
  });

  test('ends with its folder', async () => {
    await fold(part('z', 'directions'));
    at.host.samples.featuring = true;
    const aborts = vi.spyOn(AbortController.prototype, 'abort');
    await userEvent.click(within(part('z', 'directions'), 'Find'));
    expect(find(`${part('z', 'directions')} .dl-busy`).hidden).toBe(false);
    at.host.document.edit((recipe) => ({ ...recipe, pieces: [] }));
    expect(aborts).toHaveBeenCalledOnce();
    aborts.mockRestore();
    expect(at.host.notices.list).toEqual([]);
  });

  test('can be stopped, and says why it cannot be done', async () => {
    await fold(part('z', 'directions'));
    at.host.samples.featuring = true;
    await userEvent.click(within(part('z', 'directions'), 'Find'));
    await userEvent.click(within(part('z', 'directions'), 'Stop'));
    await expect.poll(() => find(`${part('z', 'directions')} .dl-busy`).hidden, { timeout: 60_000 }).toBe(true);
    expect([z().directions, at.host.notices.list]).toEqual([[], []]);
    at.host.samples.featuring = false;
    at.host.samples.problem = 'The piece cannot paint.';
    await pressed('directions', 'Find');
    expect(at.host.notices.list.map(({ text }) => text)).toEqual(['The directions of player.z were not found: The piece cannot paint.']);
    at.host.samples.problem = '';
    await pressed('directions', 'Find');
    expect([z().directions.length, at.host.notices.list]).toEqual([8, []]);
  });
});
