// The folder that teaches a piece, with a real pointer, keys and files: pictures and settings are in the recipe at once, the
// verbs go to the desk, and what the desk says is drawn.

import { page, userEvent } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { setParam } from '../../src/core/edits.ts';
import { emptyTuning, type TuningPicture, type TuningRecipe } from '../../src/core/tuning.ts';
import { bindKeys } from '../../src/ui/keys.ts';
import { createPanel, type Panel } from '../../src/ui/panel.ts';
import { createTestHost, undoSteps, type TestHost } from './ui-host.ts';
import { drag, find, fold, within } from './ui-player.ts';

const FOLDER = '.dl-tuning', CHECKPOINTS = `${FOLDER} [data-part="checkpoints"]`;
let host: TestHost, panel: Panel, unbind: () => void;

const tuning = (): TuningRecipe => host.document.recipe.pieces[0]!.tuning ?? emptyTuning;
const names = (): string[] => tuning().pictures.map(({ source }) => (source.from === 'image' ? source.name : source.from));
const notices = (): string[] => host.notices.list.map(({ text }) => text);
const press = (text: string, root = FOLDER): Promise<void> => userEvent.click(within(root, text));
const text = (selector: string): string => find(`${FOLDER} ${selector}`).textContent;
const cells = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`${FOLDER} .dl-heap .dl-picture-cell`)];
/** Pixels of a canvas at the left and at the right edge of its middle row. */
const edges = (canvas: HTMLCanvasElement): number[][] => [0, canvas.width - 1].map((x) => [...canvas.getContext('2d')!.getImageData(x, canvas.height >> 1, 1, 1).data.slice(0, 3)]);
const RED = [255, 0, 0], BLUE = [0, 0, 255];
/** Twice as wide as high: red at the left, blue at the right. */
const photograph = async (name: string, more = ''): Promise<File> => {
  const canvas = new OffscreenCanvas(40, 20), context = canvas.getContext('2d')!;
  for (const [i, colour] of ['#ff0000', '#0000ff'].entries()) {
    context.fillStyle = colour;
    context.fillRect(20 * i, 0, 20, 20);
  }
  return new File([await canvas.convertToBlob(), name, more], name, { type: 'image/png' });
};
const drop = (...files: readonly File[]): void => dropOn(find(`${FOLDER} .dl-heap-ways`), ...files);
const dropOn = (place: HTMLElement, ...files: readonly File[]): void => {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  for (const kind of ['dragover', 'drop']) place.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
};
const open = async (): Promise<void> => {
  await fold(FOLDER);
  await vi.waitFor(() => find(`${FOLDER} .dl-heap-ways`));
};

beforeEach(async () => {
  await page.viewport(900, 1500);
  host = await createTestHost({ pieces: [{ id: 'art', plugin: 'cppn' }] });
  panel = createPanel(host, document.body);
  unbind = bindKeys(host, panel);
  panel.element.style.maxHeight = '1480px';
  host.focus('art');
  panel.update();
});
afterEach(() => {
  unbind();
  panel.dispose();
  vi.restoreAllMocks();
  expect(document.querySelector('.dl-ui'), 'the panel leaves nothing behind').toBeNull();
});

describe('pictures', () => {
  test('are dropped, cut by a drag, taken out, and each of that is one step of undo', async () => {
    await open();
    expect([text('.dl-part-count'), text('.dl-learn-words')]).toEqual(['0 of at least 2', '2 more pictures to begin']);
    drop(await photograph('a.png'), new File(['none'], 'broken.png', { type: 'image/png' }), new File(['la'], 'film.mp4', { type: 'video/mp4' }), await photograph('b.png'));
    await vi.waitFor(() => expect(names()).toEqual(['a.png', 'b.png']));
    expect(notices()).toEqual(['2 files could not be kept:\nbroken.png is no picture that this browser can read.\nfilm.mp4 is a film, and it learns from pictures.']);
    expect([text('.dl-part-count'), find('.dl-veil').checkVisibility()]).toEqual(['2 of at least 2', false]);
    await vi.waitFor(() => expect(edges(cells()[0]!.querySelector('canvas')!)).toEqual([RED, BLUE]));
    await press('Show');
    await vi.waitFor(() => expect(document.querySelectorAll(`${FOLDER} .dl-preview canvas`)).toHaveLength(2));
    await drag(cells()[0]!.querySelector('button')!, [10, 20], [40, 22]);
    await vi.waitFor(() => expect(tuning().pictures.map(({ crop }) => crop)).toEqual([-1, 0]));
    await vi.waitFor(() => expect(edges(cells()[0]!.querySelector('canvas')!), 'what lay at the left').toEqual([RED, RED]));
    await vi.waitFor(() => expect(document.querySelector('.dl-crop')).toBeNull());
    const preview = find<HTMLCanvasElement>(`${FOLDER} .dl-preview canvas`);
    expect([preview.parentElement!.hasAttribute('data-stale'), edges(preview)]).toEqual([true, [RED, BLUE]]);
    host.tuning.set({ phase: 'learning' });
    panel.update();
    await vi.waitFor(() => expect(edges(find<HTMLCanvasElement>(`${FOLDER} .dl-preview canvas`)), 'while it learns it follows').toEqual([RED, RED]));
    cells()[0]!.querySelector('button')!.focus();
    await userEvent.keyboard('{ArrowRight}{Shift>}{ArrowRight}{/Shift}');
    expect(tuning().pictures[1]!.crop).toBe(.1);
    await userEvent.hover(cells()[0]!);
    await userEvent.click(cells()[0]!.querySelector('.dl-cell-corner')!);
    expect(names()).toEqual(['b.png']);
    expect(undoSteps(host), 'brought, cut, cut, taken out').toBe(4);
    expect(names()).toEqual([]);
  });

  test('come from files, the camera, the wall, photographs and the pad', async () => {
    await open();
    const picked = [await photograph('picked.png')];
    vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (this: HTMLInputElement) {
      const transfer = new DataTransfer();
      for (const file of picked) transfer.items.add(file);
      this.files = transfer.files;
      this.dispatchEvent(new Event('change'));
    });
    await press('Files…');
    await vi.waitFor(() => expect(names()).toEqual(['picked.png']));
    vi.restoreAllMocks();
    host.tuning.shots = [await photograph('frame-1.png'), await photograph('frame-2.png')];
    await press('Take a frame');
    await press('Take a frame');
    host.tuning.samples = [await photograph('kept.png')];
    await press('Kept samples');
    await vi.waitFor(() => expect(names()).toEqual(['picked.png', 'frame-1.png', 'frame-2.png', 'kept.png']));
    host.tuning.refusals.set('shoot', 'The camera was refused.');
    await press('Take a frame');
    await vi.waitFor(() => expect(notices()).toEqual(['No frame was taken: The camera was refused.']));
    await press('Photographs that ship');
    await userEvent.click(find(`${FOLDER} .dl-chooser [aria-label="Valley 3"]`));
    expect(tuning().pictures.at(-1)).toEqual({ source: { from: 'still', still: 'landscapes/valley-03.jpg' }, heap: 0, crop: 0 });
    await userEvent.click(find(`${FOLDER} .dl-chooser [aria-label="Valley 3"]`));
    expect(names()).toHaveLength(4);
    await press('Draw');
    const sheet = find(`${FOLDER} .dl-sheet`);
    await userEvent.click(sheet, { position: { x: 40, y: 60 } });
    await userEvent.click(sheet, { position: { x: 90, y: 120 } });
    const drawn = (): TuningPicture['source'][] => tuning().pictures.slice(4).map(({ source }) => source);
    expect(drawn()).toEqual([expect.objectContaining({ from: 'drawing' })]);
    expect(cells().at(-1)!.querySelector('button')!.getAttribute('aria-pressed')).toBe('true');
    await press('Another sheet');
    await userEvent.click(sheet, { position: { x: 40, y: 60 } });
    expect(drawn()).toHaveLength(2);
    for (let i = 0; i < 3; i++) host.document.undo();
    expect(drawn(), 'stroke by stroke').toEqual([]);
    expect(find(`${FOLDER} .dl-drawing`).hasAttribute('data-plain')).toBe(true);
  });

  test('lie on the heap that is open; what can be learnt is asked anew, and said where it is nothing', async () => {
    host.tuning.offered = { heaps: Array.from({ length: 10 }, (_, i) => ({ title: String(i), hint: '', least: 2 })), shape: [16, 16, 1], settings: ['kept'], layers: { kept: 2, judgeKept: 0 } };
    await open();
    await press('7');
    drop(await photograph('seven.png'));
    await vi.waitFor(() => expect(tuning().pictures.map(({ heap }) => heap)).toEqual([7]));
    dropOn(within(FOLDER, '3'), await photograph('three.png'));
    await vi.waitFor(() => expect(tuning().pictures.map(({ heap }) => heap)).toEqual([7, 3]));
    await press('0');
    expect([cells().length, text('.dl-learn-words')]).toEqual([0, 'no heap has enough pictures']);
    await fold(`${FOLDER} [data-part="tuning-settings"]`);
    expect([...document.querySelectorAll<HTMLElement>(`${FOLDER} [data-param]`)].map((each) => each.dataset['param'])).toEqual(['art.tuning.kept']);
    await userEvent.fill(find(`${FOLDER} [data-param="art.tuning.kept"] input`), '9');
    await userEvent.keyboard('{Enter}');
    expect(tuning().settings.kept, 'there are no more layers').toBe(2);
    host.tuning.offered = 'These weights were not taught here.';
    host.document.edit(setParam('art', 'colour', 'ink'));
    panel.update();
    await vi.waitFor(() => expect(text('.dl-about')).toBe('These weights were not taught here.'));
    expect(document.querySelector('.dl-heap-ways')).toBeNull();
    expect(notices()).toEqual([]);
  });
});

describe('learning', () => {
  test('begins and pauses by button and by L, goes back and forth, says what it does and what is wrong', async () => {
    await open();
    await press('Start');
    expect(host.tuning.calls).toEqual(['start art']);
    host.tuning.set({ step: 1240, perSecond: 3.42, place: 'graphics device', undoes: 1, alarm: 'The pictures have become one.' });
    panel.update();
    expect(text('.dl-learn-line')).toBe('Step 1,2403.4 steps / s · graphics device');
    const alarm = find(`${FOLDER} [role="alert"]`);
    expect([alarm.checkVisibility(), alarm.textContent]).toEqual([true, 'The pictures have become one.']);
    await userEvent.keyboard('l');
    expect([host.tuning.now.phase, within(FOLDER, 'Go on').textContent]).toEqual(['paused', 'Go on']);
    expect((within(FOLDER, 'Redo') as HTMLButtonElement).disabled).toBe(true);
    await press('Undo');
    await press('Reset');
    expect(host.tuning.calls.slice(1)).toEqual(['pause art', 'undo art', 'reset art']);
    host.tuning.refusals.set('start', 'Four pictures are the fewest that it learns from.');
    await press('Go on');
    await vi.waitFor(() => expect(notices()).toEqual(['It does not learn: Four pictures are the fewest that it learns from.']));
    host.tuning.set({ alarm: '' });
    panel.update();
    expect(alarm.checkVisibility()).toBe(false);
  });

  test('is plotted, read at the pointer, seen through time, and mixed with what was before; nothing is drawn while the folder is shut', async () => {
    await open();
    const sheet = (step: number, grey: number) => ({ step, picture: new ImageData(Uint8ClampedArray.from({ length: 32 * 16 * 4 }, (_, i) => (i % 4 === 3 ? 255 : grey)), 32, 16) });
    const curve = (name: string, values: readonly number[]) => ({ name, steps: values.map((_, i) => 100 * i), values });
    const show = (last: number): void => host.tuning.set({ step: 200, plots: [{ title: 'Loss', hint: '', curves: [curve('judge', [1, .8, last]), curve('painter', [.5, .7, .9])] }, { title: 'Gradient', hint: '', curves: [curve('judge', [.1, 1, 100])] }], sheets: [sheet(0, 10), sheet(100, 120), sheet(200, 240)], figures: [{ label: 'distance', value: '41.3 (62.0 before)' }] });
    show(.6);
    panel.update();
    expect([...document.querySelectorAll('.dl-plot figcaption')].map((each) => each.textContent)).toEqual(['Lossjudge0.600painter0.900', 'Gradient100']);
    const path = (): string => find('.dl-plot').querySelector('.dl-plot-lines path')!.getAttribute('d')!;
    expect(path()).toMatch(/^M0\.0 .*L260\.0 /);
    expect(text('.dl-readings')).toBe('Distance41.3 (62.0 before)');
    const area = find('.dl-plot-area');
    await userEvent.hover(area, { position: { x: area.clientWidth / 2, y: 20 } });
    expect([text('.dl-plot-legend'), text('.dl-plot-at'), find('.dl-plot-hair').checkVisibility()]).toEqual(['judge0.800painter0.700', 'step 100', true]);
    const large = find<HTMLCanvasElement>('.dl-film-sheet');
    expect([edges(large)[0]![0], text('.dl-film output')]).toEqual([240, 'step 200']);
    find('.dl-film input').focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect([edges(large)[0]![0], text('.dl-film output')]).toEqual([120, 'step 100']);
    const slider = find(`${FOLDER} .dl-blend input`);
    await userEvent.click(slider, { position: { x: slider.clientWidth / 2, y: slider.clientHeight / 2 } });
    expect(host.tuning.now.mix).toBeCloseTo(.5, 1);
    await press('Compare');
    expect([host.tuning.now.comparing, within(FOLDER, 'Compare').getAttribute('aria-pressed')]).toEqual([true, 'true']);
    await press('Compare');
    expect(host.tuning.calls.slice(-2)).toEqual(['compare art true', 'compare art false']);
    await fold(FOLDER);
    const before = path();
    show(.2);
    panel.update();
    expect(path()).toBe(before);
    await fold(FOLDER);
    panel.update();
    expect([path() === before, text('.dl-film output')]).toEqual([false, 'step 100']);
  });
});

test('checkpoints are saved, loaded and forgotten; weights come and go as files', async () => {
  await open();
  await fold(CHECKPOINTS);
  host.tuning.set({ step: 90 });
  await userEvent.fill(find(`${CHECKPOINTS} input`), 'calm');
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(text('.dl-checkpoints')).toMatch(/^calmstep 90, /));
  await press('Load calm');
  await press('Forget calm');
  expect(host.tuning.calls).toEqual(['save art calm', 'load art calm']);
  await press('Click again to forget calm');
  await vi.waitFor(() => expect(find('.dl-checkpoints').checkVisibility()).toBe(false));
  await press('Save');
  await vi.waitFor(() => expect(text('.dl-checkpoints')).toMatch(/^Step 90step/));
  const names: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) { names.push(this.download); });
  await press('Export');
  await vi.waitFor(() => expect(names).toEqual(['weights.safetensors']));
  drop(new File(['weights'], 'mine.safetensors'));
  await vi.waitFor(() => expect(host.tuning.calls.at(-1)).toBe('import art mine.safetensors'));
  host.tuning.refusals.set('import', 'It holds the weights of another network.');
  drop(new File(['weights'], 'other.safetensors'));
  await vi.waitFor(() => expect(notices()).toEqual(['other.safetensors was not imported: It holds the weights of another network.']));
});
