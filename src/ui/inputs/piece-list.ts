// The pieces that can flow into an input. One that would close a circle is shown, too, with why it is refused and the way
// that is open: its picture of the frame before.

import type { PieceRecipe, Recipe } from '../../core/recipe.ts';
import type { Source } from '../../core/sources.ts';
import { refusal } from '../../core/chain.ts';
import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { titleOf } from '../titles.ts';
import { createThumb, type Thumb } from './thumb.ts';
import { LATER } from './words.ts';

export interface PieceList {
  readonly element: HTMLElement;
  show(recipe: Recipe, connected: Source | undefined): void;
  update(): void;
  rest(): void;
}

export const createPieceList = (host: PanelHost, id: string, choose: (source: Source) => void): PieceList => {
  const root = element('ul', { class: 'dl-pieces', 'aria-label': 'Pieces' });
  const thumbs = new Map<string, Thumb>();
  let shown: readonly unknown[] = [];

  /** Kept from one list to the next, so that pictures do not blink. */
  const thumbOf = ({ id: other }: PieceRecipe): Thumb => {
    const known = thumbs.get(other), thumb = known ?? createThumb(host);
    if (!known) thumbs.set(other, thumb);
    void thumb.show({ from: 'piece', piece: other, delayed: false });
    return thumb;
  };
  const rest = (): void => { for (const thumb of thumbs.values()) thumb.rest(); };

  const line = (recipe: Recipe, piece: PieceRecipe, connected: Source | undefined): HTMLElement => {
    const title = piece.id === id ? 'Itself' : titleOf(host, piece), why = refusal(recipe, id, { from: 'piece', piece: piece.id, delayed: false });
    const here = connected?.from === 'piece' && connected.piece === piece.id ? connected : undefined;
    const plain = element('button', { type: 'button', class: 'dl-piece-choice', 'aria-pressed': String(here?.delayed === false), title: why || `${title} flows in` }, thumbOf(piece).element, element('span', {}, title));
    const later = element('button', { type: 'button', class: 'dl-button', 'aria-pressed': String(here?.delayed === true), 'aria-label': `${title}, ${LATER}`, title: 'Its picture of the frame before flows in, so that a chain may close: feedback' }, LATER);
    later.addEventListener('click', () => choose({ from: 'piece', piece: piece.id, delayed: true }));
    const made = element('li', {}, plain);
    // A delay is of use where the chain closes; elsewhere it is shown where there is one.
    if (why !== '' || here?.delayed) made.append(later);
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
    element: root, rest,
    update() { for (const thumb of thumbs.values()) thumb.update(); },
    show(recipe, connected) {
      const now = [connected, host.registry.loaded.size, ...recipe.pieces.flatMap((piece) => [piece.id, piece.plugin, piece.inputs])];
      if (now.length === shown.length && now.every((fact, i) => fact === shown[i])) return;
      shown = now;
      for (const [other, thumb] of thumbs) {
        if (recipe.pieces.some((piece) => piece.id === other)) continue;
        thumb.rest();
        thumbs.delete(other);
      }
      root.replaceChildren(...recipe.pieces.map((piece) => line(recipe, piece, connected)));
    },
  };
};
