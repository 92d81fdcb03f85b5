// The pad: a sheet to draw on with the pointer. The left button or a pen draws in the chosen colour, the right button, Alt
// or the pen's other end erases; one stroke is one step of undo, and it goes into the recipe while the pointer moves.

import { beginStroke, drawingText, extendStroke, readDrawing, type Drawing } from '../../core/drawing.ts';
import { paintDrawing, paintStroke } from '../../core/drawing-paint.ts';
import { element } from '../elements.ts';
import type { PanelHost } from '../host.ts';
import { createPadTools } from './pad-tools.ts';

export interface Pad {
  readonly element: HTMLElement;
  /** Shows a drawing that came from elsewhere: undo, a link. */
  show(text: string): void;
}

/** Pixels of the sheet's side: twice those of the page, for dense screens. */
const SIDE = 568;

/** `change` is told the text of the drawing; `last` is false while the pointer is down. */
export const createPad = (host: PanelHost, label: string, change: (text: string, last: boolean) => void): Pad => {
  const canvas = element('canvas', { width: String(SIDE), height: String(SIDE), role: 'img' }), sheet = canvas.getContext('2d')!;
  const paper = element('div', { class: 'dl-sheet', tabindex: '0', role: 'group', 'aria-label': `Sheet of ${label}`, title: 'Draw; the right button or Alt erases. U takes a stroke back, Delete clears, E turns the eraser on and off, [ and ] change the brush' }, canvas);
  /** The strokes before the one under the pen, so that only that is painted anew. */
  const ground = element('canvas', { width: String(SIDE), height: String(SIDE) }).getContext('2d')!;
  let drawing: Drawing = readDrawing('').drawing, text: string | undefined, pen: number | undefined;

  const paint = (): void => paintDrawing(sheet, SIDE, SIDE, drawing);
  const say = (): void => {
    const empty = drawing.strokes.length === 0;
    canvas.setAttribute('aria-label', `${label}: ${empty ? 'empty' : 'drawn on'}`);
    root.toggleAttribute('data-plain', empty);
    tools.show({ empty, canUndo: host.document.canUndo });
  };
  const send = (last: boolean): void => {
    text = drawingText(drawing);
    change(text, last);
    say();
  };
  const clear = (): void => {
    if (drawing.strokes.length === 0) return;
    drawing = { ...drawing, strokes: [] };
    paint();
    send(true);
  };
  const tools = createPadTools({ undo: () => host.document.undo(), clear });
  const root = element('div', { class: 'dl-drawing' }, paper, tools.element);

  const at = ({ clientX, clientY }: MouseEvent): readonly [x: number, y: number] => {
    const { left, top, width, height } = canvas.getBoundingClientRect();
    const share = (x: number): number => Math.min(1, Math.max(0, x));
    return [share((clientX - left) / width), share((clientY - top) / height)];
  };
  const follow = (event: PointerEvent): void => {
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length > 0 ? between : [event]) drawing = extendStroke(drawing, ...at(each));
    sheet.drawImage(ground.canvas, 0, 0);
    paintStroke(sheet, SIDE, SIDE, drawing.strokes.at(-1)!, drawing.paper);
    send(false);
  };
  paper.addEventListener('pointerdown', (event) => {
    if (pen !== undefined || ![0, 2, 5].includes(event.button)) return;
    event.preventDefault();
    paper.focus({ preventScroll: true });
    const erases = event.button !== 0 || event.altKey || tools.erases;
    const begun = beginStroke(drawing, tools.size, erases ? null : tools.colour, ...at(event));
    if (begun === drawing) return host.notices.add('drawing', 'The sheet holds no more strokes: take some back, or clear it.');
    host.notices.remove('drawing');
    paper.setPointerCapture(event.pointerId);
    pen = event.pointerId;
    ground.drawImage(canvas, 0, 0);
    drawing = begun;
    follow(event);
  });
  paper.addEventListener('pointermove', (event) => { if (pen === event.pointerId) follow(event); });
  const end = (event: PointerEvent): void => {
    if (pen !== event.pointerId) return;
    pen = undefined;
    send(true);
  };
  paper.addEventListener('pointerup', end);
  paper.addEventListener('pointercancel', end);
  paper.addEventListener('contextmenu', (event) => event.preventDefault());
  paper.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Delete' || event.key === 'Backspace') clear();
    else if (!tools.press(event.key)) return;
    event.preventDefault();
  });

  return {
    element: root,
    show(next) {
      // The pen's own words come back while it draws.
      if (next === text) return say();
      text = next;
      pen = undefined;
      drawing = readDrawing(next).drawing;
      paint();
      say();
    },
  };
};
