// A small picture of a source: its own where it has one, else a sign of what it is. What is drawn is painted here, so that
// it follows the pen, and a piece is seen live; everything else is asked of the shelf, once.

import { readDrawing } from '../../core/drawing.ts';
import { paintDrawing } from '../../core/drawing-paint.ts';
import { same } from '../../core/params.ts';
import type { OutsideSource, Source } from '../../core/sources.ts';
import { element } from '../elements.ts';
import type { Glimpse, PanelHost } from '../host.ts';
import { icon, type IconName } from '../icons.ts';

export interface Thumb {
  readonly element: HTMLElement;
  /** Resolves when its picture is there, or it is known that there is none. */
  show(source: Source | undefined): Promise<void>;
  /** A piece goes on painting, a drawing on growing. */
  update(): void;
  /** It can no longer be seen, or is done with; the next `show` or `update` begins anew. */
  rest(): void;
}

/** Pixels of a drawing's side: twice those of the page, for dense screens. */
const SIDE = 88;

const SIGNS: Readonly<Record<Source['from'], IconName>> = { piece: 'piece', image: 'picture', still: 'picture', video: 'film', webcam: 'camera', screen: 'screen', drawing: 'rename' };

const draw = (canvas: HTMLCanvasElement, text: string): void => paintDrawing(canvas.getContext('2d')!, SIDE, SIDE, readDrawing(text).drawing);

export const createThumb = (host: Pick<PanelHost, 'sources' | 'glimpse'>): Thumb => {
  const root = element('span', { class: 'dl-thumb', 'aria-hidden': 'true' });
  let shown: Source | undefined, made = false, glimpse: Glimpse | undefined;
  /** The sheet, and whether there is more on it by now: a pen is faster than anyone looks here. */
  let sheet: HTMLCanvasElement | undefined, stale = false;
  const sign = (source: Source | undefined): void => root.replaceChildren(icon(source ? SIGNS[source.from] : 'nothing'));
  const ask = async (source: OutsideSource): Promise<void> => {
    // A preview that cannot be had leaves the sign; why there is no picture is said beside it.
    const address = await host.sources.preview(source).catch(() => undefined);
    if (address === undefined || shown !== source) return;
    const picture = element('img', { src: address, alt: '', draggable: 'false' });
    picture.addEventListener('error', () => { if (shown === source) sign(source); });
    root.replaceChildren(picture);
  };
  const update = (): void => {
    if (stale && sheet && shown?.from === 'drawing') draw(sheet, shown.drawing);
    stale = false;
    if (shown?.from !== 'piece' || !root.checkVisibility()) return;
    try {
      glimpse ??= host.glimpse(shown.piece);
    } catch {
      // A browser that gives no canvas for it: the sign stays.
      return;
    }
    if (glimpse.update() && !glimpse.canvas.isConnected) root.replaceChildren(glimpse.canvas);
  };
  const rest = (): void => {
    if (!glimpse) return;
    glimpse.dispose();
    glimpse = undefined;
    sign(shown);
  };
  return {
    element: root, update, rest,
    async show(source) {
      if (made && same(source, shown)) return;
      rest();
      made = true;
      shown = source;
      stale = source?.from === 'drawing' && sheet !== undefined;
      if (stale) return;
      sheet = undefined;
      if (source?.from === 'drawing') {
        sheet = element('canvas', { width: String(SIDE), height: String(SIDE) });
        draw(sheet, source.drawing);
        return root.replaceChildren(sheet);
      }
      sign(source);
      if (source?.from === 'piece') update();
      else if (source) await ask(source);
    },
  };
};
