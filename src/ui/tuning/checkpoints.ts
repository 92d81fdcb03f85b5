// Weights under names, kept in this browser: save, load, forget; and as files, out and in.

import type { FolderApi } from 'tweakpane';
import { addElement, buttonRow, element, iconButton, wordButton } from '../elements.ts';
import { chooseFiles, download } from '../files.ts';
import type { PanelHost } from '../host.ts';
import { megabytes } from '../quantities.ts';
import { whole } from './axis.ts';
import { attempt } from './controls.ts';
import type { TuningCheckpoint } from './desk.ts';

export interface Checkpoints {
  /** Takes weights from a file. */
  import(file: File): Promise<void>;
}

const LONGEST_NAME = 60;
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

export const isWeights = ({ name }: File): boolean => /\.safetensors$/i.test(name);

export const addCheckpoints = (parent: FolderApi, host: PanelHost, id: string): Checkpoints => {
  const { tuning: desk } = host, folder = parent.addFolder({ title: 'Checkpoints', expanded: false });
  folder.element.dataset['part'] = 'checkpoints';
  const list = element('ul', { class: 'dl-presets dl-checkpoints', hidden: '' });
  let asked = 0;

  const line = ({ name, step, made, bytes }: TuningCheckpoint): HTMLElement => {
    const told = `step ${whole(step)}, ${day.format(made)}`;
    const open = element('button', { type: 'button', class: 'dl-preset', title: `Load ${name}: ${told}, ${megabytes(bytes)}` }, element('span', {}, name), element('span', {}, told));
    open.addEventListener('click', () => void attempt(host, `${name} was not loaded`, () => desk.load(id, name)));
    const say = (sure: boolean): void => {
      remove.element.classList.toggle('dl-sure', sure);
      remove.show('close', sure ? `Click again to forget ${name}: there is no undo` : `Forget ${name}`);
    };
    const remove = iconButton('close', `Forget ${name}`, () => {
      if (!remove.element.classList.contains('dl-sure')) return say(true);
      void attempt(host, `${name} was not forgotten`, () => desk.forget(id, name)).then(show);
    });
    remove.element.addEventListener('pointerleave', () => say(false));
    remove.element.addEventListener('blur', () => say(false));
    return element('li', {}, open, remove.element);
  };
  const show = async (): Promise<void> => {
    const mine = ++asked;
    await attempt(host, 'The checkpoints cannot be listed', async () => {
      const found = await desk.checkpoints(id);
      if (mine !== asked) return;
      list.replaceChildren(...found.map(line));
      list.hidden = found.length === 0;
    });
  };

  const name = element('input', { type: 'text', class: 'dl-text', maxlength: String(LONGEST_NAME), 'aria-label': 'Name of the checkpoint', spellcheck: 'false' });
  const suggest = (): void => { name.placeholder = `Step ${whole(desk.state(id).step)}`; };
  const save = wordButton('Save', 'Keeps these weights in this browser', () => void keep());
  const keep = async (): Promise<void> => {
    suggest();
    const chosen = name.value.trim() || name.placeholder;
    save.disabled = true;
    if (await attempt(host, `${chosen} was not kept`, () => desk.save(id, chosen))) name.value = '';
    save.disabled = false;
    await show();
  };
  name.addEventListener('focus', suggest);
  name.addEventListener('keydown', (event) => { if (event.key === 'Enter') void keep(); });

  const take = async (file: File): Promise<void> => { await attempt(host, `${file.name} was not imported`, () => desk.import(id, file)); };
  const files = buttonRow(
    wordButton('Export', 'These weights as a safetensors file, which the command line continues and evaluates', () => void attempt(host, 'The weights were not exported', async () => {
      const file = await desk.export(id);
      download(file, file.name);
    })),
    wordButton('Import…', 'Weights from a safetensors file; one dropped on this folder does the same', () => chooseFiles('.safetensors', ([file]) => { if (file) void take(file); })),
  );
  addElement(folder, element('div', { class: 'dl-stack' }, element('div', { class: 'dl-beside' }, name, save), list, files));
  folder.on('fold', ({ expanded }) => {
    if (!expanded) return;
    suggest();
    void show();
  });
  return { import: take };
};
