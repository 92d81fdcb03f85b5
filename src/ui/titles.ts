// What the panel calls a piece.

import type { PluginDefinition } from '#api';
import type { PieceRecipe } from '../core/recipe.ts';
import { sentence } from './bindings.ts';
import type { PanelHost } from './host.ts';

/** `cppn-2` -> `CPPN 2`; a piece with a name of its own keeps it. */
export const pieceTitle = (id: string, { id: plugin, title }: Pick<PluginDefinition, 'id' | 'title'>): string =>
  id === plugin || id.startsWith(`${plugin}-`) ? `${title}${id.slice(plugin.length).replaceAll('-', ' ')}` : sentence(id.replaceAll('-', ' '));

/** The same where the plugin may still be on its way. */
export const titleOf = ({ registry }: Pick<PanelHost, 'registry'>, { id, plugin }: Pick<PieceRecipe, 'id' | 'plugin'>): string =>
  pieceTitle(id, registry.loaded.get(plugin) ?? { id: plugin, title: sentence(plugin.replaceAll('-', ' ')) });
