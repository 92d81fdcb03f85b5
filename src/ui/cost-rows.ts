// Rows of the cost table: one per piece, and under a piece that was opened, one per stage of its pictures.

import type { PieceStats, StageStats } from '../engine/stats.ts';
import { element } from './elements.ts';
import { figure, megabytes, scaled } from './quantities.ts';

const COLUMNS: readonly (readonly [name: string, hint: string])[] = [
  ['Piece', 'A click shows the stages of its pictures, and what it holds on the device'],
  ['ms', 'Milliseconds of GPU time for one picture: the median'],
  ['p95', 'The same, of which 95 of 100 pictures stay below'],
  ['FLOP', 'Floating-point operations of one picture'],
  ['FLOP/s', 'What the device achieves of them in a second'],
  ['Level', 'Quality: the share of the side that is computed'],
  ['Age', 'Frames since the picture was painted'],
];

/** Stages that are listed, the dearest of them. */
const MOST_STAGES = 12;
const LEVELS: Readonly<Record<string, string>> = { full: 'full', half: '½', quarter: '¼' };

/** Operations a second, from milliseconds. */
const speed = (flops: number, milliseconds: number): string => scaled(milliseconds > 0 ? (1000 * flops) / milliseconds : 0);

const pieceCells = ({ id, median, p95, gpuMs, flops, level, age, state }: PieceStats): string[] => {
  const milliseconds = median || gpuMs;
  return [id, figure(milliseconds), figure(p95), scaled(flops), speed(flops, milliseconds), state === 'running' ? LEVELS[level] ?? level : state, String(age)];
};
const stageCells = ({ label, median, p95, flops }: StageStats): string[] => [label, figure(median), figure(p95), scaled(flops), speed(flops, median), '', ''];
/** What a piece holds, in words, under its stages. */
const heldText = ({ textures, buffers, tensors, bytes }: PieceStats): string => `holds ${textures} textures, ${buffers} buffers, ${tensors} tensors: ${megabytes(bytes)}`;

/** The dearest stages, in the order of painting. */
const listed = (stages: readonly StageStats[]): readonly StageStats[] => {
  const dearest = new Set([...stages].sort((a, b) => b.median - a.median || b.flops - a.flops).slice(0, MOST_STAGES));
  return stages.filter((stage) => dearest.has(stage));
};

interface Line { readonly key: string; readonly cells: readonly string[]; readonly piece: PieceStats; readonly stage: boolean }

export interface CostRows {
  readonly element: HTMLElement;
  show(pieces: readonly PieceStats[]): void;
}

export const createCostRows = (): CostRows => {
  const open = new Set<string>(), body = element('tbody');
  const head = element('thead', {}, element('tr', {}, ...COLUMNS.map(([name, title]) => element('th', { scope: 'col', title }, name))));
  let shown: readonly PieceStats[] = [], rows: { readonly key: string; readonly cells: readonly HTMLElement[]; readonly row: HTMLElement }[] = [];

  const toggle = (id: string): void => {
    if (!open.delete(id)) open.add(id);
    show(shown);
  };
  const makeRow = ({ key, cells, piece: { id }, stage }: Line): (typeof rows)[number] => {
    const texts = cells.map((_, i) => (i === 0 && !stage ? element('button', { type: 'button' }) : element('span')));
    if (!stage) texts[0]!.addEventListener('click', () => toggle(id));
    return { key, cells: texts, row: element('tr', stage ? { 'data-stage': '' } : {}, ...texts.map((text) => element('td', cells.length === 1 ? { colspan: String(COLUMNS.length) } : {}, text))) };
  };
  const show = (pieces: readonly PieceStats[]): void => {
    shown = pieces;
    const lines = pieces.flatMap((piece): Line[] => [
      { key: piece.id, cells: pieceCells(piece), piece, stage: false },
      ...(open.has(piece.id) ? [
        ...listed(piece.stages).map((stage): Line => ({ key: `${piece.id}\n${stage.label}`, cells: stageCells(stage), piece, stage: true })),
        { key: `${piece.id}\n`, cells: [heldText(piece)], piece, stage: true },
      ] : []),
    ]);
    if (lines.map(({ key }) => key).join('\t') !== rows.map(({ key }) => key).join('\t')) {
      const known = new Map(rows.map((row) => [row.key, row]));
      rows = lines.map((line) => known.get(line.key) ?? makeRow(line));
      body.replaceChildren(...rows.map(({ row }) => row));
    }
    for (const [i, { cells, piece, stage }] of lines.entries()) {
      const { cells: texts, row } = rows[i]!;
      for (const [column, text] of cells.entries()) if (texts[column]!.textContent !== text) texts[column]!.textContent = text;
      texts[0]!.title = cells[0]!;
      row.dataset['state'] = piece.state;
      if (!stage) texts[0]!.setAttribute('aria-expanded', String(open.has(piece.id)));
    }
  };
  return { element: element('table', {}, head, body), show };
};
