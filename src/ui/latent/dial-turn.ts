// Places on a dial of categories, as pure functions: category i lies at turn i, the first at the top, clockwise, and
// the last neighbours the first. Between two neighbours both have a share.

/** Part of the way around a category, to both sides, in which a hand that is dragged rests on it alone. */
const REST = .12;

const around = (turn: number, count: number): number => ((turn % count) + count) % count;

/** Shares of the categories at a turn. */
export const sharesAt = (turn: number, count: number): number[] => {
  const at = around(turn, count), first = Math.floor(at) % count, part = at - Math.floor(at);
  const shares = new Array<number>(count).fill(0);
  shares[first]! += 1 - part;
  shares[(first + 1) % count]! += part;
  return shares;
};

/** Where a dragged hand comes to rest: near a category on it, in between evenly. */
export const rested = (turn: number): number => {
  const first = Math.floor(turn);
  return first + Math.min(1, Math.max(0, (turn - first - REST) / (1 - 2 * REST)));
};

/** The turn of shares: between two neighbours where there are no others, else at the largest. */
export const turnOf = (shares: ArrayLike<number>): number => {
  const list = Array.from(shares), count = list.length, most = list.indexOf(Math.max(...list));
  const held = list.flatMap((share, i) => (share > 1e-3 ? [i] : []));
  if (held.length !== 2) return most;
  const [a, b] = held as [number, number];
  if (b - a === 1) return a + list[b]! / (list[a]! + list[b]!);
  return count > 2 && a === 0 && b === count - 1 ? around(b + list[a]! / (list[a]! + list[b]!), count) : most;
};

/** The turn of a place, `x` to the right and `y` down from the middle. */
export const turnAt = (x: number, y: number, count: number): number => around((Math.atan2(x, -y) / (2 * Math.PI)) * count, count);

/** Where a category lies on the circle of radius 1: x to the right, y down. */
export const placeOf = (turn: number, count: number): readonly [x: number, y: number] => {
  const angle = (2 * Math.PI * turn) / count;
  return [Math.sin(angle), -Math.cos(angle)];
};

/** The middle of the categories, each weighed by its share: on the circle where there is one alone. */
export const middleOf = (shares: ArrayLike<number>): readonly [x: number, y: number] => {
  let x = 0, y = 0;
  for (let i = 0; i < shares.length; i++) {
    const [across, down] = placeOf(i, shares.length);
    x += shares[i]! * across;
    y += shares[i]! * down;
  }
  return [x, y];
};

/** A second category beside the one that has the largest share, half and half. */
export const halfAndHalf = (shares: ArrayLike<number>, second: number): number[] => {
  const list = Array.from(shares), first = list.indexOf(Math.max(...list));
  return list.map((_share, i) => (first === second ? Number(i === first) : i === first || i === second ? .5 : 0));
};

/** `3 · 60 %, 4 · 40 %`: what is said of shares. They sum to 100. */
export const sharesText = (shares: ArrayLike<number>, names: readonly string[]): string => {
  const list = Array.from(shares), percents = list.map((share) => Math.round(100 * share)), most = list.indexOf(Math.max(...list));
  percents[most] = 100 - percents.reduce((sum, x, i) => sum + (i === most ? 0 : x), 0);
  return percents.flatMap((percent, i) => (percent > 0 ? [percent === 100 ? names[i]! : `${names[i]!} · ${percent} %`] : [])).join(', ');
};
