// How a latent walks: tempo with a button to tap it, reach, and behind a fold what is seldom turned.

import type { FolderApi } from 'tweakpane';
import { p, WALK_EASES, type LatentParam, type LatentState } from '#api';
import { withTempo } from '../../core/latent.ts';
import { LATENT_LIMITS } from '../../core/params.ts';
import { addRow, beside, type PaneParam, type Row } from '../bindings.ts';
import { addElement, wordButton } from '../elements.ts';
import { createAddress } from './address.ts';
import { looped } from './moves.ts';
import type { LatentPart, LatentTools } from './tools.ts';
import { tapPiece } from './tap.ts';

type Field = 'speed' | 'radius' | 'beats' | 'ease' | 'loop' | 'seed';

/** Most beats and key points on the sliders; recipes may hold more. */
const MOST_BEATS = 16, LONGEST_LOOP = 32;

const fieldParams = ({ distribution }: LatentParam): Readonly<Record<Field, PaneParam>> => ({
  speed: p.number({ label: 'tempo', default: 0, min: LATENT_LIMITS.speed[0], max: LATENT_LIMITS.speed[1], hint: 'Beats per minute of the walk; 0 rests where it is. Tap the button, or the key T, in time.' }),
  radius: p.number({ label: 'radius', default: 1, min: LATENT_LIMITS.radius[0], max: distribution === 'categorical' ? 1 : LATENT_LIMITS.radius[1], hint: 'How far the walk strays from the centre: 0 stays there, 1 covers the whole prior.' }),
  beats: p.int({ label: 'beats', default: 1, min: LATENT_LIMITS.beats[0], max: MOST_BEATS, hint: 'Beats from one key point of the walk to the next.' }),
  ease: p.choice({ label: 'ease', options: WALK_EASES, default: 'flow', hint: 'How it goes from key point to key point: flow passes on without a halt, linear goes evenly, smooth slows down at each, linger rests at each.' }),
  loop: p.int({ label: 'loop', default: 8, min: LATENT_LIMITS.loop[0], max: LONGEST_LOOP, hint: 'Key points until the walk is back at its first; 0 never is: an endless walk.' }),
  seed: p.seed({ label: 'walk seed', hint: 'Names the way of the walk.' }),
});

export const addWalk = (folder: FolderApi, tools: LatentTools, piece: string, key: string): LatentPart => {
  const { host, param, name, state, change } = tools;
  const params = fieldParams(param);
  /** A change of tempo, beats or loop keeps the place where the walk is. */
  const turned = (field: Field, value: unknown): LatentState => {
    if (field === 'speed' || field === 'beats') return withTempo(state(), { [field]: value as number }, host.time());
    return field === 'loop' ? looped(state(), value as number, host.time()) : { ...state(), [field]: value };
  };
  const rows = new Map<Field, Row>();
  const add = (parent: FolderApi, field: Field): void => {
    rows.set(field, addRow(parent, params[field], `${name}.${field}`, params[field].label ?? field, state()[field], (value, last) => change(field, turned(field, value), last)));
  };
  add(folder, 'speed');
  const tap = wordButton('Tap', 'Tap in time: the tempo is the median of your last taps (T)', () => undefined);
  // The tap is when the finger comes down, not when it leaves; keys and screen readers send a click alone.
  tap.addEventListener('pointerdown', (event) => { if (event.button === 0) tapPiece(host, piece, event.timeStamp, key); });
  tap.addEventListener('click', (event) => { if (event.detail === 0) tapPiece(host, piece, event.timeStamp, key); });
  beside(rows.get('speed')!, tap);
  add(folder, 'radius');
  const address = createAddress(tools);
  addElement(folder, address.element);

  const fold = folder.addFolder({ title: 'Walk', expanded: false });
  fold.element.dataset['part'] = 'walk';
  fold.element.title = 'How the walk goes from key point to key point';
  for (const field of ['beats', 'ease', 'loop', 'seed'] as const) add(fold, field);

  let shown = state();
  return {
    show() {
      const next = state();
      for (const [field, row] of rows) if (field !== tools.hand && next[field] !== shown[field]) row.show(next[field]);
      shown = next;
      address.show();
    },
    update: () => address.update?.(),
  };
};
