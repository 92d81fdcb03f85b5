// What a latent is played on, by its kind: a dial for categories, knobs for a few named codes, and a pad on two axes for
// everything of more than one dimension that is no category.

import type { LatentParam, LatentState } from '#api';
import { latentRange, settled } from '../../core/latent.ts';
import { sentence } from '../bindings.ts';
import { sharesText } from './dial-turn.ts';
import { createDial } from './dial.ts';
import { buttonRow, element, wordButton } from '../elements.ts';
import { createKnob } from './knob.ts';
import { axisCode, axisMoved, axisOf, axisOr, axisRange, axisSeen, axisValue, walkOutline, type Axis } from './axes.ts';
import { atOrigin, chosen, dimensionNames, dimensionOrder, fullCenter, moved, randomised } from './moves.ts';
import type { LatentPart, LatentTools } from './tools.ts';
import { createPad } from './pad.ts';

export interface LatentForm extends Required<Omit<LatentPart, 'rest'>> {
  readonly element: HTMLElement;
  /** The importance of the dimensions is known now. */
  measured(): void;
}

/** Most dimensions that have a knob each. */
const MOST_KNOBS = 4;
const hasKnobs = ({ dims, names, distribution }: LatentParam): boolean => dims <= MOST_KNOBS && names !== undefined && distribution !== 'categorical';
/** Whether the form has a control for every dimension already, so that sliders would only repeat it. */
export const coversAll = hasKnobs;

const titleOf = ({ param, name }: LatentTools): string => sentence(param.label ?? name.slice(name.indexOf('.') + 1));

/** `Randomise` and `Reset` of the centre. */
const centreButtons = ({ param, state, change }: LatentTools): HTMLElement => buttonRow(
  wordButton('Randomise', param.distribution === 'categorical' ? 'Another category' : 'Another centre, drawn from the prior', () => change('centre', randomised(param, state()), true)),
  wordButton('Reset', param.distribution === 'categorical' ? 'The first category' : 'The centre back to the origin', () => change('centre', atOrigin(param, state()), true)),
);

const createDialForm = (tools: LatentTools): LatentForm => {
  const { param, state, change, point } = tools, names = dimensionNames(param);
  const dial = createDial({ label: titleOf(tools), names, change: (shares, last) => change('dial', chosen(state(), shares), last) });
  const now = element('p', { class: 'dl-told' });
  const show = (): void => {
    const { radius, anchors } = state(), shares = settled(param, fullCenter(param, state()));
    dial.setShares(shares);
    dial.element.toggleAttribute('data-idle', anchors.length > 0 || radius >= 1);
    const text = anchors.length > 0 ? 'Passes its anchors; the dial rests.' : radius >= 1 ? 'Walks through all categories; choose one to stay.' : `${sharesText(shares, names)}${radius > 0 ? ', and the walk around it' : ''}`;
    if (now.textContent !== text) now.textContent = text;
    update();
  };
  const update = (): void => dial.setNow(point());
  show();
  return { element: element('div', { class: 'dl-latent' }, dial.element, element('div', { class: 'dl-latent-side' }, now, centreButtons(tools))), show, update, measured: () => undefined };
};

const createKnobs = ({ param, state, change, point }: LatentTools): Omit<LatentForm, 'measured'> => {
  const knobs = dimensionNames(param).map((label, i) => createKnob({
    label: sentence(label), range: latentRange(param), start: param.default.center[i] ?? 0,
    change: (value, last) => change(`knob.${i}`, moved(param, state(), { [i]: value }), last),
  }));
  const update = (): void => {
    const now = point();
    for (const [i, knob] of knobs.entries()) knob.setNow(now[i]!);
  };
  const show = (): void => {
    const center = fullCenter(param, state());
    for (const [i, knob] of knobs.entries()) knob.setValue(center[i]!);
    update();
  };
  show();
  return { element: element('div', { class: 'dl-knobs' }, ...knobs.map((knob) => knob.element)), show, update };
};

/** A list of the axes there are; `show` follows the state's directions and the order of the dimensions. */
const createAxisList = (tools: LatentTools, label: string, change: (axis: Axis) => void): { readonly element: HTMLElement; show(axis: Axis): void } => {
  const { param, state } = tools;
  const select = element('select', { class: 'dl-select', 'aria-label': `Axis ${label}`, title: `What the pad moves ${label}: a dimension, or a direction` });
  const names = dimensionNames(param);
  let listed = '';
  select.addEventListener('change', () => change(axisOf(select.value)));
  return {
    element: element('label', { class: 'dl-axis' }, element('span', {}, sentence(label)), select),
    show(axis) {
      const { directions } = state(), order = dimensionOrder(param.dims, tools.importance);
      const key = JSON.stringify([order, directions.map(({ name }) => name)]);
      if (key !== listed) {
        const dimensions = order.map((i) => new Option(names[i], axisCode({ kind: 'dimension', index: i })));
        const ways = directions.map(({ name }, i) => new Option(name, axisCode({ kind: 'direction', index: i })));
        const group = (title: string, options: readonly HTMLOptionElement[]): HTMLElement => element('optgroup', { label: title }, ...options);
        select.replaceChildren(...(ways.length === 0 ? dimensions : [group('Directions', ways), group('Dimensions', dimensions)]));
        listed = key;
      }
      select.value = axisCode(axis);
    },
  };
};

const createPadForm = (tools: LatentTools): LatentForm => {
  const { param, state, change, point } = tools;
  const spare: readonly [Axis, Axis] = [{ kind: 'dimension', index: 0 }, { kind: 'dimension', index: Math.min(1, param.dims - 1) }];
  let wanted = spare;
  const axes = (next: LatentState = state()): readonly [Axis, Axis] => [axisOr(wanted[0], next, spare[0]), axisOr(wanted[1], next, spare[1])];
  const pad = createPad({
    label: `${titleOf(tools)} pad`,
    change(x, y, last) {
      const [across, up] = axes();
      change('pad', axisMoved(param, axisMoved(param, state(), across, x), up, y), last);
    },
  });
  const knobs = hasKnobs(param) ? createKnobs(tools) : undefined;
  const turn = (next: readonly [Axis, Axis]): void => {
    wanted = next;
    show();
  };
  const lists = [
    createAxisList(tools, 'across', (axis) => turn([axis, wanted[1]])),
    createAxisList(tools, 'up', (axis) => turn([wanted[0], axis])),
  ] as const;
  const told = element('p', { class: 'dl-told', hidden: '' }, 'Passes its anchors; the centre rests.');
  const update = (): void => {
    const now = point(), [across, up] = axes();
    pad.setDot(axisSeen(state(), across, now), axisSeen(state(), up, now));
    knobs?.update();
  };
  const show = (): void => {
    const next = state(), [across, up] = axes(next);
    pad.setRange(axisRange(param, across), axisRange(param, up));
    pad.setPoint(axisValue(param, next, across), axisValue(param, next, up));
    pad.setOutline(walkOutline(param, next, across, up));
    lists[0].show(across);
    lists[1].show(up);
    told.hidden = next.anchors.length === 0;
    pad.element.toggleAttribute('data-idle', next.anchors.length > 0 && across.kind === 'dimension' && up.kind === 'dimension');
    knobs?.show();
  };
  const side = element('div', { class: 'dl-latent-side' }, ...lists.map((list) => list.element), told, centreButtons(tools));
  const square = element('div', { class: 'dl-latent' }, ...(param.dims > 1 ? [pad.element] : []), side);
  if (param.dims === 1) for (const list of lists) list.element.hidden = true;
  show();
  return { element: element('div', { class: 'dl-stack' }, square, ...(knobs ? [knobs.element] : [])), show, update, measured: show };
};

export const createForm = (tools: LatentTools): LatentForm => (tools.param.distribution === 'categorical' ? createDialForm(tools) : createPadForm(tools));
