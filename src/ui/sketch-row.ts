// The row of a sketch: a square to draw on. The left button or a pen draws, the right button, Alt or the pen's other
// end erases; one stroke is one step of undo. What is drawn goes into the recipe while the pointer moves.

import type { FolderApi } from 'tweakpane';
import { sketchInk, sketchOf, type SketchParam } from '#api';
import { accept } from '../core/params.ts';
import { sentence, type Change, type Row } from './bindings.ts';
import { addOwnRow, element, wordButton } from './elements.ts';
import { brushRadius, drawStroke, enlarged, type Drawing, type Touch } from './sketch-strokes.ts';

/** Pixels of the canvas along its longer side: twice those of the page, for dense screens. */
const SIDE = 364;
/** The eraser is wider than the pen by this. */
const RUBBER = 1.8;

interface Stroke { readonly pointer: number; readonly erases: boolean; last: Touch }

/** Puts the drawing on its canvas, in the canvas's CSS colour. */
const show = (canvas: HTMLCanvasElement, drawing: Drawing, scale: number): void => {
  const context = canvas.getContext('2d')!;
  const picture = context.createImageData(canvas.width, canvas.height);
  for (const [i, opacity] of enlarged(drawing, scale).entries()) picture.data[4 * i + 3] = 255 * opacity;
  context.putImageData(picture, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = getComputedStyle(canvas).color;
  context.fillRect(0, 0, canvas.width, canvas.height);
};

/** Adds the row of a sketch, as `addRow` adds the others. */
export const addSketchRow = (folder: FolderApi, param: SketchParam, name: string, label: string, start: unknown, change: Change): Row => {
  const { width, height } = param;
  const scale = Math.round(SIDE / Math.max(width, height));
  const title = sentence(label);
  const canvas = element('canvas', { width: String(width * scale), height: String(height * scale), role: 'img' });
  const paper = element('div', { class: 'dl-paper', title: 'Draw; the right button or Alt erases', style: `--aspect: ${width / height}` }, canvas);
  let drawing: Drawing = { width, height, ink: new Float32Array(width * height) };
  let stroke: Stroke | undefined;

  const paint = (text: string): void => {
    show(canvas, drawing, scale);
    row.toggleAttribute('data-plain', text === '');
    canvas.setAttribute('aria-label', `${title}: ${text === '' ? 'empty' : 'drawn on'}`);
  };
  const set = (state: unknown): void => {
    const text = accept(param, state).value as string;
    drawing = { width, height, ink: sketchInk(text, width, height) };
    paint(text);
  };
  const send = (last: boolean): void => {
    const text = sketchOf(drawing.ink);
    paint(text);
    change(text, last);
  };
  const touch = ({ clientX, clientY, pointerType, pressure }: PointerEvent, erases: boolean): Touch => {
    const box = canvas.getBoundingClientRect();
    // Half pressure is the plain brush, which is also what a mouse has.
    const press = pointerType === 'pen' ? .6 + .8 * pressure : 1;
    return { x: (width * (clientX - box.left)) / box.width, y: (height * (clientY - box.top)) / box.height, radius: brushRadius(width, height) * press * (erases ? RUBBER : 1) };
  };
  const follow = (event: PointerEvent, now: Stroke): void => {
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length > 0 ? between : [event]) {
      const next = touch(each, now.erases);
      drawStroke(drawing, now.last, next, now.erases);
      now.last = next;
    }
    send(false);
  };
  paper.addEventListener('pointerdown', (event) => {
    if (stroke || ![0, 2, 5].includes(event.button)) return;
    event.preventDefault();
    paper.setPointerCapture(event.pointerId);
    const erases = event.button !== 0 || event.altKey;
    stroke = { pointer: event.pointerId, erases, last: touch(event, erases) };
    follow(event, stroke);
  });
  paper.addEventListener('pointermove', (event) => { if (stroke?.pointer === event.pointerId) follow(event, stroke); });
  const end = (event: PointerEvent): void => {
    if (stroke?.pointer !== event.pointerId) return;
    stroke = undefined;
    send(true);
  };
  paper.addEventListener('pointerup', end);
  paper.addEventListener('pointercancel', end);
  paper.addEventListener('contextmenu', (event) => event.preventDefault());

  const clear = wordButton('Clear', 'An empty sheet', () => {
    set('');
    change('', true);
  });
  const row = addOwnRow(folder, { name, label: title, hint: param.hint }, paper, clear);
  set(start);
  return { element: row, show: set };
};
