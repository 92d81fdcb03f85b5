// The arithmetic desk: three bins of kept samples, the mean of A less the mean of B and the mean of C, that result among
// its neighbours, and the way from B to A as a direction with a slider. It shows and edits the latent's state.

import { BINS } from '#api';
import { arithmetic, binsOf, neighbours, samePoint, wayBetween, type Point } from '../../core/latent-samples.ts';
import { MOST_DIRECTIONS } from '../../core/params.ts';
import { element, wordButton } from '../elements.ts';
import type { LatentTools } from '../latent/tools.ts';
import { turnedAlong } from '../latent/moves.ts';
import { goTo, pressed, putInto, restsAt, toggleKept } from './actions.ts';
import { takeSamples } from './drag.ts';
import { BIN_SIZE, binned, inBin, keptAt, TURN_NAME, withTurn, type Bin } from './moves.ts';
import { createTray, type Tray } from './tray.ts';
import { createSlider } from './slider.ts';

export interface Desk {
  readonly element: HTMLElement;
  /** The bin that takes the next sample that is clicked; '' for none. */
  armed: Bin;
  show(): void;
  update(): void;
  dispose(): void;
}

const SIGNS = { a: '', b: '−', c: '+' } as const;
const SIDE = 112;
/** Farthest that the turn slider goes: its unit is the whole way from B to A. */
const TURN = 3;

export const createDesk = (tools: LatentTools, piece: string, key: string): Desk => {
  const { param, state, change } = tools;
  /** Categories are directions themselves. */
  const turns = param.distribution !== 'categorical';
  let armed: Bin = '', seed = 1, chosen = -1;

  const bins = BINS.map((bin) => {
    const letter = bin.toUpperCase();
    const arm = element('button', { type: 'button', class: 'dl-bin', title: `${letter}: then click the samples that go into it, or drag them there; three at most` }, `${SIGNS[bin]}${letter}`);
    arm.addEventListener('click', () => setArmed(armed === bin ? '' : bin));
    const tray = createTray({
      tools, piece, key, from: 'bin', label: `Bin ${letter}`, columns: BIN_SIZE, side: SIDE, slots: BIN_SIZE,
      hint: (i) => `${letter}, sample ${i + 1}: a click goes there, Delete takes it out of the bin`,
      choose: (i) => goTo(tools, tray.points[i]!),
      corners: [{ icon: 'close', hint: () => `Take it out of ${letter}`, click: (i) => takeOut(tray, i) }],
      press(name, i) {
        if (name !== 'Delete' && name !== 'Backspace') return pressed(tools, name, tray.points[i]!);
        takeOut(tray, i);
        return true;
      },
    });
    const row = element('div', { class: 'dl-desk-row', 'data-bin': bin }, arm, tray.element);
    takeSamples(row, ({ latent }) => latent === tools.name, (dragged, at) => putInto(tools, dragged.point, bin, Math.max(0, tray.indexOf(at))));
    return { bin, arm, tray, row };
  });
  const takeOut = (tray: Tray, i: number): void => change('bin', binned(state(), keptAt(state(), tray.points[i]!), ''), true);
  const setArmed = (bin: Bin): void => {
    armed = bin;
    for (const each of bins) each.arm.setAttribute('aria-pressed', String(each.bin === armed));
  };

  const result = createTray({
    tools, piece, key, from: 'result', label: 'Result and its neighbours', columns: 3, side: SIDE, slots: 9,
    hint: (i) => (i === 4 ? 'The result: a click goes there, Shift-click keeps it' : `Neighbour ${i < 4 ? i + 1 : i}: a click goes there, Shift-click keeps it`),
    choose: (i, event) => (event.shiftKey ? toggleKept : goTo)(tools, result.points[i]!),
    press: (name, i) => pressed(tools, name, result.points[i]!),
    dress(cell, i) {
      const point = result.points[i];
      cell.toggleAttribute('data-here', point !== undefined && restsAt(tools, point));
      cell.toggleAttribute('data-kept', point !== undefined && keptAt(state(), point) >= 0);
      cell.toggleAttribute('data-middle', i === 4 && point !== undefined);
    },
  });
  const again = element('button', { type: 'button', class: 'dl-bin', title: 'Equals: a click draws other neighbours' }, '=');
  again.addEventListener('click', () => {
    seed++;
    of = [];
    show();
  });

  const name = element('input', { type: 'text', class: 'dl-text', maxlength: '40', placeholder: TURN_NAME, 'aria-label': 'Name of the direction', title: 'Name of the direction from B to A' });
  const makeTurn = wordButton('Make a turn', 'A direction from the mean of B to the mean of A, with a slider', () => {
    const next = withTurn(param, state(), name.value);
    chosen = next.directions.length - 1;
    name.value = '';
    change('turn', next, true);
  });
  const pick = element('select', { class: 'dl-select', 'aria-label': 'Direction', title: 'The direction that the slider turns along' });
  const turn = createSlider({ label: 'Turn', hint: 'How far along the direction, in whole ways from B to A', min: -TURN, max: TURN, step: .01, change: (amount, last) => change('turn', turnedAlong(state(), chosen, amount), last) });
  pick.addEventListener('change', () => {
    chosen = pick.selectedIndex;
    show();
  });
  const turning = element('div', { class: 'dl-desk-turn' }, pick, turn.element);

  const showTurn = (): void => {
    const { directions, saved } = state(), { a, b } = binsOf(saved);
    makeTurn.disabled = directions.length >= MOST_DIRECTIONS || wayBetween(param, a, b) === undefined;
    turning.hidden = directions.length === 0;
    if (directions.length === 0) return;
    if (chosen < 0 || chosen >= directions.length) chosen = directions.length - 1;
    if (pick.options.length !== directions.length || directions.some((one, i) => pick.options[i]!.text !== one.name)) pick.replaceChildren(...directions.map((one) => new Option(one.name)));
    pick.selectedIndex = chosen;
    turn.show(directions[chosen]!.amount);
  };
  let of: readonly Point[] = [];
  const show = (): void => {
    const { saved } = state(), sum = arithmetic(param, binsOf(saved));
    for (const { bin, tray } of bins) tray.show(inBin(state(), bin).map((i) => saved[i]!.point));
    if (!sum) of = [];
    else if (!of[4] || !samePoint(of[4], sum)) of = neighbours(param, sum, seed);
    result.show(of);
    root.toggleAttribute('data-empty', !sum);
    if (turns) showTurn();
  };
  const root = element('section', { class: 'dl-desk', 'aria-label': 'Arithmetic desk' },
    element('h3', {}, 'A − B + C'), ...bins.map(({ row }) => row), element('div', { class: 'dl-desk-row', 'data-result': '' }, again, result.element),
    ...(turns ? [element('div', { class: 'dl-beside' }, name, makeTurn), turning] : []));
  setArmed('');
  return {
    element: root, show,
    get armed() { return armed; },
    set armed(bin) { setArmed(bin); },
    update() {
      for (const { tray } of bins) tray.update();
      result.update();
    },
    dispose() {
      for (const { tray } of bins) tray.dispose();
      result.dispose();
    },
  };
};
