// What the arena tells of itself: what it is made of, and figures that move.

import type { Reading } from '#api';
import { BATCH, looksAhead, NOISE, SEEN, WIDTH } from './arena.ts';
import { isPair } from './data.ts';
import { isWasserstein, needsCritic } from './losses.ts';
import { pairJs, pairW } from './pair.ts';
import { SHOWN, type Rounds, type Schedule } from './rounds.ts';

/** With so many hidden layers. */
export const aboutOf = (layers: number): readonly Reading[] => [
  { label: 'generator', value: `${NOISE} numbers of noise, ${layers} layers of ${WIDTH}, a place` },
  { label: 'critic', value: `a place and how crowded it is, ${layers} layers of ${WIDTH}, a score; ${SEEN} numbers in` },
  { label: 'learning', value: `Adam, ${BATCH} points a side, on the processor in double precision` },
  { label: 'unrolled', value: 'through Adam and the second derivatives of the critic’s loss, on one batch' },
  { label: 'figures', value: `of ${SHOWN} points a side` },
];

const nats = (js: number): string => `${js.toFixed(3)} of ${Math.LN2.toFixed(3)} nats`;

/** What the critic's loss says of how far the two sides differ. */
const seenBy = ({ game, arena: { criticLoss: lost, slope } }: Rounds): Reading | undefined => {
  if (game.loss === 'least squares') return undefined;
  if (!isWasserstein(game.loss)) return { label: 'JS as the critic sees it', value: nats(Math.min(Math.LN2, Math.max(0, Math.LN2 - lost / 2))) };
  return game.loss === 'wasserstein penalty' ? { label: 'slope of the critic', value: `${slope.toFixed(2)}, should be 1` } : undefined;
};

const differences = ({ figures }: Rounds, now: Schedule): readonly Reading[] => {
  const pair = isPair(now.data), x = now.q[0] - now.p[0], y = now.q[1] - now.p[1];
  return [
    { label: 'Jensen-Shannon', value: nats(isPair(now.data) ? pairJs(now.data, x, y, now.spread) : figures.js) },
    { label: 'Wasserstein', value: pair ? `${pairW(x, y).toFixed(3)}, exactly the distance` : `${figures.w.toFixed(3)} (sliced)` },
  ];
};

/** Nothing before the first picture. */
export const readingsOf = (rounds: Rounds, now: Schedule | undefined): readonly Reading[] => {
  if (!now) return [];
  const { figures, arena } = rounds, seen = seenBy(rounds), names = now.data === 'roll' ? 'stretches of the roll' : 'modes';
  return [
    ...(figures.places > 0 ? [
      { label: 'generator', value: figures.collapsed ? 'COLLAPSED: turn on a switch of "mend it"' : 'sound' },
      { label: names, value: `${figures.modes} of ${figures.places}, spread over ${figures.spread.toFixed(1)}` },
      { label: 'clean points', value: `${Math.round(100 * figures.quality)} %` },
    ] : []),
    ...differences(rounds, now),
    ...(seen ? [seen] : []),
    ...(!needsCritic(rounds.game.loss) && !isPair(now.data) ? [{ label: 'candidates that nobody chose', value: `${Math.round(100 * arena.unchosen)} %` }] : []),
    ...(looksAhead(rounds.game) ? [{ label: 'generator looks ahead', value: `${rounds.game.unroll} updates of the critic` }] : []),
    { label: 'losses', value: `critic ${arena.criticLoss.toFixed(2)}${isPair(now.data) ? '' : `, generator ${arena.generatorLoss.toFixed(2)}`}` },
    { label: 'steps', value: `${arena.steps}` },
  ];
};
