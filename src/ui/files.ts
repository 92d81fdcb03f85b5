// Files in and out: downloads, a file chosen or dropped on the window. A recipe from a file goes to the host, which
// checks it; what is not even JSON ends here, in a notice.

import { reason } from '../core/errors.ts';
import { element } from './elements.ts';
import type { PanelHost } from './host.ts';

/** No recipe is larger; a video dropped by mistake is not read into memory. */
const MAX_BYTES = 4 * 2 ** 20;

export const download = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob);
  element('a', { href: url, download: name }).click();
  // The download has its own hold on the blob once the click is dispatched, but not before the task ends.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** A file's name out of free text. */
export const fileName = (text: string, extension: string): string =>
  `${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '') || 'driftloom'}.${extension}`;

export const downloadRecipe = (recipe: unknown, name: string): void =>
  download(new Blob([`${JSON.stringify(recipe, null, 2)}\n`], { type: 'application/json' }), fileName(name, 'json'));

/** Reads a recipe from a file and loads it. The scene stays as it is where there is nothing to load. */
export const importFile = async (host: PanelHost, file: File): Promise<void> => {
  const refuse = (why: string): void => host.notices.add('import', `${file.name} was not loaded: ${why}. The scene stays as it was.`);
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') return refuse('it is not a .json recipe');
  if (file.size > MAX_BYTES) return refuse(`it is larger than ${MAX_BYTES / 2 ** 20} MB`);
  try {
    const raw: unknown = JSON.parse(await file.text());
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return refuse('it holds no recipe');
    host.notices.remove('import');
    await host.load(raw);
  } catch (error) {
    refuse(reason(error));
  }
};

/** Asks for a file. */
export const chooseFile = (chosen: (file: File) => void): void => {
  const input = element('input', { type: 'file', accept: '.json,application/json' });
  input.addEventListener('change', () => { if (input.files?.[0]) chosen(input.files[0]); });
  input.click();
};

/** Takes files dropped anywhere on the window; `veil` is shown while one hovers. Returns the way to stop. */
export const acceptDrops = (host: PanelHost, veil: HTMLElement): (() => void) => {
  const listening = new AbortController();
  const options = { signal: listening.signal };
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
  window.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    veil.hidden = false;
  }, options);
  window.addEventListener('dragleave', (event) => { if (event.relatedTarget === null) veil.hidden = true; }, options);
  window.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    // Without this the browser would leave the page for the file.
    event.preventDefault();
    veil.hidden = true;
    const file = event.dataTransfer?.files[0];
    if (file) void importFile(host, file);
  }, options);
  return () => listening.abort();
};
