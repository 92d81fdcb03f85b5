// What is dropped on the window or pasted: a recipe is opened, pictures and films flow into pieces. What was dropped on the
// row of an input flows in there.

import { element } from '../elements.ts';
import { importFile, isRecipe, openCarried } from '../files.ts';
import type { PanelHost } from '../host.ts';
import { isField } from '../keys.ts';
import { intakeOf, type Target } from './intake.ts';

const carriesFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false;

/** The input whose row lies under a place of the page. */
const rowAt = (at: EventTarget | null): HTMLElement | null => (at instanceof Element ? at.closest<HTMLElement>('.dl-input') : null);
const targetOf = (row: HTMLElement | null): Target | undefined => {
  const { pieceInput: piece, input } = row?.dataset ?? {};
  return piece !== undefined && input !== undefined ? { piece, input } : undefined;
};

/** Listens on the window and shows a veil in `parent` while files hover. Returns the way to stop. */
export const acceptArrivals = (host: PanelHost, parent: HTMLElement): (() => void) => {
  const listening = new AbortController(), options = { signal: listening.signal };
  const veil = element('div', { class: 'dl-ui dl-veil', hidden: '' }, element('p', {}, 'Drop a picture, a film or a recipe'));
  parent.append(veil);
  let over: HTMLElement | null = null;
  const hover = (row: HTMLElement | null): void => {
    over?.removeAttribute('data-over');
    over = row;
    over?.setAttribute('data-over', '');
  };
  const take = async (files: readonly File[], target?: Target): Promise<void> => {
    const recipe = files.find(isRecipe), pictures = files.filter((file) => !isRecipe(file)), [first] = pictures;
    if (recipe) void importFile(host, recipe);
    // One file alone may be a scene; many are pictures, and so is what is dropped on an input.
    if (first && files.length === 1 && !target && await openCarried(host, first)) return;
    intakeOf(host).take(pictures, target);
  };

  window.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    // A place of the panel that takes files itself says so.
    if (event.defaultPrevented) {
      veil.hidden = true;
      return hover(null);
    }
    event.preventDefault();
    const row = rowAt(event.target);
    hover(row);
    veil.hidden = row !== null;
  }, options);
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget !== null) return;
    veil.hidden = true;
    hover(null);
  }, options);
  window.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    veil.hidden = true;
    hover(null);
    if (event.defaultPrevented) return;
    // Without this the browser would leave the page for the file.
    event.preventDefault();
    void take([...event.dataTransfer!.files], targetOf(rowAt(event.target)));
  }, options);
  window.addEventListener('paste', (event) => {
    const files = [...event.clipboardData?.files ?? []];
    // Text with a picture of itself, as spreadsheets copy it, is text where there is a field for it.
    if (files.length === 0 || isField(event.target)) return;
    event.preventDefault();
    void take(files);
  }, options);
  return () => {
    listening.abort();
    veil.remove();
  };
};
