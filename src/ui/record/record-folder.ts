// The folder that records: what and how, start, pause and stop, and how far it is.

import './record.css';
import type { FolderApi } from 'tweakpane';
import { reason } from '../../core/errors.ts';
import { addRow, type PaneParam, type Row } from '../bindings.ts';
import { addElement, addOwnRow, buttonRow, element, iconButton, wordButton } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { choiceOf, keepStates, meant, readStates, recordParams, type RecordParams, type RecordStates } from './choice.ts';
import { createProgressLine } from './progress-line.ts';

export interface RecordFolder {
  /** Begins to record as is chosen, or ends what is recorded. */
  toggle(): void;
  update(): void;
}

const NOTICE = 'record';

export const addRecordFolder = (parent: FolderApi, host: PanelHost): RecordFolder => {
  const { recording: desk, notices, store } = host, params = recordParams(desk);
  const folder = parent.addFolder({ title: 'Record', expanded: false });
  folder.element.dataset['group'] = 'record';
  let states: RecordStates = readStates(params, store), audio: File | undefined, next = 0;

  const rows = new Map<keyof RecordParams, Row>();
  const set = (key: keyof RecordParams, state: unknown): void => {
    states = { ...states, [key]: state };
    keepStates(states, store);
    arrange();
  };
  for (const [key, param] of Object.entries(params) as [keyof RecordParams, PaneParam][]) rows.set(key, addRow(folder, param, `record.${key}`, param.label ?? key, states[key], (state) => set(key, state)));

  const picker = element('input', { type: 'file', accept: 'audio/*,video/*', hidden: '', 'aria-label': 'Audio file' });
  const sound = wordButton('Choose…', 'Plays under the film from its first frame', () => picker.click());
  const hear = (file: File | undefined): void => {
    audio = file;
    sound.textContent = file?.name ?? 'Choose…';
    none.element.hidden = !file;
  };
  const none = iconButton('close', 'No audio', () => hear(undefined));
  picker.addEventListener('change', () => {
    hear(picker.files?.[0]);
    picker.value = '';
  });
  const audioRow = addOwnRow(folder, { name: 'record.audio', label: 'Audio', hint: 'A file with sound, put under the film in step with it.' }, element('div', { class: 'dl-beside dl-record-audio' }, sound, none.element, picker), element('span'));
  hear(undefined);

  const progress = createProgressLine(desk);
  const begin = (): void => {
    notices.remove(NOTICE);
    void desk.start(choiceOf(states, desk, audio)).catch((error: unknown) => notices.add(NOTICE, `Nothing is recorded: ${reason(error)}`)).finally(update);
    update();
  };
  const start = wordButton('Record', 'Record as chosen (V)', begin), stop = wordButton('Stop', 'End here; the part so far is a whole file (V)', () => desk.stop());
  const pause = wordButton('Pause', 'Paint no more frames for now', () => {
    if (desk.state.phase === 'paused') desk.resume();
    else desk.pause();
    update();
  });
  addElement(folder, element('div', { class: 'dl-stack' }, progress.element, buttonRow(start, pause, stop)));

  /** What is chosen gives way to what is recorded. */
  const arrange = (): void => {
    const shown = desk.state.phase === 'idle' ? meant(states, desk) : undefined;
    for (const [key, row] of rows) row.element.hidden = !shown?.has(key);
    audioRow.hidden = !shown?.has('audio');
  };
  const update = (): void => {
    const { phase } = desk.state, on = phase !== 'idle';
    if (folder.element.dataset['phase'] !== phase) {
      folder.element.dataset['phase'] = phase;
      arrange();
    }
    if (next !== desk.next) {
      next = desk.next;
      states = { ...states, from: next };
      rows.get('from')!.show(next);
    }
    start.hidden = on;
    stop.hidden = !on;
    stop.disabled = phase === 'finishing';
    pause.hidden = phase !== 'recording' && phase !== 'paused';
    pause.textContent = phase === 'paused' ? 'Go on' : 'Pause';
    progress.update();
  };
  update();
  return {
    update,
    toggle() {
      const { phase } = desk.state;
      if (phase === 'idle') {
        folder.expanded = true;
        begin();
      } else if (phase !== 'finishing') desk.stop();
    },
  };
};
