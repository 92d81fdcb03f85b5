// How pieces hang together by their inputs: which must be painted before which, and which connections would close a
// circle. Delayed connections see the frame before, so they bind nobody.

import type { Source, Sources } from './sources.ts';

/** What the order of pieces depends on. */
export interface Link { readonly id: string; readonly inputs?: Sources }
interface Linked { readonly pieces: readonly Link[] }

/** Ids of the pieces whose picture of the same moment a piece shows. */
const before = ({ inputs = {} }: Link): string[] =>
  Object.values(inputs).flatMap((source) => (source.from === 'piece' && !source.delayed ? [source.piece] : []));

/** Pieces so that each comes behind those it shows, else in the order given. A circle, which no parsed recipe has, stays as it lies. */
export const chainOrder = <P extends Link>(pieces: readonly P[]): readonly P[] => {
  const byId = new Map(pieces.map((piece) => [piece.id, piece]));
  const placed = new Set<P>(), open = new Set<P>();
  const place = (piece: P): void => {
    if (placed.has(piece) || open.has(piece)) return;
    open.add(piece);
    for (const id of before(piece)) {
      const other = byId.get(id);
      if (other) place(other);
    }
    open.delete(piece);
    placed.add(piece);
  };
  pieces.forEach(place);
  return [...placed];
};

/** Ids of the pieces in `shown`, and of all that they are painted from, delayed or not. */
export const withSources = (pieces: readonly Link[], shown: ReadonlySet<string>): ReadonlySet<string> => {
  const byId = new Map(pieces.map((piece) => [piece.id, piece])), all = new Set(shown);
  // A set that grows while it is gone through is gone through to its end.
  for (const id of all) for (const source of Object.values(byId.get(id)?.inputs ?? {})) if (source.from === 'piece') all.add(source.piece);
  return all;
};

/** The way from one piece along the flow to another, both ends named; undefined where there is none. */
const way = (pieces: readonly Link[], from: string, to: string): readonly string[] | undefined => {
  const ways: string[][] = [[from]], seen = new Set([from]);
  for (const path of ways) {
    const last = path.at(-1)!;
    if (last === to) return path;
    for (const piece of pieces) {
      if (seen.has(piece.id) || !before(piece).includes(last)) continue;
      seen.add(piece.id);
      ways.push([...path, piece.id]);
    }
  }
  return undefined;
};

/** The circle that a connection of `source` to an input of `piece` would close, as `a -> b -> a`; '' where it closes none. */
const circle = ({ pieces }: Linked, piece: string, source: Source): string => {
  if (source.from !== 'piece' || source.delayed) return '';
  const path = way(pieces, piece, source.piece);
  return path ? [...path, piece].join(' -> ') : '';
};

/** Whether a connection of `source` to an input of `piece` would close a circle. */
export const closes = (recipe: Linked, piece: string, source: Source): boolean => circle(recipe, piece, source) !== '';

/** Why `source` cannot flow into `piece`, as a sentence; '' where it can. */
export const refusal = (recipe: Linked, piece: string, source: Source): string => {
  if (source.from === 'piece' && !recipe.pieces.some(({ id }) => id === source.piece)) return `There is no piece "${source.piece}" to connect.`;
  const round = circle(recipe, piece, source);
  return round && `${round} would go in a circle; to close it all the same, let ${piece} see the frame before instead.`;
};
