// One input of a piece: what flows in, as a picture and in words, on a button that opens the chooser beneath; why nothing
// new comes, where that is so; and the pad, where what flows in is drawn here. Every choice is one step of undo.

import type { ImageInput } from '#api';
import { connectInput, disconnectInput } from '../../core/edits.ts';
import { same } from '../../core/params.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Source } from '../../core/sources.ts';
import { sentence } from '../bindings.ts';
import { element, reveal, wordButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { pieceOf } from '../piece-edits.ts';
import { createChooser, type Chooser } from './chooser.ts';
import { createPad, type Pad } from './pad.ts';
import { createThumb } from './thumb.ts';
import { sourceWords } from './words.ts';

export interface InputRow {
  readonly element: HTMLElement;
  show(recipe: Recipe): void;
  /** What moves by itself: what the shelf holds, and what is wrong with the source. */
  update(): void;
  /** Opens the chooser and goes there. */
  open(): void;
  /** It can no longer be seen. */
  rest(): void;
}

export const createInputRow = (host: PanelHost, piece: string, input: string, { label = input, hint }: ImageInput): InputRow => {
  const { document: recipes, sources } = host, title = sentence(label);
  const thumb = createThumb(host), words = element('span', { class: 'dl-input-words' });
  const pick = element('button', { type: 'button', class: 'dl-input-pick', 'aria-expanded': 'false' }, thumb.element,
    element('span', { class: 'dl-input-text' }, element('span', { class: 'dl-input-label' }, title), words), element('span', { class: 'dl-input-mark', 'aria-hidden': 'true' }));
  const why = element('span', {}), again = wordButton('Try again', 'Asks for it again', () => {
    sources.retry(piece, input);
    refresh();
  });
  const problem = element('p', { class: 'dl-input-problem', role: 'status', hidden: '' }, why, again);
  const root = element('section', { class: 'dl-input', 'data-param': `${piece}.${input}`, 'data-piece-input': piece, 'data-input': input, 'aria-label': `Input ${title}` }, pick, problem);
  let connected: Source | undefined, chooser: Chooser | undefined, pad: Pad | undefined;

  const set = (source: Source | undefined): void => {
    if (same(source, connected)) return;
    recipes.edit(source ? connectInput(piece, input, source) : disconnectInput(piece, input));
    recipes.settle();
  };
  const open = (opens: boolean): void => {
    pick.setAttribute('aria-expanded', String(opens));
    root.toggleAttribute('data-open', opens);
    if (!opens) {
      const inside = chooser?.element.contains(document.activeElement) ?? false;
      chooser?.element.remove();
      chooser?.rest();
      chooser = undefined;
      if (inside) pick.focus();
      return;
    }
    chooser = createChooser({
      host, piece, input, label: title, close: () => open(false),
      choose(source) {
        set(source);
        // A sheet wants to be drawn on; everything else, to be compared with the next.
        if (source?.from === 'drawing') open(false);
      },
    });
    problem.after(chooser.element);
    chooser.show(recipes.recipe, connected);
    reveal(root);
  };
  const showPad = (drawing: string): void => {
    if (!pad) {
      pad = createPad(host, title, (text, last) => {
        recipes.edit(connectInput(piece, input, { from: 'drawing', drawing: text }), `${piece}.${input}.drawing`);
        if (last) recipes.settle();
      });
      root.append(pad.element);
    }
    pad.show(drawing);
  };
  const refresh = (): void => {
    chooser?.show(recipes.recipe, connected);
    const text = connected ? sources.problem(piece, input) : '';
    if (text !== why.textContent) why.textContent = text;
    problem.hidden = text === '';
    // Cameras and screens were refused by a person, or by a browser that wants to be asked by a click.
    const asks = connected?.from === 'webcam' || connected?.from === 'screen';
    again.textContent = asks ? 'Allow' : 'Try again';
    again.title = asks ? 'Asks the browser for it again' : 'Opens it again';
  };
  const show = (recipe: Recipe): void => {
    const found = pieceOf(recipe, piece);
    if (!found) return;
    connected = found.inputs?.[input];
    void thumb.show(connected);
    const text = sourceWords(host, connected);
    words.textContent = text;
    pick.title = `${hint ? `${hint} ` : ''}${connected ? `${text}: choose another` : 'Nothing flows in: choose what does'}`;
    pick.setAttribute('aria-label', `${title}: ${text}`);
    if (connected?.from === 'drawing') showPad(connected.drawing);
    else {
      pad?.element.remove();
      pad = undefined;
    }
    refresh();
  };
  pick.addEventListener('click', () => open(!chooser));

  return {
    element: root, show,
    update() {
      refresh();
      thumb.update();
      chooser?.update();
    },
    open() {
      if (!chooser) open(true);
      chooser?.focus();
    },
    rest() {
      thumb.rest();
      chooser?.rest();
    },
  };
};
