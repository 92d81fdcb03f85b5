// A plugin whose latents take every form that the panel has for them, with the panel on it; for tests of the panel.

import { page, userEvent } from 'vitest/browser';
import { definePlugin, p, type LatentState } from '#api';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, type TestHost } from './ui-host.ts';

export const player = definePlugin({
  id: 'player', title: 'Player', summary: 'A latent of every form.', papers: [], engine: '^1',
  params: {
    z: p.latent({ dims: 12, distribution: 'normal' }),
    digit: p.latent({ dims: 10, distribution: 'categorical', label: 'digit', names: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'], default: { speed: 0 } }),
    style: p.latent({ dims: 2, distribution: 'uniform', range: [-2, 2], label: 'style', names: ['slant', 'weight'], default: { radius: 0 } }),
    kind: p.latent({ dims: 4, distribution: 'categorical', names: ['sandal', 'trouser', 'ankle boot', 'shirt'] }),
  },
  presets: {}, output: { width: 64, height: 64 }, budget: { every: 1, levels: ['full'] },
  create: () => Promise.reject(new Error('never made here')),
});

export interface Played {
  readonly host: TestHost;
  readonly panel: Panel;
  state(key: keyof typeof player.params): LatentState;
  dispose(): void;
}

/** The panel with a player whose folder is open. */
export const openPlayer = async (): Promise<Played> => {
  await page.viewport(1280, 1400);
  const host = await createTestHost({ pieces: [{ id: 'player', plugin: 'player' }] }, { player: () => Promise.resolve({ default: player }) });
  const panel = createPanel(host, document.body), unbind = bindKeys(host, panel);
  // Tall enough for every part to be in reach of the pointer.
  panel.element.style.maxHeight = '1380px';
  host.focus('player');
  panel.update();
  return {
    host, panel,
    state: (key) => host.document.recipe.pieces[0]!.params[key as never] as LatentState,
    dispose() {
      unbind();
      panel.dispose();
    },
  };
};

export const find = <E extends HTMLElement = HTMLElement>(selector: string): E => {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
export const within = (root: string | HTMLElement, title: string): HTMLElement => {
  const found = [...(typeof root === 'string' ? find(root) : root).querySelectorAll('button')].find((each) => each.textContent === title || each.title.startsWith(title));
  if (!found) throw new Error(`no button "${title}"`);
  return found;
};
/** Opens or closes a folder. */
export const fold = (selector: string): Promise<void> => userEvent.click(find(`${selector} > .tp-fldv_b`));
export const latentFolder = (key: string): string => `.dl-latent-folder[data-param="player.${key}"]`;
export const part = (key: string, name: string): string => `${latentFolder(key)} [data-part="${name}"]`;
export const row = (name: string): HTMLElement => find(`[data-param="player.${name}"]`);
export const type = async (name: string, text: string): Promise<void> => {
  await userEvent.fill(row(name).querySelector('input')!, text);
  await userEvent.keyboard('{Enter}');
};
export const drag = (target: HTMLElement, from: readonly [number, number], to: readonly [number, number]): Promise<void> =>
  userEvent.dragAndDrop(target, target, { sourcePosition: { x: from[0], y: from[1] }, targetPosition: { x: to[0], y: to[1] }, steps: 6 });
