// What moves the learning: start and pause, the past of the weights, how far it is, and what is wrong with it.

import type { Recipe } from '../../core/recipe.ts';
import { reason } from '../../core/errors.ts';
import { element, iconButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { icon } from '../icons.ts';
import { whole } from './axis.ts';
import type { TuningOffer, TuningState } from './desk.ts';
import { lackWords } from './lack.ts';

export interface Controls {
  readonly element: HTMLElement;
  show(recipe: Recipe): void;
  update(state: TuningState): void;
}

export const isOn = ({ phase }: TuningState): boolean => phase === 'learning' || phase === 'opening';

/** Does what the desk may refuse; the refusal is a notice. */
export const attempt = async ({ notices }: PanelHost, failure: string, act: () => Promise<void>): Promise<boolean> => {
  const key = `tuning.${failure}`;
  notices.remove(key);
  try {
    await act();
    return true;
  } catch (error) {
    notices.add(key, `${failure}: ${reason(error)}`);
    return false;
  }
};

/** Begins, goes on, or pauses. */
export const toggleLearning = (host: PanelHost, id: string): void => {
  if (isOn(host.tuning.state(id))) host.tuning.pause(id);
  else void attempt(host, 'It does not learn', () => host.tuning.start(id));
};

const few = (value: number): string => (value < 9.95 ? value.toFixed(1) : whole(value));
/** Steps in a second, or seconds of a step where it is slow. */
const speed = (perSecond: number): string => (perSecond < .95 ? `${few(1 / perSecond)} s / step` : `${few(perSecond)} steps / s`);

/** What is under way, beside the step. */
export const stateWords = ({ phase, perSecond, place, work, step }: TuningState, lack: string): string => {
  if (phase === 'opening') return work || 'Opening';
  if (phase === 'learning') return [...(perSecond > 0 ? [speed(perSecond)] : []), ...(place ? [place] : [])].join(' · ');
  return lack || (phase === 'paused' ? 'paused' : step > 0 ? '' : 'ready');
};

export const createControls = (host: PanelHost, id: string, { heaps }: TuningOffer): Controls => {
  const { tuning: desk } = host;
  const text = element('span'), sign = element('span', { class: 'dl-button-sign' });
  const run = element('button', { type: 'button', class: 'dl-button dl-simple dl-learn' }, sign, text);
  run.addEventListener('click', () => toggleLearning(host, id));
  const undo = iconButton('undo', 'Undo', () => void attempt(host, 'The weights are as they were', () => desk.undo(id)));
  const redo = iconButton('redo', 'Redo', () => void attempt(host, 'The weights are as they were', () => desk.redo(id)));
  const reset = iconButton('first', 'Reset: back to the weights that ship; undo brings these back', () => void attempt(host, 'The weights are as they were', () => desk.reset(id)));
  const step = element('strong'), words = element('span', { class: 'dl-learn-words' });
  const why = element('span'), alarm = element('p', { class: 'dl-learn-alarm', role: 'alert', hidden: '' }, icon('alarm'), why);
  const root = element('div', { class: 'dl-stack' }, element('div', { class: 'dl-learn-row' }, run, undo.element, redo.element, reset.element), element('div', { class: 'dl-learn-line' }, step, words), alarm);
  let on: boolean | undefined, lack = '';
  const write = (place: HTMLElement, next: string): void => { if (place.textContent !== next) place.textContent = next; };

  return {
    element: root,
    show(recipe) { lack = lackWords(recipe, id, heaps); },
    update(state) {
      if (on !== isOn(state)) {
        on = isOn(state);
        sign.replaceChildren(icon(on ? 'pause' : 'play'));
        run.toggleAttribute('data-on', on);
      }
      write(text, on ? 'Pause' : state.step > 0 ? 'Go on' : 'Start');
      run.title = on ? 'Learn no more for now (L)' : 'Learns from the pictures, while the piece goes on painting (L)';
      undo.element.disabled = state.undoes === 0;
      redo.element.disabled = state.redoes === 0;
      reset.element.disabled = state.step === 0 && state.undoes === 0;
      undo.show('undo', state.undoes === 0 ? 'Undo: there are no weights to go back to' : `Undo: back to the weights before the last stretch of learning (${state.undoes})`);
      redo.show('redo', `Redo: forth again${state.redoes === 0 ? '' : ` (${state.redoes})`}`);
      write(step, `Step ${whole(state.step)}`);
      write(words, stateWords(state, lack));
      write(why, state.alarm);
      alarm.hidden = state.alarm === '';
    },
  };
};
