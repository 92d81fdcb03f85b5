// Folders of what belongs to the whole scene: camera, room, post and budget, from their declarations. Budget shows
// besides what the pictures cost.

import type { FolderApi } from 'tweakpane';
import { setSetting } from '../core/edits.ts';
import type { Recipe } from '../core/recipe.ts';
import { settingsParams, type SettingsGroup } from '../core/settings.ts';
import { sentence } from './bindings.ts';
import { createCosts } from './costs.ts';
import type { PanelHost } from './host.ts';
import { addRows, type Rows } from './rows.ts';

export interface SettingsFolders {
  show(recipe: Recipe): void;
  /** Refreshes the costs. */
  update(): void;
}

export const addSettings = (parent: FolderApi, host: PanelHost): SettingsFolders => {
  const groups = Object.keys(settingsParams) as SettingsGroup[];
  const folders = new Map(groups.map((group) => [group, parent.addFolder({ title: sentence(group), expanded: false })]));
  const rows = new Map<SettingsGroup, Rows>();
  const budget = folders.get('budget')!;
  let costs: ReturnType<typeof createCosts> | undefined;
  for (const [group, folder] of folders) {
    folder.element.dataset['group'] = group;
    folder.on('fold', ({ expanded }) => {
      if (!expanded) return;
      const made = rows.get(group);
      if (made) return made.show(host.document.recipe);
      const states = (recipe: Recipe): Readonly<Record<string, unknown>> => recipe[group];
      rows.set(group, addRows(folder, settingsParams[group], host.document, { path: group, states, edit: (key, state) => setSetting(group, key, state) }));
      if (folder === budget) costs = createCosts(folder, host);
    });
  }
  return {
    show(recipe) {
      for (const [group, made] of rows) if (folders.get(group)?.expanded) made.show(recipe);
    },
    update() { if (budget.expanded) costs?.update(); },
  };
};
