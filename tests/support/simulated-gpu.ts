// A device that only counts: pieces of known true costs, painted by the scheduler's own decisions. What it decides is all
// in `schedule/`, so a simulated piece is as good as a real one.

import { expected, learn, learnSpeed, unknownCost, type Cost } from '../../src/engine/schedule/cost.ts';
import { tileCost } from '../../src/engine/schedule/fit.ts';
import { runFrame, runWhole, type Worker } from '../../src/engine/schedule/frame.ts';

/** One step of a simulated picture: what it really takes, and in how many tiles. */
export interface TrueStep { readonly milliseconds: number; readonly tiles: number; readonly flops?: number }

export interface SimulatedPiece extends Worker {
  /** Pictures finished. */
  readonly pictures: number;
  /** The longest it has waited with work to do, in frames. */
  readonly longestWait: number;
}

export interface SimulatedGpu {
  readonly pieces: readonly SimulatedPiece[];
  /** Runs one frame, under another budget if that is said; answers what it really took, and the dearest thing in it that could not be cut further. */
  frame(budget?: number): { readonly milliseconds: number; readonly dearest: number; readonly ran: readonly string[] };
  /** Runs one exact frame; answers what ran, in order. */
  whole(): readonly string[];
  sleep(piece: number, asleep: boolean): void;
}

export interface Simulation {
  readonly focus?: number;
  /** Costs are as learnt as they will ever be, else each begins unknown. */
  readonly known?: boolean;
  /** What a pass really takes, in multiples of what is said; and what of it is told. */
  readonly noise?: () => number;
  readonly told?: (milliseconds: number) => number;
  /** Frames until what a pass took is told. */
  readonly delay?: number;
}

export const simulate = (loads: readonly (readonly TrueStep[])[], budget: number, { focus = -1, known = false, noise = () => 1, told = (milliseconds) => milliseconds, delay = 0 }: Simulation = {}): SimulatedGpu => {
  let index = 0, took = 0, dearest = 0, ran: string[] = [];
  const gigaflop = unknownCost(1e9), asleep = new Set<number>();
  const pieces = loads.map((steps, id) => {
    const costs = steps.map(({ milliseconds, flops = 0 }): Cost => Object.assign(unknownCost(flops), known ? { milliseconds, samples: 9 } : {}));
    const measures: { readonly at: number; readonly tell: () => void }[] = [];
    let at = 0, tile = 0, pictures = 0, finishedAt = -1, ranAt = 0, longestWait = 0;
    const step = (): boolean => at < steps.length;
    return {
      get age() { return index - finishedAt; },
      get waited() { return index - ranAt; },
      get wanting() { return step() && !asleep.has(id); },
      get pictures() { return pictures; },
      get longestWait() { return longestWait; },
      focused: id === focus,
      work(admit) {
        while (step()) {
          const { milliseconds, tiles } = steps[at]!, cost = costs[at]!;
          const count = admit(tileCost(expected(cost, gigaflop), tiles, cost.samples), tiles - tile);
          if (count === 0) return;
          const real = ((milliseconds * count) / tiles) * noise();
          took += real;
          dearest = Math.max(dearest, milliseconds / tiles);
          longestWait = Math.max(longestWait, index - ranAt);
          ranAt = index;
          ran.push(`${id}.${at}.${tile}-${tile + count}`);
          const tell = (): void => {
            learn(cost, told(real), count / tiles);
            learnSpeed(gigaflop, cost, told(real), count / tiles);
          };
          measures.push({ at: index + delay, tell });
          tile += count;
          if (tile < tiles) continue;
          tile = 0;
          if (++at < steps.length) continue;
          pictures++;
          finishedAt = index;
        }
      },
      /** What was begun is dropped. */
      restart() { at = tile = 0; },
      /** At the end of a frame: measurements come in, and the next picture is begun where one is finished. */
      end() {
        while (measures[0] && measures[0].at <= index) measures.shift()!.tell();
        if (!step()) at = 0;
        if (finishedAt === index || asleep.has(id)) ranAt = index;
      },
    } satisfies SimulatedPiece & { restart(): void; end(): void };
  });
  return {
    pieces,
    whole() {
      index++;
      ran = [];
      for (const piece of pieces) piece.restart();
      runWhole(pieces);
      for (const piece of pieces) piece.end();
      return ran;
    },
    sleep: (piece, now) => void (now ? asleep.add(piece) : asleep.delete(piece)),
    frame(most = budget) {
      index++;
      [took, dearest, ran] = [0, 0, []];
      runFrame(pieces, most);
      for (const piece of pieces) piece.end();
      return { milliseconds: took, dearest, ran };
    },
  };
};
