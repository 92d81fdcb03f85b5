// What buttons and keys do alike, where it is more than one call.

import { reseedPiece } from '../core/edits.ts';
import { reason } from '../core/errors.ts';
import { download, fileName } from './files.ts';
import type { PanelHost } from './host.ts';
import { neighbour, pieceOf } from './piece-edits.ts';

export const togglePlay = (host: PanelHost): void => (host.playing ? host.pause() : host.play());

/** Lets an action run; a failure becomes a notice under `key`. */
const attempt = (host: PanelHost, key: string, what: string, run: () => Promise<void>): void => {
  // The wrapper catches what is thrown at once, too: a browser without full screen has no such method.
  (async () => run())().then(() => host.notices.remove(key), (error: unknown) => host.notices.add(key, `${what}: ${reason(error)}`));
};

export const stepOnce = (host: PanelHost): void => attempt(host, 'step', 'The step failed', () => host.step(1));

export const saveStill = (host: PanelHost): void => attempt(host, 'still', 'The still was not saved', async () => {
  const name = `${host.document.recipe.title || 'driftloom'} ${host.time().toFixed(1)} s`;
  download(await host.still(), fileName(name, 'png'));
});

export const focusNeighbour = (host: PanelHost, by: 1 | -1): void => {
  const id = neighbour(host.document.recipe, host.focused, by);
  if (id !== undefined) host.focus(id);
};

/** A new seed for the piece in focus, or the first where none is. */
export const reseedFocused = (host: PanelHost): void => {
  const { document, registry, focused } = host;
  const piece = pieceOf(document.recipe, focused) ?? document.recipe.pieces[0];
  const definition = piece && registry.loaded.get(piece.plugin);
  if (!piece || !definition) return;
  document.edit(reseedPiece(piece.id, definition));
  document.settle();
};

export const toggleFullScreen = (host: PanelHost): void => attempt(host, 'full-screen', 'Full screen was refused', () =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());
