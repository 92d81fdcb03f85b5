// The Wasserstein-1 (earth mover's) distance where it is cheap: exactly on a line, as the mean over lines through many
// dimensions (sliced: Rabin et al. 2011; Bonneel et al. 2015), and as a Lipschitz critic sees it (Arjovsky et al. 2017). In the
// plane assignment.ts has it exactly and sinkhorn.ts for larger sets.

import { badArgument } from '../../core/errors.ts';
import type { Random } from '../../core/random.ts';
import { checkPair, type Features } from './features.ts';

/** The integral of |F_a - F_b| over two sorted lists of any lengths. */
const betweenSorted = (a: Float64Array, b: Float64Array): number => {
  let i = 0, j = 0, sum = 0, place = Math.min(a[0]!, b[0]!);
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    sum += Math.abs(i / a.length - j / b.length) * (next - place);
    place = next;
    if (a[i] === place) i++;
    if (b[j] === place) j++;
  }
  return sum;
};

/** W1 of samples on a line, which may differ in number; the mean of |sorted a - sorted b| where they do not. */
export const wassersteinLine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length === 0 || b.length === 0) throw badArgument('The Wasserstein distance needs at least one point on each side.');
  return betweenSorted(Float64Array.from(a).sort(), Float64Array.from(b).sort());
};

/** `[size]`: a direction, evenly over the sphere. */
const direction = (size: number, source: Random): Float64Array => {
  for (;;) {
    const v = Float64Array.from({ length: size }, () => source.normal());
    const length = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    if (length > 1e-9) return v.map((x) => x / length);
  }
};

const along = ({ data, count, size }: Features, v: Float64Array): Float64Array => {
  const places = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += data[i * size + k]! * v[k]!;
    places[i] = sum;
  }
  return places.sort();
};

/** Mean W1 over `directions` random lines. In d dimensions a shift by s gives s E|u_1| (about s sqrt(2 / (pi d))), not s. */
export const slicedWasserstein = (a: Features, b: Features, source: Random, directions = 128): number => {
  checkPair('The points', a, 'the others', b);
  let sum = 0;
  for (let line = 0; line < directions; line++) {
    const v = direction(a.size, source);
    sum += betweenSorted(along(a, v), along(b, v));
  }
  return sum / directions;
};

const meanOfList = (list: ArrayLike<number>): number => Array.from(list).reduce((sum, x) => sum + x, 0) / list.length;

/** A critic's estimate, E f(real) - E f(generated), over the slope that f keeps to: a lower bound of W1 that the best critic reaches. */
export const wassersteinFromCritic = (realScores: ArrayLike<number>, generatedScores: ArrayLike<number>, slope = 1): number =>
  (meanOfList(realScores) - meanOfList(generatedScores)) / slope;
