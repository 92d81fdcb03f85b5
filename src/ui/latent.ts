// The latent instrument: a pad on two of its dimensions, the walk's speed, reach and seed, and a slider for each
// dimension. The same for every latent of every plugin.

import type { FolderApi } from 'tweakpane';
import { p, type LatentParam, type LatentState } from '#api';
import { latentAt, latentRange, withTempo } from '../core/latent.ts';
import { LATENT_LIMITS } from '../core/params.ts';
import type { Recipe } from '../core/recipe.ts';
import { addRow, sentence, type Row } from './bindings.ts';
import { addDimensions } from './latent-dimensions.ts';
import { addElement, buttonRow, element, wordButton } from './elements.ts';
import type { PanelHost } from './host.ts';
import { atOrigin, dimensionNames, fullCenter, moved, randomised, walkOutline } from './latent-moves.ts';
import { createPad } from './pad.ts';
import { write, type Place } from './rows.ts';

export interface Latent {
  show(recipe: Recipe): void;
  /** Moves the dot to where the walk is at this moment. */
  update(): void;
}

/** Fastest walk on the slider, in beats per minute; recipes may hold faster ones. */
const BRISK = 60;

const speedParam = p.number({ label: 'speed', default: 0, min: 0, max: BRISK, hint: 'Beats per minute of the walk; 0 rests where it is.' });
const radiusParam = p.number({ label: 'radius', default: 1, min: LATENT_LIMITS.radius[0], max: LATENT_LIMITS.radius[1], hint: 'How far the walk strays from the centre: 0 stays there, 1 covers the whole prior.' });
const seedParam = p.seed({ label: 'walk seed', hint: 'Names the way of the walk.' });

const axisSelect = (label: string, names: readonly string[], start: number, change: (axis: number) => void): HTMLElement => {
  const select = element('select', { class: 'dl-select', 'aria-label': `Dimension ${label}` }, ...names.map((name, i) => new Option(name, String(i), i === start, i === start)));
  select.addEventListener('change', () => change(select.selectedIndex));
  return element('label', { class: 'dl-axis' }, element('span', {}, sentence(label)), select);
};

export const addLatent = (parent: FolderApi, host: PanelHost, place: Place, key: string, param: LatentParam): Latent => {
  const name = `${place.path}.${key}`;
  const folder = parent.addFolder({ title: `${sentence(param.label ?? key)} · ${param.dims} ${param.dims === 1 ? 'dimension' : 'dimensions'}`, expanded: true });
  folder.element.dataset['param'] = name;
  if (param.hint) folder.element.title = param.hint;
  const state = (): LatentState => {
    const held = place.states(host.document.recipe)?.[key];
    return typeof held === 'object' && held !== null && 'center' in held ? held as LatentState : param.default;
  };
  /** What the hand is on. It shows its state already: a refresh in the middle of a drag would fight with the pointer. */
  let held = '';
  const change = (hand: string, next: LatentState, last: boolean): void => {
    held = hand;
    write(host.document, place, key, next, last, `${name}.${hand}`);
    held = '';
  };

  let axes: readonly [number, number] = [0, Math.min(1, param.dims - 1)];
  const now = new Float32Array(param.dims);
  const update = (): void => {
    latentAt(param, state(), host.time(), now);
    pad.setDot(now[axes[0]]!, now[axes[1]]!);
  };
  const drawPad = (): void => {
    const center = fullCenter(param, state());
    pad.setPoint(center[axes[0]]!, center[axes[1]]!);
    pad.setOutline(walkOutline(param, state(), ...axes));
    update();
  };
  const turn = (next: readonly [number, number]): void => {
    axes = next;
    drawPad();
  };
  const pad = createPad({
    label: `${sentence(param.label ?? key)} pad`, range: latentRange(param),
    change: (x, y, last) => change('pad', moved(param, state(), { [axes[0]]: x, [axes[1]]: y }), last),
  });
  const names = dimensionNames(param);
  addElement(folder, element('div', { class: 'dl-latent' }, pad.element, element('div', { class: 'dl-latent-side' },
    axisSelect('across', names, axes[0], (axis) => turn([axis, axes[1]])),
    axisSelect('up', names, axes[1], (axis) => turn([axes[0], axis])),
    buttonRow(
      wordButton('Randomise', 'Another centre, drawn from the prior', () => change('centre', randomised(param, state()), true)),
      wordButton('Reset', 'The centre back to the origin', () => change('centre', atOrigin(state()), true)),
    ))));

  const rows: readonly [Row, 'speed' | 'radius' | 'seed'][] = [
    [addRow(folder, speedParam, `${name}.speed`, 'speed', state().speed, (speed, last) => change('speed', withTempo(state(), { speed: speed as number }, host.time()), last)), 'speed'],
    [addRow(folder, radiusParam, `${name}.radius`, 'radius', state().radius, (radius, last) => change('radius', { ...state(), radius: radius as number }, last)), 'radius'],
    [addRow(folder, seedParam, `${name}.seed`, 'walk seed', state().seed, (seed, last) => change('seed', { ...state(), seed: seed as number }, last)), 'seed'],
  ];
  const dimensions = addDimensions(folder, param, name, state, (dimension, value, last) => change(`centre.${dimension}`, moved(param, state(), { [dimension]: value }), last));

  let shown = state();
  drawPad();
  return {
    show() {
      const next = state();
      if (next === shown) return;
      for (const [row, field] of rows) if (field !== held && next[field] !== shown[field]) row.show(next[field]);
      shown = next;
      dimensions.show();
      drawPad();
    },
    update,
  };
};
