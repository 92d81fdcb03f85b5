// The pieces that can flow into an input. One that would close a circle is shown, too, with why it is refused and the way
// that is open: its picture of the frame before.

import type { PieceRecipe, Recipe } from '../../core/recipe.ts';
import type { Source } from '../../core/sources.ts';
import { refusal } from '../../core/chain.ts';
import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { titleOf } from '../titles.ts';
import { LATER } from './words.ts';

export interface PieceList {
  readonly element: HTMLElement;
  show(recipe: Recipe, connected: Source | undefined): void;
}

export const createPieceList = (host: PanelHost, id: string, choose: (source: Source) => void): PieceList => {
  const root = element('ul', { class: 'dl-pieces', 'aria-label': 'Pieces' });
  let shown: readonly unknown[] = [];

  const line = (recipe: Recipe, piece: PieceRecipe, connected: Source | undefined): HTMLElement => {
    const title = piece.id === id ? 'Itself' : titleOf(host, piece), why = refusal(recipe, id, { from: 'piece', piece: piece.id, delayed: false });
    const here = connected?.from === 'piece' && connected.piece === piece.id ? connected : undefined;
    const plain = element('button', { type: 'button', class: 'dl-piece-choice', 'aria-pressed': String(here?.delayed === false), title: why || `${title} flows in` }, title);
    const later = element('button', { type: 'button', class: 'dl-button', 'aria-pressed': String(here?.delayed === true), 'aria-label': `${title}, ${LATER}`, title: 'Its picture of the frame before flows in, so that a chain may close: feedback' }, LATER);
    later.addEventListener('click', () => choose({ from: 'piece', piece: piece.id, delayed: true }));
    const made = element('li', {}, plain, later);
    if (why === '') {
      plain.addEventListener('click', () => choose({ from: 'piece', piece: piece.id, delayed: false }));
      return made;
    }
    plain.setAttribute('aria-disabled', 'true');
    const reason = element('p', { class: 'dl-piece-refusal', role: 'status' });
    plain.addEventListener('click', () => { reason.textContent = why; });
    made.append(reason);
    return made;
  };
  return {
    element: root,
    show(recipe, connected) {
      const now = [connected, host.registry.loaded.size, ...recipe.pieces.flatMap((piece) => [piece.id, piece.plugin, piece.inputs])];
      if (now.length === shown.length && now.every((fact, i) => fact === shown[i])) return;
      shown = now;
      root.replaceChildren(...recipe.pieces.map((piece) => line(recipe, piece, connected)));
    },
  };
};
