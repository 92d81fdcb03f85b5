// The sheet over the picture that holds the wall of samples of one latent, and the samples' part in the keyboard: W opens
// and closes it for the piece in focus, K keeps what that piece shows.

import './samples.css';
import type { LatentParam } from '#api';
import { setParam } from '../../core/edits.ts';
import type { PieceRecipe } from '../../core/recipe.ts';
import { sentence } from '../bindings.ts';
import { element, iconButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { latentTools, type LatentTools } from '../latent/tools.ts';
import { pieceOf } from '../piece-edits.ts';
import type { Place } from '../rows.ts';
import { keep } from './actions.ts';
import { followVisits, type Visits } from './visits.ts';
import { createWall, type Wall, type WallLook } from './wall.ts';

export interface SampleSheet {
  readonly element: HTMLElement;
  readonly visits: Visits;
  /** Opens the wall of a latent, or closes it where it is open. */
  toggle(piece: string, key: string): void;
  /** The same for the first latent of the piece in focus. */
  toggleFocused(): void;
  /** Keeps the point that the piece in focus is at. */
  keepFocused(): void;
  update(): void;
  dispose(): void;
}

const sheets = new WeakMap<PanelHost, SampleSheet>();
/** The sheet of a host's panel; undefined before there is one. */
export const sheetOf = (host: PanelHost): SampleSheet | undefined => sheets.get(host);

interface Open { readonly piece: string; readonly key: string; readonly param: LatentParam; readonly wall: Wall }

export const createSampleSheet = (host: PanelHost): SampleSheet => {
  const { document: recipes } = host, visits = followVisits(host);
  const root = element('aside', { class: 'dl-ui dl-samples', 'aria-label': 'Samples', tabindex: '-1', hidden: '' });
  const look: WallLook = { across: 4, spread: .6, seed: 1, dropped: new Map() };
  let open: Open | undefined, before: Element | null = null;

  const latentsOf = ({ plugin }: PieceRecipe): [string, LatentParam][] =>
    Object.entries(host.registry.loaded.get(plugin)?.params ?? {}).filter((entry): entry is [string, LatentParam] => entry[1].kind === 'latent');
  const toolsOf = (id: string, key: string, param: LatentParam): LatentTools => {
    const place: Place = { path: id, states: (recipe) => pieceOf(recipe, id)?.params, edit: (each, state) => setParam(id, each, state) };
    return latentTools(host, place, key, param);
  };
  const close = (): void => {
    if (!open) return;
    open.wall.dispose();
    open = undefined;
    root.hidden = true;
    root.replaceChildren();
    if (before instanceof HTMLElement) before.focus();
  };
  const show = (id: string, key: string): void => {
    const piece = pieceOf(recipes.recipe, id), latents = piece ? latentsOf(piece) : [], param = latents.find(([each]) => each === key)?.[1];
    if (!param) return;
    if (open) open.wall.dispose();
    else before = document.activeElement;
    const title = element('h2', {}, `Around ${sentence(id.replaceAll('-', ' '))}`);
    const names = element('select', { class: 'dl-select', 'aria-label': 'Latent', title: 'The latent that is sampled' }, ...latents.map(([each, { label }]) => new Option(sentence(label ?? each), each, false, each === key)));
    names.addEventListener('change', () => show(id, names.value));
    const wall = createWall(toolsOf(id, key, param), id, key, look, { left: latents.length > 1 ? [title, names] : [title], right: [iconButton('close', 'Close (Escape)', close).element] });
    open = { piece: id, key, param, wall };
    root.hidden = false;
    root.replaceChildren(wall.element);
    wall.show();
    wall.focus();
  };
  const toggle = (id: string, key: string): void => (open?.piece === id && open.key === key ? close() : show(id, key));
  /** The piece in focus, or the first where none is, and its first latent. */
  const meant = (): readonly [string, string, LatentParam] | undefined => {
    const piece = pieceOf(recipes.recipe, host.focused) ?? recipes.recipe.pieces[0], latents = piece ? latentsOf(piece) : [];
    const [key, param] = latents.find(([each]) => open?.piece === piece?.id && each === open?.key) ?? latents[0] ?? [];
    if (piece && key !== undefined && param) return [piece.id, key, param];
    host.notices.add('samples', 'There is nothing to sample: the piece has no latent.');
    return undefined;
  };

  root.addEventListener('keydown', (event) => {
    // Sliders have their own use for arrows; the panel's keys hear of them on the window.
    if (event.key.startsWith('Arrow')) event.stopPropagation();
    const name = event.key.toLowerCase(), plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!open || (event.target as Element).matches('input[type=text], select')) return;
    if (plain && name === 'n') {
      event.preventDefault();
      open.wall.again();
    } else if (!event.shiftKey && (plain ? name === 'u' : name === 'z' && !event.altKey) && open.wall.undo()) event.preventDefault();
  });
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !open) return;
    const target = event.target as Element;
    if (target instanceof HTMLInputElement && !root.contains(target)) return;
    event.preventDefault();
    if (!open.wall.giveUp()) close();
  };
  window.addEventListener('keydown', escape);
  const stop = recipes.subscribe((recipe) => {
    if (!open) return;
    if (pieceOf(recipe, open.piece)) open.wall.show();
    else close();
  });

  const sheet: SampleSheet = {
    element: root, visits, toggle,
    toggleFocused() {
      if (open && (host.focused === undefined || host.focused === open.piece)) return close();
      const [id, key] = meant() ?? [];
      if (id !== undefined && key !== undefined) show(id, key);
    },
    keepFocused() {
      const target = meant();
      if (!target) return;
      const tools = toolsOf(...target);
      keep(tools, Array.from(tools.point()));
    },
    update() {
      visits.update();
      if (!open) return;
      // The plugin was replaced on disk: its latent may be another.
      const piece = pieceOf(recipes.recipe, open.piece), param = piece && latentsOf(piece).find(([each]) => each === open!.key)?.[1];
      if (!param) close();
      else if (param !== open.param) show(open.piece, open.key);
      else open.wall.update();
    },
    dispose() {
      close();
      stop();
      visits.dispose();
      window.removeEventListener('keydown', escape);
      root.remove();
      sheets.delete(host);
    },
  };
  sheets.set(host, sheet);
  return sheet;
};
