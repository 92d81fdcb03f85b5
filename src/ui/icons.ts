// The panel's icons: strokes on a 16 x 16 grid in the colour of the text.

import { svg } from './svg.ts';

const STROKES = {
  play: 'M5 3.2v9.6L12.6 8z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  step: 'M4 3.6v8.8L10 8zM12.2 3.6v8.8',
  undo: 'M6 3.2 3 6.2l3 3M3.2 6.2H9a3.4 3.4 0 0 1 0 6.8H6.2',
  redo: 'M10 3.2l3 3-3 3M12.8 6.2H7a3.4 3.4 0 0 0 0 6.8h2.8',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2-2a2.6 2.6 0 0 0-3.7-3.7l-.7.7M9.2 6.8a2.6 2.6 0 0 0-3.7 0l-2 2a2.6 2.6 0 0 0 3.7 3.7l.7-.7',
  still: 'M2.6 5h2.6l1-1.6h3.6l1 1.6h2.6v7.6H2.6zM8 10.8a2.1 2.1 0 1 0 0-4.2 2.1 2.1 0 0 0 0 4.2z',
  keys: 'M6 6.2a2 2 0 1 1 2.9 1.9c-.6.3-.9.7-.9 1.4M8 11.9v.2',
  close: 'M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6',
  save: 'M8 2.8v7M5 7.2l3 3 3-3M3 13h10',
  previous: 'M9.8 3.8 5.6 8l4.2 4.2',
  copy: 'M5.8 5.8V3h7.2v7.2h-2.8M3 5.8h7.2V13H3z',
  done: 'M3.2 8.6l3.2 3.2 6.4-7',
  rename: 'M3.2 12.8l.6-2.6 6.6-6.6 2 2-6.6 6.6zM9.2 4.8l2 2',
  star: 'M8 2.6l1.65 3.5 3.75.5-2.75 2.6.7 3.8L8 11.1 4.65 13l.7-3.8L2.6 6.6l3.75-.5z',
  nothing: 'M8 13.2A5.2 5.2 0 1 0 8 2.8a5.2 5.2 0 0 0 0 10.4zM4.4 11.6l7.2-7.2',
  file: 'M4 2.8h5l3.2 3.2v7.2H4zM9 2.8V6h3.2',
  open: 'M2.8 12.6V4h3.6l1.4 1.6h5.4v7z',
  piece: 'M2.8 3.4h10.4v9.2H2.8zM5 5.6h6v4.8H5z',
  picture: 'M2.8 3.4h10.4v9.2H2.8zM2.8 11l3-3 2.4 2.2 2.4-3 2.6 3M6 6.6v.1',
  film: 'M2.8 3.4h10.4v9.2H2.8zM6.8 6v4l3.2-2z',
  camera: 'M2.4 4.8h7.2v6.4H2.4zM9.6 7.2l4-1.8v5.2l-4-1.8z',
  screen: 'M2.4 3.6h11.2v7.2H2.4zM5.6 13h4.8M8 10.8V13',
  eraser: 'M8.8 3.2l4 4-5.6 5.6H4.6L2.8 11zM5.6 6.4l4 4',
  alarm: 'M8 2.6l6 10.4H2zM8 6.4v3.4M8 11.5v.1',
  again: 'M12.4 9.6A4.7 4.7 0 1 1 12 5.4M12.3 2.6v3h-3',
  first: 'M4 3.6v8.8M12 3.6v8.8L5.8 8z',
  next: 'M6.2 3.8 10.4 8l-4.2 4.2',
} as const;

export type IconName = keyof typeof STROKES;

export const icon = (name: IconName): SVGSVGElement => svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true' }, svg('path', { d: STROKES[name] }));
