// Where the pictures of a sample wall lie: rows of square cells with a margin between them. Pure arithmetic; the canvas is
// painted by the engine and clicked by the panel.

export interface SampleGrid {
  readonly columns: number;
  readonly rows: number;
  /** Pixels of a cell's side. */
  readonly side: number;
}

/** Pixels between two cells. */
const CELL_MARGIN = 2;

/** Linear light of what lies between and behind the cells. */
export const WALL_GROUND = [.006, .006, .008] as const;

const span = (count: number, side: number): number => count * side + (count - 1) * CELL_MARGIN;

/** Pixels of the whole wall. */
export const wallSize = ({ columns, rows, side }: SampleGrid): readonly [width: number, height: number] => [span(columns, side), span(rows, side)];

/** Left and top of a cell, in pixels of the wall; cells are numbered row by row from 0. */
export const cellCorner = ({ columns, side }: SampleGrid, cell: number): readonly [x: number, y: number] =>
  [(cell % columns) * (side + CELL_MARGIN), Math.floor(cell / columns) * (side + CELL_MARGIN)];
