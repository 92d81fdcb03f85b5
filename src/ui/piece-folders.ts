// The folders of all pieces, in the order of the recipe. One is open at most: the piece in focus.

import type { FolderApi } from 'tweakpane';
import type { PieceRecipe, Recipe } from '../core/recipe.ts';
import { reveal } from './elements.ts';
import type { PanelHost } from './host.ts';
import { addPieceFolder, type PieceFolder } from './piece-folder.ts';

export interface PieceFolders {
  /** Makes and drops folders as pieces come and go, and shows what changed in the others. */
  show(recipe: Recipe): void;
  update(): void;
  /** Chooses what flows into the piece in focus, or into the first that has an input. */
  choose(): void;
  /** Lets the piece in focus, or the first, begin to learn, or pauses it. */
  learn(): void;
  /** They can no longer be seen. */
  rest(): void;
}

export const createPieceFolders = (parent: FolderApi, host: PanelHost): PieceFolders => {
  let folders: PieceFolder[] = [];
  let follows = false;

  /** Opens the folder of the piece in focus and closes the others. */
  const showFocus = (): void => {
    follows = true;
    for (const { id, folder } of folders) {
      const open = id === host.focused;
      if (folder.expanded === open) continue;
      folder.expanded = open;
      if (open) reveal(folder.element);
    }
    follows = false;
  };
  const make = (piece: PieceRecipe, index: number): PieceFolder | undefined => {
    const definition = host.registry.loaded.get(piece.plugin);
    if (!definition) return undefined;
    const made = addPieceFolder(parent, host, piece, definition, index, showFocus);
    made.folder.on('fold', ({ expanded }) => {
      if (follows) return;
      host.focus(expanded ? piece.id : undefined);
      showFocus();
    });
    return made;
  };
  const show = (recipe: Recipe): void => {
    // A plugin that was replaced on disk, or an id that now means another one, gets a new folder.
    const fits = ({ id, definition }: PieceFolder): boolean =>
      recipe.pieces.some((piece) => piece.id === id && piece.plugin === definition.id) && host.registry.loaded.get(definition.id) === definition;
    const drop = (folder: PieceFolder): void => {
      folder.folder.dispose();
      folders = folders.filter((other) => other !== folder);
    };
    for (const folder of folders.filter((each) => !fits(each))) drop(folder);
    let index = 0;
    for (const piece of recipe.pieces) {
      if (folders[index]?.id === piece.id) {
        folders[index++]!.show(recipe);
        continue;
      }
      const elsewhere = folders.find(({ id }) => id === piece.id);
      if (elsewhere) drop(elsewhere);
      const made = make(piece, index);
      if (made) folders.splice(index++, 0, made);
    }
    if (host.focused !== undefined && !recipe.pieces.some(({ id }) => id === host.focused)) host.focus(undefined);
    showFocus();
  };
  return {
    show,
    update() {
      if (folders.some(({ definition }) => host.registry.loaded.get(definition.id) !== definition)) show(host.document.recipe);
      showFocus();
      const { pieces } = host.stats();
      for (const folder of folders) folder.update(pieces.find(({ id }) => id === folder.id));
    },
    choose() {
      const takes = folders.filter(({ definition }) => Object.keys(definition.inputs ?? {}).length > 0);
      const folder = takes.find(({ id }) => id === host.focused) ?? takes[0];
      if (!folder) return host.notices.add('inputs', 'Nothing can flow into the pieces here. Add a Picture: it shows a photograph, a film, a camera, a drawing or another piece.');
      host.notices.remove('inputs');
      host.focus(folder.id);
      showFocus();
      folder.choose();
    },
    learn() {
      const folder = folders.find(({ id }) => id === host.focused) ?? folders[0];
      if (!folder) return;
      host.focus(folder.id);
      showFocus();
      folder.learn();
    },
    rest() { for (const folder of folders) folder.rest(); },
  };
};
