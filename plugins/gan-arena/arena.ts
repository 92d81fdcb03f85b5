// The arena: a critic and a generator of a few thousand numbers that learn from each other on the processor, step by step.
// Everything is a function of the seed, the games played and how many steps were taken; nothing is allocated on the way, but where `candidates` changes.

import { random, type Random } from '#nets';
import { crowd, crowdBack } from './crowd.ts';
import { centresOf, isPair, writeData, writeShape, type Data } from './data.ts';
import { criticLoss, generatorLoss, isWasserstein, needsCritic, type Loss } from './losses.ts';
import { backward, createMlp, createPass, forward, initialise, type Mlp, type Pass } from './mlp.ts';
import { createNearest, pairLoss } from './nearest.ts';
import { createOptimiser } from './optimiser.ts';
import { createPenalty } from './penalty.ts';
import { createUnroll, FARTHEST } from './unroll.ts';

/** Points of a batch; numbers of the noise; numbers that a critic sees: a place, and how crowded it is. */
export const BATCH = 64, NOISE = 2, SEEN = 3;
/** Nodes of each hidden layer of both; hidden layers of each, from and to. */
export const WIDTH = 32, LAYERS = { from: 2, to: 3 } as const;

/** What is played; may be another at every step. */
export interface Game {
  readonly data: Data;
  readonly spread: number;
  /** Middles of a pair's two sets. */
  readonly p: readonly [number, number];
  readonly q: readonly [number, number];
  readonly loss: Loss;
  readonly criticRate: number;
  readonly generatorRate: number;
  readonly criticSteps: number;
  /** The critic learns in every so many rounds. */
  readonly criticEvery: number;
  /** How much of its last updates goes on in the next, where the game has no say: Adam's first beta. */
  readonly momentum: number;
  readonly generatorSteps: number;
  /** Points drawn for each real one; of all of them it pulls the nearest, in the game without a critic. */
  readonly candidates: number;
  /** Updates of the critic that the generator looks ahead, where the game has one and is not a Wasserstein one. */
  readonly unroll: number;
  /** Greatest weight of a critic that is clipped. */
  readonly clip: number;
  readonly penalty: number;
  /** Deviation of the generator's noise. */
  readonly noise: number;
  /** Deviation of what is added to all that the critic sees. */
  readonly blur: number;
  /** Whether the critic sees how crowded it is. */
  readonly crowded: boolean;
}

export interface Arena {
  readonly critic: Mlp;
  readonly generator: Mlp;
  /** Steps taken. */
  readonly steps: number;
  readonly criticLoss: number;
  readonly generatorLoss: number;
  /** Mean length of the critic's slope where the penalty looked; 0 where it does not. */
  readonly slope: number;
  /** Share of the candidates that no real point chose, in the game without a critic; 0 in others. */
  readonly unchosen: number;
  /** One round of the game: so many updates of the critic, then of the generator. */
  step(game: Game): void;
  /** First weights of a seed, and no step taken. */
  start(seed: number, data: Data): void;
  /** The critic starts anew, the generator stays. */
  freshCritic(): void;
  /** What the critic saw last of what was drawn, `[BATCH, 3]`, borrowed. */
  readonly seen: Float64Array;
  /** Mean and deviation of the critic's scores, followed slowly. */
  readonly middle: number;
  readonly reach: number;
}

/** Writes what a generator makes of noise `[count, 2]` to `[count, 2]`; the pass is of as many. */
export const draw = (generator: Mlp, { noise }: Pick<Game, 'noise'>, from: Float64Array, pass: Pass, out: Float64Array): void => {
  const inputs = pass.values[0]!;
  for (let i = 0; i < inputs.length; i++) inputs[i] = noise * from[i]!;
  out.set(forward(generator, pass));
};

const GAIN = 1.4, CRITIC_GAIN = 1.2, FOLLOW = .05;

/** Writes noise `[count, 2]` of deviation 1. */
export const writeNoise = (chance: Random, out: Float64Array): void => {
  for (let i = 0; i < out.length; i++) out[i] = chance.normal();
};

/** Whether the generator looks ahead: it needs a critic, the penalty's gradient is not differentiated once more, and a clipped weight would not move. */
export const looksAhead = ({ unroll, loss }: Pick<Game, 'unroll' | 'loss'>): boolean => unroll > 0 && needsCritic(loss) && !isWasserstein(loss);

/** With so many hidden layers in both; of seed 0 until it is started. */
export const createArena = (layers: number): Arena => {
  const hidden = Array.from({ length: layers }, () => WIDTH), critic = createMlp([SEEN, ...hidden, 1], 'leaky'), generator = createMlp([NOISE, ...hidden, 2], 'leaky');
  const learnsCritic = createOptimiser(critic), learnsGenerator = createOptimiser(generator);
  const real = createPass(critic, BATCH), fake = createPass(critic, BATCH), drawn = createPass(generator, BATCH), penalty = createPenalty(critic, BATCH), ahead = createUnroll(critic, BATCH), nearest = createNearest(), targets = new Float64Array(2 * BATCH);
  let seed = 0, centres = centresOf('ring'), chance = random(0), fresh = 0, steps = 0, lostCritic = 0, lostGenerator = 0, middle = 0, reach = 1, unchosen = 0;

  const freshCritic = (): void => {
    initialise(critic, seed, `critic ${fresh++}`, CRITIC_GAIN);
    learnsCritic.reset();
  };
  const start = (from: number, data: Data): void => {
    seed = from;
    centres = centresOf(data);
    chance = random(seed, 'batches');
    fresh = steps = lostCritic = lostGenerator = middle = unchosen = 0;
    reach = 1;
    freshCritic();
    initialise(generator, seed, 'generator', GAIN);
    learnsGenerator.reset();
  };
  start(0, 'ring');

  /** Adds the game's blur, and looks around. */
  const see = ({ blur, crowded }: Game, inputs: Float64Array): void => {
    for (let i = 0; i < BATCH; i++) {
      if (blur > 0) {
        inputs[SEEN * i]! += blur * chance.normal();
        inputs[SEEN * i + 1]! += blur * chance.normal();
      }
      inputs[SEEN * i + 2] = 0;
    }
    if (crowded) crowd(inputs, BATCH);
  };
  const takeReal = (game: Game): void => {
    const inputs = real.values[0]!;
    if (isPair(game.data)) writeShape(game.data, game.p, game.spread, chance, inputs, BATCH, SEEN);
    else writeData(game.data, centres, game.spread, chance, inputs, BATCH, SEEN);
    see(game, inputs);
  };
  const takeFake = (game: Game): void => {
    const inputs = fake.values[0]!;
    if (isPair(game.data)) writeShape(game.data, game.q, game.spread, chance, inputs, BATCH, SEEN);
    else {
      const noise = drawn.values[0]!;
      for (let i = 0; i < noise.length; i++) noise[i] = game.noise * chance.normal();
      const points = forward(generator, drawn);
      for (let i = 0; i < BATCH; i++) {
        inputs[SEEN * i] = points[2 * i]!;
        inputs[SEEN * i + 1] = points[2 * i + 1]!;
      }
    }
    see(game, inputs);
  };
  const mixForPenalty = (): void => {
    const inputs = penalty.pass.values[0]!, [a, b] = [real.values[0]!, fake.values[0]!];
    for (let i = 0; i < BATCH; i++) {
      const share = chance.uniform();
      for (let k = 0; k < SEEN; k++) inputs[SEEN * i + k] = share * a[SEEN * i + k]! + (1 - share) * b[SEEN * i + k]!;
    }
  };
  const clipWeights = (limit: number): void => {
    const { weights } = critic;
    for (let i = 0; i < weights.length; i++) weights[i] = Math.max(-limit, Math.min(limit, weights[i]!));
  };
  const beta2 = (loss: Loss): number => (isWasserstein(loss) ? .9 : .999);

  /** Follows how high the scores lie, and how far apart. */
  const gauge = (): void => {
    let sum = 0, squares = 0;
    for (const { values } of [real, fake]) for (const score of values.at(-1)!) {
      sum += score;
      squares += score * score;
    }
    const mean = sum / (2 * BATCH);
    middle += FOLLOW * (mean - middle);
    reach += FOLLOW * (Math.sqrt(Math.max(0, squares / (2 * BATCH) - mean * mean)) - reach);
  };

  const learnCritic = (game: Game): void => {
    takeReal(game);
    takeFake(game);
    let loss = criticLoss(game.loss, forward(critic, real), true, real.deltas.at(-1)!);
    loss += criticLoss(game.loss, forward(critic, fake), false, fake.deltas.at(-1)!);
    backward(critic, real, true);
    backward(critic, fake, true);
    if (game.loss === 'wasserstein penalty') {
      mixForPenalty();
      loss += game.penalty * penalty.add(critic, game.penalty);
    }
    learnsCritic.step(game.criticRate, game.momentum, beta2(game.loss));
    if (game.loss === 'wasserstein clipped') clipWeights(game.clip);
    gauge();
    lostCritic = loss;
  };
  /** The gradients of the generator's loss at what it drew, borrowed. */
  const pull = (game: Game): Float64Array => {
    takeFake(game);
    if (!looksAhead(game)) {
      lostGenerator = generatorLoss(game.loss, forward(critic, fake), fake.deltas.at(-1)!);
      return backward(critic, fake, false);
    }
    takeReal(game);
    const pace = { rate: game.criticRate, beta1: game.momentum, beta2: beta2(game.loss) };
    lostGenerator = ahead.look(game.loss, critic, learnsCritic.moments, real.values[0]!, fake.values[0]!, Math.min(FARTHEST, game.unroll), pace);
    return ahead.slopes;
  };
  /** Each real point pulls the nearest of what could be drawn. */
  const pullNearest = (game: Game, data: Exclude<Data, 'lines' | 'mounds'>): void => {
    writeData(data, centres, game.spread, chance, targets, BATCH, 2);
    unchosen = nearest.choose(generator, targets, game.candidates, game.noise, chance, drawn.values[0]!);
    lostGenerator = pairLoss(forward(generator, drawn), targets, drawn.deltas.at(-1)!);
  };
  const pullByCritic = (game: Game): void => {
    const slopes = pull(game), points = drawn.deltas.at(-1)!;
    if (game.crowded) crowdBack(fake.values[0]!, slopes, BATCH);
    for (let i = 0; i < BATCH; i++) {
      points[2 * i] = slopes[SEEN * i]!;
      points[2 * i + 1] = slopes[SEEN * i + 1]!;
    }
    unchosen = 0;
  };
  const learnGenerator = (game: Game): void => {
    if (isPair(game.data)) return;
    if (needsCritic(game.loss)) pullByCritic(game); else pullNearest(game, game.data);
    backward(generator, drawn, true);
    learnsGenerator.step(game.generatorRate, game.momentum, beta2(game.loss));
  };
  return {
    critic, generator, start, freshCritic,
    seen: fake.values[0]!,
    get middle() { return middle; },
    get reach() { return reach; },
    get steps() { return steps; },
    get criticLoss() { return lostCritic; },
    get generatorLoss() { return lostGenerator; },
    get slope() { return penalty.slope; },
    get unchosen() { return unchosen; },
    step(game) {
      if (steps % game.criticEvery === 0) for (let k = 0; k < game.criticSteps; k++) learnCritic(game);
      for (let k = 0; k < game.generatorSteps; k++) learnGenerator(game);
      steps++;
    },
  };
};
