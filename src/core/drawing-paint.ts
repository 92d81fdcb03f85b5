// A drawing painted on a sheet: smooth round strokes over the paper's colour. It knows the few verbs of a 2D context that
// it needs, so that the pad of the panel and a sheet off screen are painted alike.

import type { Drawing, Stroke } from './drawing.ts';

/** A 2D context, of a canvas in the page or off screen. */
export type Sheet = Pick<CanvasRenderingContext2D, 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'lineJoin' | 'fillRect' | 'beginPath' | 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'arc' | 'stroke' | 'fill'>;

/** Fills the sheet of `width` x `height` pixels with the paper's colour. */
export const paintPaper = (sheet: Sheet, width: number, height: number, { paper }: Pick<Drawing, 'paper'>): void => {
  sheet.fillStyle = paper;
  sheet.fillRect(0, 0, width, height);
};

/** Paints one stroke; the eraser paints in the paper's colour. */
export const paintStroke = (sheet: Sheet, width: number, height: number, { size, colour, points }: Stroke, paper: string): void => {
  const thick = Math.max(1, size * Math.min(width, height));
  const x = (i: number): number => points[2 * i]! * width, y = (i: number): number => points[2 * i + 1]! * height;
  const count = Math.floor(points.length / 2), last = count - 1;
  if (count === 0) return;
  sheet.fillStyle = sheet.strokeStyle = colour ?? paper;
  sheet.beginPath();
  // A canvas does not draw a line without a length.
  if (points.every((at, i) => at === points[i % 2])) {
    sheet.arc(x(0), y(0), thick / 2, 0, 2 * Math.PI);
    sheet.fill();
    return;
  }
  sheet.lineWidth = thick;
  sheet.lineCap = sheet.lineJoin = 'round';
  sheet.moveTo(x(0), y(0));
  // Through the middles of the pointer's steps, bent toward each place it was at: no corners.
  for (let i = 1; i < last; i++) sheet.quadraticCurveTo(x(i), y(i), (x(i) + x(i + 1)) / 2, (y(i) + y(i + 1)) / 2);
  sheet.lineTo(x(last), y(last));
  sheet.stroke();
};

/** Paints the whole drawing. */
export const paintDrawing = (sheet: Sheet, width: number, height: number, drawing: Drawing): void => {
  paintPaper(sheet, width, height, drawing);
  for (const stroke of drawing.strokes) paintStroke(sheet, width, height, stroke, drawing.paper);
};
