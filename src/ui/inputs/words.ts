// What flows into a piece, in the few words that rows, chains and choosers share.

import type { OutsideSource, Source } from '../../core/sources.ts';
import { sentence } from '../bindings.ts';
import type { PanelHost } from '../host.ts';
import { pieceOf } from '../piece-edits.ts';
import { titleOf } from '../titles.ts';

/** How a delay of one frame is said. */
export const LATER = 'one frame later';

/** `landscapes/valley-01.jpg` -> `Valley 1`, for a photograph that the shelf does not know, or not yet. */
const nameOfStill = (still: string): string => sentence(still.replace(/^.*\//, '').replace(/\.[a-z]+$/i, '').replace(/[-_]+/g, ' ').replace(/\b0+(?=\d)/g, ''));

const outsideWords = ({ sources }: Pick<PanelHost, 'sources'>, source: OutsideSource): string => {
  switch (source.from) {
    case 'image': case 'video': return source.name;
    case 'still': return sources.stills.find(({ still }) => still === source.still)?.title ?? nameOfStill(source.still);
    case 'webcam': return 'Camera';
    case 'screen': return 'Screen';
    case 'drawing': return 'Drawing';
  }
};

/** The name of what a source is, without its delay. */
export const sourceName = (host: Pick<PanelHost, 'document' | 'registry' | 'sources'>, source: Source | undefined): string => {
  if (!source) return 'Nothing';
  if (source.from !== 'piece') return outsideWords(host, source);
  const piece = pieceOf(host.document.recipe, source.piece);
  return piece ? titleOf(host, piece) : 'A piece that is gone';
};

export const sourceWords = (host: Pick<PanelHost, 'document' | 'registry' | 'sources'>, source: Source | undefined): string =>
  `${sourceName(host, source)}${source?.from === 'piece' && source.delayed ? `, ${LATER}` : ''}`;
