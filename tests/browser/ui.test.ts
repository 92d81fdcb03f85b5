// The panel in a real browser, with real pointer and keys: what it shows is the recipe, and what it does are edits.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { definePlugin, p } from '#api';
import type { LatentState } from '#api';
import { addPiece, removePiece, setParam } from '../../src/core/edits.ts';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, undoSteps, type TestHost } from './ui-host.ts';

const kinds = definePlugin({
  id: 'kinds', title: 'Kinds', summary: 'One param of every kind.', papers: [], engine: '^1',
  params: {
    number: p.number({ min: 0, max: 2, default: 1, hint: 'A number.' }), int: p.int({ min: 1, max: 9, default: 3 }), toggle: p.toggle({ default: true }),
    few: p.choice({ options: ['a', 'b', 'c'], default: 'a' }), many: p.choice({ options: ['alpha', 'beta', 'gamma', 'delta', 'epsilon'], default: 'alpha' }),
    color: p.color({ default: '#c08040' }), vec2: p.vec2({ min: -1, max: 1, default: [0, .5] }), seed: p.seed({ default: 9 }),
    latent: p.latent({ dims: 20, distribution: 'normal', names: ['smile', 'age'] }),
  },
  presets: { loud: { number: 2, few: 'c' } },
  output: { width: 64, height: 64 }, budget: { every: 1, levels: ['full'] },
  create: () => Promise.reject(new Error('never made here')),
});

const SCENE = { pieces: [{ id: 'breath', plugin: 'cppn' }, { id: 'kinds', plugin: 'kinds' }] };

let host: TestHost, panel: Panel, unbind: () => void;

const param = (piece: string, key: string): unknown => host.document.recipe.pieces.find(({ id }) => id === piece)!.params[key as never];
const latent = (piece: string, key: string): LatentState => param(piece, key) as LatentState;
const find = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
const row = (name: string): HTMLElement => find(`[data-param="${name}"]`);
const input = (name: string): HTMLInputElement => row(name).querySelector('input')!;
const button = (root: string, text: string): HTMLElement => [...find(root).querySelectorAll('button')].find((each) => each.textContent === text || each.title.startsWith(text))!;
/** Opens or closes a folder by its title. */
const fold = (selector: string): Promise<void> => userEvent.click(find(`${selector} > .tp-fldv_b`));
const focus = (id: string): void => {
  host.focus(id);
  panel.update();
};
const drag = (target: HTMLElement, from: readonly [number, number], to: readonly [number, number]): Promise<void> =>
  userEvent.dragAndDrop(target, target, { sourcePosition: { x: from[0], y: from[1] }, targetPosition: { x: to[0], y: to[1] }, steps: 6 });

beforeEach(async () => {
  await page.viewport(1280, 900);
  host = await createTestHost(SCENE, { kinds: () => Promise.resolve({ default: kinds }) });
  panel = createPanel(host, document.body);
  unbind = bindKeys(host, panel);
});
afterEach(() => {
  unbind();
  panel.dispose();
  expect(document.querySelector('.dl-ui'), 'the panel leaves nothing behind').toBeNull();
});

describe('params', () => {
  test('a slider drag changes the recipe and is one step of undo, which the slider follows', async () => {
    focus('breath');
    let edits = 0;
    host.document.subscribe(() => edits++);
    const track = row('breath.scale').querySelector<HTMLElement>('.tp-sldv_t')!;
    const kept = row('breath.scale');
    await drag(track, [20, 12], [80, 12]);
    expect(edits).toBeGreaterThan(1);
    expect(param('breath', 'scale')).toBeGreaterThan(10);
    expect(input('breath.scale').value).toBe((param('breath', 'scale') as number).toFixed(2));
    expect(row('breath.scale'), 'nothing was rebuilt').toBe(kept);
    await drag(track, [80, 12], [50, 12]);
    await userEvent.click(button('.dl-transport', 'Undo'));
    expect(param('breath', 'scale')).toBeGreaterThan(10);
    await userEvent.keyboard('u');
    expect(param('breath', 'scale')).toBe(2.2);
    expect(input('breath.scale').value).toBe('2.20');
    expect(host.document.canUndo).toBe(false);
  });

  test('every kind has a row that shows its state, says its hint and edits it', async () => {
    focus('kinds');
    expect(row('kinds.number').title).toBe('A number.');
    await userEvent.fill(input('kinds.number'), '1.25');
    await userEvent.keyboard('{Enter}');
    await userEvent.fill(input('kinds.int'), '40');
    await userEvent.keyboard('{Enter}');
    await userEvent.click(row('kinds.toggle').querySelector<HTMLElement>('.tp-ckbv_w')!);
    await userEvent.click(row('kinds.few').querySelectorAll<HTMLElement>('.tp-radv_b')[1]!);
    await userEvent.selectOptions(row('kinds.many').querySelector('select')!, 'delta');
    await userEvent.fill(input('kinds.color'), '#102030');
    await userEvent.keyboard('{Enter}');
    await userEvent.click(row('kinds.vec2').querySelector<HTMLElement>('.tp-p2dv_b')!);
    const pad = row('kinds.vec2').querySelector<HTMLElement>('.tp-p2dpv_p')!;
    const { width } = pad.getBoundingClientRect();
    await drag(pad, [width / 2, width / 2], [width * .75, width * .25]);
    await userEvent.click(button('[data-param="kinds.seed"]', 'New'));
    const { seed, latent: walk, vec2, ...simple } = host.document.recipe.pieces[1]!.params as Record<string, unknown>;
    expect(simple).toEqual({ number: 1.25, int: 9, toggle: false, few: 'b', many: 'delta', color: '#102030' });
    expect((vec2 as number[])[0]).toBeCloseTo(.5, 1);
    expect((vec2 as number[])[1], 'up is more').toBeCloseTo(.5, 1);
    expect(seed).not.toBe(9);
    expect(input('kinds.seed').value).toBe(String(seed));
    expect(walk).toEqual(kinds.params.latent.default);
    expect(undoSteps(host)).toBe(8);
    expect(input('kinds.color').value).toBe('#c08040');
    expect(row('kinds.few').querySelectorAll('input')[0]!.checked).toBe(true);
  });

  test('a preset is chosen from the list, and the list says when the piece has left it', async () => {
    focus('breath');
    const list = row('breath.preset').querySelector('select')!;
    expect(list.selectedOptions[0]!.text).toBe('Embers');
    await userEvent.selectOptions(list, 'Wet ink');
    expect(param('breath', 'colour')).toBe('ink');
    host.document.edit(setParam('breath', 'scale', 9));
    expect(list.selectedOptions[0]!.text).toBe('—');
    host.document.undo();
    host.document.undo();
    expect(list.selectedOptions[0]!.text).toBe('Embers');
  });

  test('settings of the scene have rows too', async () => {
    await fold('[data-group="room"]');
    await userEvent.click(row('room.room').querySelectorAll<HTMLElement>('.tp-radv_b')[1]!);
    expect(host.document.recipe.room.room).toBe('void');
    await fold('[data-group="budget"]');
    panel.update();
    const rows = (): string[] => [...document.querySelectorAll('.dl-costs tbody tr')].map((each) => [...each.children].map((cell) => cell.textContent).join(' ').trim());
    expect(rows()).toEqual(['breath 0.42 0.50 2.1 G 5.0 T full 0', 'kinds 1.42 1.50 2.1 G 1.5 T asleep 1']);
    expect(find('.dl-costs').textContent).toContain('60 frames / s');
    expect(find('.dl-costs').textContent).toContain('6 textures 34 MB · 12 buffers 2.0 MB');
    // A click on a piece shows its stages and what it holds, another hides them.
    await userEvent.click(find('.dl-costs tbody button'));
    expect(rows().slice(1, 4)).toEqual(['1 conv 0.30 0.40 2.0 G 6.7 T', 'paint 0.02 0.03 1.0 M 50 G', 'holds 3 textures, 4 buffers, 2 tensors: 12 MB']);
    await userEvent.click(find('.dl-costs tbody button'));
    expect(rows()).toHaveLength(2);
  });
});

describe('pieces', () => {
  const titles = (): string[] => [...document.querySelectorAll<HTMLElement>('.dl-piece')].map((each) => each.dataset['piece']!);

  test('folders come and go with the pieces, whoever edits', () => {
    expect(titles()).toEqual(['breath', 'kinds']);
    const kept = find('[data-piece="kinds"]');
    host.document.edit(removePiece('breath'));
    expect(titles()).toEqual(['kinds']);
    host.document.edit(addPiece(host.registry.loaded.get('cppn')!));
    expect(titles()).toEqual(['kinds', 'cppn']);
    host.document.undo();
    host.document.undo();
    expect(titles()).toEqual(['breath', 'kinds']);
    expect(find('[data-piece="kinds"]')).toBe(kept);
  });

  test('a plugin that is saved while it is open gets a new folder, before its recipe follows', () => {
    focus('kinds');
    const { number, ...others } = kinds.params;
    host.registry.replace('kinds', { default: { ...kinds, presets: {}, params: { ...others, number: p.toggle({ default: true }), fresh: p.vec2({ min: 0, max: 1, default: [1, 1] }) } } });
    panel.update();
    expect(number.kind).toBe('number');
    expect(row('kinds.number').querySelector('.tp-ckbv')).not.toBeNull();
    expect(row('kinds.fresh').querySelector('input')!.value).toBe('1.00');
    expect(titles()).toEqual(['breath', 'kinds']);
  });

  test('opening a folder focuses its piece and closes the other', async () => {
    await fold('[data-piece="breath"]');
    expect(host.focused).toBe('breath');
    await fold('[data-piece="kinds"]');
    expect(host.focused).toBe('kinds');
    expect(document.querySelectorAll('.dl-piece.tp-fldv-expanded')).toHaveLength(1);
  });

  test('add, duplicate, reset, remove', async () => {
    await fold('[data-group="add"]');
    await userEvent.click(button('[data-group="add"]', 'Add'));
    await expect.poll(titles).toEqual(['breath', 'kinds', 'cppn']);
    expect(host.focused).toBe('cppn');
    host.document.edit(setParam('cppn', 'scale', 9));
    await userEvent.click(button('[data-piece="cppn"]', 'Duplicate'));
    expect(titles()).toEqual(['breath', 'kinds', 'cppn', 'cppn-2']);
    expect(host.focused).toBe('cppn-2');
    await userEvent.click(button('[data-piece="cppn-2"]', 'All params'));
    expect([param('cppn', 'scale'), param('cppn-2', 'scale')]).toEqual([9, 2.2]);
    await userEvent.click(button('[data-piece="cppn-2"]', 'Remove'));
    expect(titles()).toEqual(['breath', 'kinds', 'cppn']);
    expect(host.focused).toBeUndefined();
  });
});

describe('latent', () => {
  test('a pointer drags two dimensions on the pad in one step; arrows move it too', async () => {
    focus('breath');
    const pad = find('[data-piece="breath"] .dl-pad');
    await drag(pad, [62, 62], [89, 35]);
    const [x, y, ...rest] = latent('breath', 'z').center;
    expect(x).toBeCloseTo(.5, 1);
    expect(y).toBeCloseTo(.5, 1);
    expect(rest).toEqual([]);
    pad.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(latent('breath', 'z').center[0]).toBeCloseTo(x! + .04, 3);
    expect(host.focused, 'the arrow was the pad\'s').toBe('breath');
    expect(undoSteps(host)).toBe(2);
  });

  test('a change of walking speed keeps the place', async () => {
    focus('breath');
    host.clock.seek(100);
    const before = latent('breath', 'z');
    await userEvent.fill(input('breath.z.speed'), '30');
    await userEvent.keyboard('{Enter}');
    const after = latent('breath', 'z');
    expect(after.speed).toBe(30);
    expect((after.phase + 100 * 30 / 60) % 8).toBeCloseTo((before.phase + 100 * before.speed / 60) % 8, 6);
  });

  test('a slider per dimension, eight at a time, by name; randomise and reset', async () => {
    focus('kinds');
    await fold('[data-param="kinds.latent"] [data-part="dimensions"]');
    expect(row('kinds.latent.0').textContent).toBe('Smile');
    expect(document.querySelectorAll('[data-param="kinds.latent.8"]')).toHaveLength(0);
    await userEvent.click(find('[aria-label="Dimensions after"]'));
    await userEvent.fill(input('kinds.latent.8'), '1.5');
    await userEvent.keyboard('{Enter}');
    expect(latent('kinds', 'latent').center).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1.5]);
    await userEvent.click(button('[data-piece="kinds"]', 'Randomise'));
    const once = latent('kinds', 'latent').center;
    expect(once).toHaveLength(20);
    expect(Number(input('kinds.latent.8').value)).toBeCloseTo(once[8]!, 1);
    await userEvent.click(button('[data-piece="kinds"]', 'Randomise'));
    expect(latent('kinds', 'latent').center).not.toEqual(once);
    await userEvent.click(button('[data-piece="kinds"]', 'The centre back'));
    expect(latent('kinds', 'latent').center).toEqual([]);
  });
});
