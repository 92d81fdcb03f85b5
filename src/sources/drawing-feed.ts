// What was drawn with the pointer, as a feed. Every stroke of the pen is another source, so a sheet is painted at once,
// and taken over from the one before.

import { readDrawing } from '../core/drawing.ts';
import { paintDrawing } from '../core/drawing-paint.ts';
import type { Feed } from '../engine/feeds.ts';
import { emptyFeed, showPicture } from './growing.ts';

/** Pixels of the sheet's side. */
export const SHEET_SIDE = 768;
/** Sheets that wait for the next drawing: the one before is still open when the next is opened. */
const MOST_SPARE = 2;

/** Opens drawings by their text, which may be anything. */
export const createDrawings = (): ((text: string) => Feed) => {
  const spare: OffscreenCanvas[] = [];
  return (text) => {
    const canvas = spare.pop() ?? new OffscreenCanvas(SHEET_SIDE, SHEET_SIDE);
    let gone = false;
    const feed = emptyFeed(() => {
      if (!gone && spare.length < MOST_SPARE) spare.push(canvas);
      gone = true;
      feed.picture = undefined;
    });
    const { drawing, problem } = readDrawing(text);
    paintDrawing(canvas.getContext('2d', { alpha: false })!, SHEET_SIDE, SHEET_SIDE, drawing);
    showPicture(feed, canvas, SHEET_SIDE, SHEET_SIDE);
    if (problem) feed.problem = 'Not all of the drawing could be read; what could be is shown.';
    return feed;
  };
};
