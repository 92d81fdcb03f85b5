// Optimal transport with an entropy term that is annealed away (Cuturi 2013, "Sinkhorn Distances"; Schmitzer 2019 for the
// stabilised steps; Altschuler et al. 2017 for making a plan feasible). It ends where the cost of a feasible plan and the value of
// feasible prices differ by less than asked: the true cost lies between the two.

import { badArgument } from '../../core/errors.ts';
import { distanceMatrix } from './assignment.ts';
import { sharesOf } from './divergence.ts';
import { checkPair, type Features } from './features.ts';

export interface Transport {
  /** Cost of the plan: at least the true cost. */
  readonly cost: number;
  /** Value of the prices: at most the true cost. */
  readonly lower: number;
  /** `[n, m]`: how much goes from where to where; rows sum to the first shares, columns to the second. */
  readonly plan: Float64Array;
}

export interface SinkhornOptions {
  /** Greatest gap between cost and lower bound, as a share of the cost; .01. */
  readonly tolerance?: number;
  /** Halvings of the entropy's weight before it gives up and answers with the gap it has; 16. */
  readonly stages?: number;
  /** Steps at each weight; 200. */
  readonly steps?: number;
}

/** `out[i]` = -eps log sum_j exp((price_j - cost_ij) / eps) + eps log share_i, without overflow; `byRow` says which side i is. */
const reprice = (costs: Float64Array, shares: Float64Array, prices: Float64Array, eps: number, byRow: boolean, out: Float64Array): void => {
  const n = out.length, m = prices.length;
  for (let i = 0; i < n; i++) {
    const start = byRow ? i * m : i, stride = byRow ? 1 : n;
    let top = -Infinity, sum = 0;
    for (let j = 0; j < m; j++) top = Math.max(top, prices[j]! - costs[start + j * stride]!);
    for (let j = 0; j < m; j++) sum += Math.exp((prices[j]! - costs[start + j * stride]! - top) / eps);
    out[i] = eps * Math.log(shares[i]!) - top - eps * Math.log(sum);
  }
};

/** Prices that satisfy f_i + g_j <= cost_ij, made of g alone, and their value. */
const lowerBound = (costs: Float64Array, p: Float64Array, q: Float64Array, g: Float64Array): number => {
  const m = q.length;
  let value = q.reduce((sum, x, j) => sum + x * g[j]!, 0);
  for (let i = 0; i < p.length; i++) {
    let least = Infinity;
    for (let j = 0; j < m; j++) least = Math.min(least, costs[i * m + j]! - g[j]!);
    value += p[i]! * least;
  }
  return value;
};

const sums = (plan: Float64Array, n: number, m: number): readonly [Float64Array, Float64Array] => {
  const rows = new Float64Array(n), columns = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      rows[i]! += plan[i * m + j]!;
      columns[j]! += plan[i * m + j]!;
    }
  }
  return [rows, columns];
};

/** Scales rows and columns that hold too much, in place, and spreads what is missing evenly over what lacks it. */
const makeFeasible = (plan: Float64Array, p: Float64Array, q: Float64Array): void => {
  const n = p.length, m = q.length;
  const [rows] = sums(plan, n, m);
  for (let e = 0; e < plan.length; e++) plan[e]! *= Math.min(1, p[Math.floor(e / m)]! / (rows[Math.floor(e / m)]! || 1));
  const [, columns] = sums(plan, n, m);
  for (let e = 0; e < plan.length; e++) plan[e]! *= Math.min(1, q[e % m]! / (columns[e % m]! || 1));
  const [has, gets] = sums(plan, n, m);
  const lackRows = p.map((x, i) => Math.max(0, x - has[i]!)), lackColumns = q.map((x, j) => Math.max(0, x - gets[j]!));
  const lack = lackRows.reduce((sum, x) => sum + x, 0);
  if (lack > 0) for (let e = 0; e < plan.length; e++) plan[e]! += (lackRows[Math.floor(e / m)]! * lackColumns[e % m]!) / lack;
};

/** Scalings of a kernel `[n, m]` to the shares; one step costs two products with it and no exponentials. Answers them as changes of the prices. */
const scale = (kernel: Float64Array, p: Float64Array, q: Float64Array, steps: number): readonly [Float64Array, Float64Array] => {
  const n = p.length, m = q.length;
  const u = new Float64Array(n).fill(1), v = new Float64Array(m).fill(1), columns = new Float64Array(m);
  for (let step = 0; step < steps; step++) {
    columns.fill(0);
    let error = 0;
    for (let i = 0; i < n; i++) {
      let row = 0;
      for (let j = 0; j < m; j++) row += kernel[i * m + j]! * v[j]!;
      error += Math.abs(u[i]! * row - p[i]!);
      u[i] = p[i]! / (row || 1e-300);
      for (let j = 0; j < m; j++) columns[j]! += kernel[i * m + j]! * u[i]!;
    }
    for (let j = 0; j < m; j++) v[j] = q[j]! / (columns[j]! || 1e-300);
    if (step > 0 && error < 1e-4) break;
  }
  return [u, v];
};

/** Cheapest way to turn weights `p` `[n]` into `q` `[m]` (each scaled to sum to 1) at `costs` `[n, m]` >= 0; weights must be above 0. */
export const sinkhorn = (costs: Float64Array, p: ArrayLike<number>, q: ArrayLike<number>, { tolerance = .01, stages = 16, steps = 200 }: SinkhornOptions = {}): Transport => {
  const from = sharesOf(p), to = sharesOf(q), n = from.length, m = to.length;
  if (costs.length !== n * m) throw badArgument(`${n} by ${m} points need ${n * m} costs; got ${costs.length}.`);
  if (from.some((x) => x === 0) || to.some((x) => x === 0)) throw badArgument('Sinkhorn needs weights above 0; leave points without weight out.');
  const greatest = costs.reduce((top, x) => Math.max(top, x), 0);
  const f = new Float64Array(n), g = new Float64Array(m), plan = new Float64Array(n * m);
  let best: Transport = { cost: Infinity, lower: 0, plan };
  let eps = greatest / 4 || 1;
  for (let stage = 0; stage < stages; stage++, eps /= 2) {
    reprice(costs, from, g, eps, true, f);
    reprice(costs, to, f, eps, false, g);
    const kernel = costs.map((cost, e) => Math.exp((f[Math.floor(e / m)]! + g[e % m]! - cost) / eps));
    const [u, v] = scale(kernel, from, to, steps);
    for (let e = 0; e < kernel.length; e++) kernel[e]! *= u[Math.floor(e / m)]! * v[e % m]!;
    for (let i = 0; i < n; i++) f[i]! += eps * Math.log(u[i]!);
    for (let j = 0; j < m; j++) g[j]! += eps * Math.log(v[j]!);
    makeFeasible(kernel, from, to);
    const cost = kernel.reduce((sum, x, e) => sum + x * costs[e]!, 0);
    const lower = Math.max(best.lower, lowerBound(costs, from, to, g));
    best = cost < best.cost ? { cost, lower, plan: kernel } : { ...best, lower };
    if (best.cost - best.lower <= tolerance * best.cost || best.cost <= 1e-9 * greatest) break;
  }
  return best;
};

/** W1 between two sets of points of any numbers, within `tolerance`. */
export const wassersteinSinkhorn = (a: Features, b: Features, options: SinkhornOptions = {}): number => {
  checkPair('The points', a, 'the others', b);
  return sinkhorn(distanceMatrix(a, b), new Float64Array(a.count).fill(1), new Float64Array(b.count).fill(1), options).cost;
};
