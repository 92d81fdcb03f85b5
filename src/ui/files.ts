// Files in and out: downloads, and files that are chosen. A recipe from a file goes to the host, which checks it; what is
// not even JSON ends here, in a notice. Pictures and films go to `inputs/intake.ts`.

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

/** Whether a file means to be a recipe. */
export const isRecipe = ({ name, type }: File): boolean => /\.json$/i.test(name) || type === 'application/json';

/** Opens the scene that a picture or a film carries in it, as one step of undo; false where it carries none. */
export const openCarried = async (host: PanelHost, file: File): Promise<boolean> => {
  const raw = await host.recipeIn(file), { recipe } = host.document;
  if (raw === undefined) return false;
  host.notices.remove('import');
  await host.load(raw);
  if (host.document.recipe !== recipe) host.notices.add('import', `${file.name} carries the scene that it shows, and it was opened. Undo (U) brings back the one before; dropped on an input, the file flows in as it is.`);
  return true;
};

/** Reads a recipe from a file and loads it. The scene stays as it is where there is nothing to load. */
export const importFile = async (host: PanelHost, file: File): Promise<void> => {
  const refuse = (why: string): void => host.notices.add('import', `${file.name} was not loaded: ${why}. The scene stays as it was.`);
  if (!isRecipe(file)) return await openCarried(host, file) ? undefined : refuse('it is no .json recipe, and no picture or film that carries one');
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

/** Asks for files of the types that `accept` lists. */
export const chooseFiles = (accept: string, chosen: (files: readonly File[]) => void): void => {
  const input = element('input', { type: 'file', accept, multiple: '' });
  input.addEventListener('change', () => { if (input.files?.length) chosen([...input.files]); });
  input.click();
};

/** Asks for a folder, and gives all files in it, however deep. */
export const chooseFolder = (chosen: (files: readonly File[]) => void): void => {
  const input = element('input', { type: 'file', webkitdirectory: '' });
  input.addEventListener('change', () => { if (input.files?.length) chosen([...input.files]); });
  input.click();
};

/** Asks for a recipe. */
export const chooseRecipe = (chosen: (file: File) => void): void => chooseFiles('.json,application/json,image/png,image/gif,video/mp4,video/webm', ([file]) => { if (file) chosen(file); });
