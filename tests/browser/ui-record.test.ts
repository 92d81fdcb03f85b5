// The folder Record with a real pointer and keyboard: what it asks for, what it shows, and V.

import { page, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, type TestHost } from './ui-host.ts';
import { find, fold, within } from './ui-player.ts';

const FOLDER = '[data-group="record"]';
let host: TestHost, panel: Panel, unbind: () => void;
beforeEach(async () => {
  await page.viewport(900, 1000);
  host = await createTestHost({ pieces: [{ id: 'art', plugin: 'cppn' }] });
  panel = createPanel(host, document.body);
  unbind = bindKeys(host, panel);
  panel.element.style.maxHeight = '980px';
});
afterEach(() => {
  host.recording.stop();
  unbind();
  panel.dispose();
});

const shown = (name: string): boolean => find(`[data-param="record.${name}"]`).offsetParent !== null;
const choose = (name: string, option: string): Promise<void> => userEvent.selectOptions(find(`[data-param="record.${name}"] select`), option);
const words = (): string => find(`${FOLDER} .dl-record-progress p`).textContent ?? '';

test('a recording is chosen, begun, paused, gone on with and stopped', async () => {
  await fold(FOLDER);
  expect([shown('width'), shown('alpha'), shown('audio'), shown('quality')]).toEqual([false, false, true, true]);
  await choose('format', 'PNG pictures');
  await choose('size', 'own');
  expect([shown('width'), shown('alpha'), shown('audio'), shown('quality')]).toEqual([true, true, false, false]);
  await userEvent.fill(find('[data-param="record.width"] input'), '500');
  await userEvent.keyboard('{Enter}');
  await userEvent.click(find('[data-param="record.alpha"] .tp-ckbv_w'));
  await userEvent.click(within(FOLDER, 'Record as chosen'));
  expect(host.recording.asked).toEqual([expect.objectContaining({ format: 'png', width: 500, height: 1080, alpha: true, loop: false, live: false, fps: 30, seconds: 10, from: 0 })]);
  host.recording.state = { ...host.recording.state, done: 75, left: 4.2, bytes: 3e6 };
  panel.update();
  expect(words()).toBe('75 of 300 frames · 0:05 left · 3.0 MB');
  expect(find(`${FOLDER} [role="progressbar"]`).getAttribute('aria-valuenow')).toBe('25');
  expect(find(`${FOLDER} canvas`).hidden).toBe(false);
  await userEvent.click(within(FOLDER, 'Pause'));
  expect(words()).toBe('Paused · 75 of 300 frames');
  await userEvent.click(within(FOLDER, 'Go on'));
  await userEvent.click(within(FOLDER, 'Stop'));
  expect(host.recording.calls).toEqual(['pause', 'resume', 'stop']);
  await expect.poll(() => find(`${FOLDER} .dl-record-progress`).hidden).toBe(true);
  // The choice is there the next time.
  expect(JSON.parse(host.kept.get('driftloom.record')!)).toMatchObject({ format: 'PNG pictures', width: 500, alpha: true });
});

test('V records, and ends it; what cannot begin is said', async () => {
  await userEvent.keyboard('v');
  expect([host.recording.asked.length, host.recording.state.phase]).toEqual([1, 'recording']);
  expect(find(FOLDER).classList.contains('tp-fldv-expanded')).toBe(true);
  await userEvent.keyboard('v');
  expect(host.recording.calls).toEqual(['stop']);
  await expect.poll(() => host.recording.state.phase).toBe('idle');
  host.recording.refusal = 'This browser cannot encode it.';
  await userEvent.keyboard('v');
  await expect.poll(() => host.notices.list.map(({ text }) => text)).toEqual(['Nothing is recorded: This browser cannot encode it.']);
});

test('sound goes with a film, the frame to go on from is filled in, and what is live counts what it drops', async () => {
  await fold(FOLDER);
  await userEvent.upload(find(`${FOLDER} input[type="file"]`), new File(['la'], 'song.ogg', { type: 'audio/ogg' }));
  host.recording.next = 412;
  panel.update();
  await userEvent.click(within(FOLDER, 'Record as chosen'));
  expect(host.recording.asked.at(-1)).toMatchObject({ from: 412, audio: expect.objectContaining({ name: 'song.ogg' }) as File });
  await userEvent.click(within(FOLDER, 'Stop'));
  await expect.poll(() => host.recording.state.phase).toBe('idle');
  await userEvent.click(within(FOLDER, 'No audio'));
  await userEvent.click([...document.querySelectorAll<HTMLElement>('[data-param="record.what"] .tp-radv_b')][1]!);
  expect([shown('seconds'), shown('loop'), shown('audio')]).toEqual([false, false, false]);
  await userEvent.click(within(FOLDER, 'Record as chosen'));
  expect(host.recording.asked.at(-1)).toMatchObject({ live: true });
  host.recording.state = { ...host.recording.state, done: 90, dropped: 3, bytes: 1e6 };
  panel.update();
  expect(words()).toBe('Live · 90 frames · 3 dropped · 1.0 MB');
});
