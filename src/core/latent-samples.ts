// Points of a latent that a person samples, keeps and reckons with: those around another, the arithmetic of three groups
// and its neighbours, the way between two groups, and the state that rests at a point. Pure; pictures are the engine's.

import { BINS, type LatentParam, type LatentSample, type LatentState } from '#api';
import { drawPoint, latentAt, latentRange, middleAt, settled, thousandth } from './latent.ts';
import { FARTHEST } from './params.ts';
import { random, type Random } from './random.ts';

export type Point = readonly number[];

/** A point as recipes hold it: to a thousandth and without the zeros at its end. Shares are written out, since no share at all is the first category. */
export const rounded = ({ distribution }: Pick<LatentParam, 'distribution'>, point: ArrayLike<number>): number[] => {
  const list = Array.from(point, thousandth);
  if (distribution !== 'categorical') while (list.at(-1) === 0) list.pop();
  return list;
};

const length = (point: ArrayLike<number>): number => Math.hypot(...Array.from(point));

/** Whether two points are the same as far as recipes tell points apart. */
export const samePoint = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  for (let i = 0; i < Math.max(a.length, b.length); i++) if (Math.abs((a[i] ?? 0) - (b[i] ?? 0)) > .0011) return false;
  return true;
};

/** `point` moved by noise of the prior's own kind, `spread` of it, `[dims]` before it is put into the set of the prior. */
const strayed = (param: LatentParam, point: ArrayLike<number>, spread: number, source: Random): Float32Array => {
  const { dims, distribution } = param, [low, high] = latentRange(param);
  const out = new Float32Array(dims), at = settled(param, point);
  if (distribution === 'categorical') {
    // A share of another category: some cells turn to it far, some a little.
    const share = Math.min(1, spread * source.uniform()), other = drawPoint(param, source.int(2 ** 32));
    return out.map((_none, i) => (1 - share) * at[i]! + share * other[i]!);
  }
  const noise = (): number => (distribution === 'uniform' ? (2 * source.uniform() - 1) * (high - low) / 2 : source.normal());
  return out.map((_none, i) => at[i]! + spread * noise());
};

/** No farther out than a draw of a normal prior is, or than `point` itself: pictures from beyond are garish. */
const within = ({ dims, distribution }: LatentParam, point: ArrayLike<number>, out: Float32Array): Float32Array => {
  const reach = Math.max(length(point), Math.sqrt(dims)), now = length(out);
  return distribution === 'normal' && now > reach ? out.map((x) => (x * reach) / now) : out;
};

/**
 * `count` points of the prior's set around `point`; cell `still` is the point itself. `spread` 0..1.5 says how far they
 * stray, in sigmas, in halves of a uniform range or in shares of another category; cell and seed alone say in which way.
 */
export const around = (param: LatentParam, point: ArrayLike<number>, spread: number, seed: number, count: number, still?: number): number[][] =>
  Array.from({ length: count }, (_none, cell) => rounded(param, cell === still ? settled(param, point)
    : settled(param, within(param, point, strayed(param, point, spread, random(seed, `cell ${cell}`))))));

/** The mean of points, `[dims]`; of none the origin. */
const mean = (param: LatentParam, points: readonly ArrayLike<number>[]): Float32Array => {
  const out = new Float32Array(param.dims);
  for (const point of points) for (const [i, x] of settled(param, point).entries()) out[i]! += x / points.length;
  return out;
};

/** What lies in each bin of the arithmetic desk. */
export type Bins = Readonly<Record<(typeof BINS)[number], readonly Point[]>>;

export const binsOf = (saved: readonly LatentSample[]): Bins =>
  Object.fromEntries(BINS.map((bin) => [bin, saved.filter((one) => one.bin === bin).map(({ point }) => point)])) as unknown as Bins;

/** In the set of the prior; a uniform one ends at its borders, where a fold would turn the sum's sense around. */
const ended = (param: LatentParam, point: Float32Array): Float32Array => {
  const [low, high] = latentRange(param);
  return settled(param, param.distribution === 'uniform' ? point.map((x) => Math.min(high, Math.max(low, x))) : point);
};

/** Mean of A less the mean of B and the mean of C (Radford, Metz and Chintala 2016, section 6.3.2); undefined where all are empty. */
export const arithmetic = (param: LatentParam, { a, b, c }: Bins): number[] | undefined => {
  if (a.length + b.length + c.length === 0) return undefined;
  const from = mean(param, a), less = mean(param, b), more = mean(param, c);
  return rounded(param, ended(param, from.map((x, i) => x - less[i]! + more[i]!)));
};

/** Noise of a result's neighbours: as the paper has it for a uniform prior, and a quarter of a sigma elsewhere. */
const NEARBY = .25;

/** A result in the middle of its eight neighbours, row by row. */
export const neighbours = (param: LatentParam, result: Point, seed: number): number[][] => Array.from({ length: 9 }, (_none, cell) => {
  if (cell === 4) return rounded(param, settled(param, result));
  const source = random(seed, `neighbour ${cell}`);
  if (param.distribution !== 'uniform') return rounded(param, settled(param, strayed(param, result, NEARBY, source)));
  return rounded(param, ended(param, settled(param, result).map((x) => x + NEARBY * (2 * source.uniform() - 1))));
});

/** The way from the mean of `from` to the mean of `to`: what one unit of a direction is. Undefined where there is no way. */
export const wayBetween = (param: LatentParam, to: readonly Point[], from: readonly Point[]): number[] | undefined => {
  if (to.length === 0 || from.length === 0) return undefined;
  const start = mean(param, from), way = Array.from(mean(param, to), (x, i) => thousandth(x - start[i]!));
  while (way.at(-1) === 0) way.pop();
  return way.length > 0 ? way : undefined;
};

/** Least truncation that leaves something to be led back from. */
const LEAST_PSI = .02;

/** The point that directions and truncation lead to `point`; undefined where none does that a recipe may hold. */
export const behind = (param: LatentParam, state: LatentState, point: ArrayLike<number>): number[] | undefined => {
  const { dims } = param, { psi, directions } = state;
  if (Math.abs(psi) < LEAST_PSI) return undefined;
  const at = settled(param, point);
  const found = Array.from({ length: dims }, (_none, i) => {
    const rest = psi === 1 ? 0 : middleAt(param, state, i);
    return rest + (at[i]! - rest) / psi - directions.reduce((sum, { vector, amount }) => sum + amount * (vector[i] ?? 0), 0);
  });
  return found.every((x) => Math.abs(x) <= FARTHEST) ? rounded(param, found) : undefined;
};

/** What an anchor looks like when the walk passes it, `[dims]`: moved along the directions and truncated. */
export const passed = (param: LatentParam, state: LatentState, anchor: Point): Float32Array =>
  latentAt(param, { ...state, anchors: [anchor], speed: 0, phase: 0 }, 0, new Float32Array(param.dims));

/**
 * The state that rests at `point`: its centre is there, and the walk strays no more until its radius is raised. Directions
 * and truncation stay where they are if some centre leads through them to the point; else they are let go.
 */
export const atPoint = (param: LatentParam, state: LatentState, point: ArrayLike<number>): LatentState => {
  const center = behind(param, state, point);
  const still = { ...state, radius: 0, anchors: [] };
  if (center) return { ...still, center };
  return { ...still, center: rounded(param, settled(param, point)), psi: 1, directions: state.directions.map((one) => ({ ...one, amount: 0 })) };
};
