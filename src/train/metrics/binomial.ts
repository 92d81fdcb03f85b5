// The exact interval of a share that was counted: k of n trials (Clopper & Pearson 1934). It holds the true share at least as
// often as it says, also for few trials and for shares near 0 or 1.

import { badArgument } from '../../core/errors.ts';

/** P(X >= k) of n trials with chance p. */
const upperTail = (k: number, n: number, p: number): number => {
  if (p <= 0) return k <= 0 ? 1 : 0;
  if (p >= 1) return 1;
  // log C(n, i) is carried along; each term stands for itself, so that none underflows the others.
  let logChoose = 0, tail = 0;
  for (let i = 0; i <= n; i++) {
    if (i > 0) logChoose += Math.log((n - i + 1) / i);
    if (i >= k) tail += Math.exp(logChoose + i * Math.log(p) + (n - i) * Math.log1p(-p));
  }
  return Math.min(1, tail);
};

/** The p at which a rising function reaches `level`. */
const solve = (rising: (p: number) => number, level: number): number => {
  let low = 0, high = 1;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** Lower and upper end, 0 to 1. */
export const binomialInterval = (successes: number, trials: number, confidence = .95): readonly [number, number] => {
  if (!(Number.isInteger(trials) && trials >= 1 && Number.isInteger(successes) && successes >= 0 && successes <= trials)) {
    throw badArgument(`A share needs whole numbers, 0 to all of at least one trial; got ${successes} of ${trials}.`);
  }
  const side = (1 - confidence) / 2;
  return [
    successes === 0 ? 0 : solve((p) => upperTail(successes, trials, p), side),
    successes === trials ? 1 : solve((p) => upperTail(successes + 1, trials, p), 1 - side),
  ];
};
