// The way that a piece's picture takes, as words that are buttons: what flows in -> pieces -> this piece -> how it hangs.
// One line for each connected input, and one for the pieces that it flows into.

import type { PluginDefinition } from '#api';
import type { PieceRecipe, Recipe } from '../../core/recipe.ts';
import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { icon } from '../icons.ts';
import { pieceOf } from '../piece-edits.ts';
import { titleOf } from '../titles.ts';
import { fedBy, linksInto, type Link } from './chain-links.ts';
import { createThumb } from './thumb.ts';
import { LATER, sourceName } from './words.ts';

export interface Chain {
  readonly element: HTMLElement;
  show(recipe: Recipe): void;
}

/** `open` opens the folder of a piece; `choose` what chooses for an input, where the chain begins outside. */
interface ChainVerbs { open(piece: string): void; choose(input: string): void }

/** A link and the arrow before it, which stay on one line. `delayed`: what comes from the link before is of the frame before. */
const part = (link: HTMLElement, delayed: boolean): HTMLElement => element('span', { class: 'dl-chain-part' },
  element('span', { class: 'dl-chain-arrow', 'aria-hidden': 'true', ...(delayed ? { 'data-delayed': '' } : {}) }, delayed ? `${LATER} →` : '→'), link);

const linkButton = (text: string, hint: string, click: () => void): HTMLButtonElement => {
  const button = element('button', { type: 'button', class: 'dl-chain-link', title: hint }, element('span', {}, text));
  button.addEventListener('click', click);
  return button;
};

export const createChain = (host: PanelHost, id: string, definition: PluginDefinition, { open, choose }: ChainVerbs): Chain => {
  const root = element('div', { class: 'dl-chains' });
  const inputs = Object.keys(definition.inputs ?? {});
  const order = (piece: PieceRecipe): string[] => Object.keys(host.registry.loaded.get(piece.plugin)?.inputs ?? piece.inputs ?? {});
  let facts: readonly unknown[] = [];

  const pieceLink = (piece: PieceRecipe, again = false): HTMLButtonElement => {
    const title = titleOf(host, piece);
    return linkButton(again ? `↺ ${title}` : title, again ? `${title}: round and round` : `Opens ${title}`, () => open(piece.id));
  };
  /** What comes from outside is chosen where it flows in: here, or at the piece behind it in the chain. */
  const linkOf = ({ source, again }: Link, next: Link | undefined, input: string): HTMLElement => {
    const piece = source.from === 'piece' ? pieceOf(host.document.recipe, source.piece) : undefined;
    if (piece) return pieceLink(piece, again);
    const name = sourceName(host, source), owner = next?.source.from === 'piece' ? next.source.piece : undefined;
    const button = linkButton(name, `${name}: choose what flows in`, () => (owner === undefined ? choose(input) : open(owner)));
    const thumb = createThumb(host);
    // A sheet of this size says no more than its sign.
    if (source.from === 'drawing') thumb.element.append(icon('rename'));
    else void thumb.show(source);
    button.prepend(thumb.element);
    return button;
  };
  /** The links of an input, this piece, and how it hangs. */
  const line = (recipe: Recipe, piece: PieceRecipe, input: string): HTMLElement => {
    const links = linksInto(recipe, id, input, order), title = titleOf(host, piece);
    const words = [...links.map(({ source, delayed }) => `${sourceName(host, source)}${delayed ? `, ${LATER}` : ''}`), title, piece.view.kind];
    return element('div', { class: 'dl-chain', role: 'group', 'aria-label': `Chain: ${words.join(' → ')}` },
      ...links.map((link, at) => { const made = linkOf(link, links[at + 1], input); return at === 0 ? made : part(made, links[at - 1]!.delayed); }),
      part(element('span', { class: 'dl-chain-here' }, title), links.at(-1)?.delayed ?? false), part(element('span', {}, piece.view.kind), false));
  };

  return {
    element: root,
    show(recipe) {
      const piece = pieceOf(recipe, id);
      if (!piece) return;
      const fed = fedBy(recipe, id).filter((other) => other.id !== id);
      // Made anew when a connection changes, not when a slider or a pen moves.
      const now = [piece.view.kind, host.registry.loaded.size, ...recipe.pieces.flatMap((each) => [each.id, each.plugin, ...Object.entries(each.inputs ?? {}).flatMap(([input, source]) => [input, source.from === 'drawing' ? source.from : source])])];
      if (now.length === facts.length && now.every((fact, i) => fact === facts[i])) return;
      facts = now;
      const lines = inputs.filter((input) => piece.inputs?.[input]).map((input) => line(recipe, piece, input));
      const onward = element('div', { class: 'dl-chain', role: 'group', 'aria-label': 'Flows into' }, element('span', {}, 'Flows into'), ...fed.map((each) => pieceLink(each)));
      root.replaceChildren(...lines, ...(fed.length > 0 ? [onward] : []));
      root.hidden = root.childElementCount === 0;
    },
  };
};
