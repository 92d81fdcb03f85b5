// Samples without a GPU: every dimension of a latent is a wave of its own colour and strength, so that a point can be told
// from its cell, and what matters to the picture is known. Everything is painted at once, and again when the piece changes.

import type { LatentParam } from '#api';
import type { Document } from '../../src/core/document.ts';
import { settled } from '../../src/core/latent.ts';
import { cellCorner, wallSize, WALL_GROUND } from '../../src/core/sample-grid.ts';
import type { Registry } from '../../src/engine/registry.ts';
import type { Samples } from '../../src/ui/host.ts';

export interface TestSamples extends Samples {
  /** A sentence with which everything fails; '' for nothing. */
  problem: string;
  /** Tells features: the same waves without the bend of the colours. */
  featuring: boolean;
  /** Points of the last wall shown, as asked for. */
  shown: readonly (readonly number[])[];
  /** How often walls began anew unasked, since another param had changed. */
  readonly repainted: number;
  /** Walls alive. */
  readonly walls: number;
}

/** How much dimension `i` moves the test picture: of 0..6 the dimension 3 most, then 0, 4, 1, 5, 2, 6. */
export const strengthOf = (i: number): number => 1 / (1 + ((i * 2 + 1) % 7));

const wave = (point: ArrayLike<number>, u: number, v: number, channel: number): number => {
  let sum = 0;
  for (let i = 0; i < point.length; i++) sum += strengthOf(i) * point[i]! * Math.cos(Math.PI * (i * u + (i % 3) * v) + 2 * channel * (i + 1));
  return sum;
};

/** Linear light 0..1 at u, v in 0..1. */
const light = (point: ArrayLike<number>, u: number, v: number, channel: number): number => 1 / (1 + Math.exp(-.9 * wave(point, u, v, channel)));
const byte = (x: number): number => Math.round(255 * (x <= .0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - .055));

/** `[side, side, 3]`, linear light: what a test wall or `pictures` shows of a settled point. */
export const testPicture = (point: ArrayLike<number>, side: number): Float32Array =>
  Float32Array.from({ length: 3 * side * side }, (_, i) => light(point, (Math.floor(i / 3) % side + .5) / side, (Math.floor(i / (3 * side)) + .5) / side, i % 3));

const paint = (drawing: Pick<CanvasImageData, 'createImageData' | 'putImageData'>, picture: Float32Array, side: number, x: number, y: number): void => {
  const image = drawing.createImageData(side, side);
  for (let i = 0; i < side * side; i++) image.data.set([byte(picture[3 * i]!), byte(picture[3 * i + 1]!), byte(picture[3 * i + 2]!), 255], 4 * i);
  drawing.putImageData(image, x, y);
};

/** Pixels of a side from which pictures of a wall are painted small and enlarged: the waves are smooth, and tests many. */
const COARSE = 32;
const enlarge = (drawing: CanvasRenderingContext2D, point: ArrayLike<number>, side: number, x: number, y: number): void => {
  if (side <= COARSE) return paint(drawing, testPicture(point, side), side, x, y);
  const small = new OffscreenCanvas(COARSE, COARSE).getContext('2d')!;
  paint(small, testPicture(point, COARSE), COARSE, 0, 0);
  drawing.drawImage(small.canvas, x, y, side, side);
};

export const createTestSamples = (document: Document, registry: Registry): TestSamples => {
  const latentOf = (id: string, key: string): LatentParam => {
    const piece = document.recipe.pieces.find((one) => one.id === id), param = piece && registry.loaded.get(piece.plugin)?.params[key];
    if (!piece) throw new Error(`There is no piece "${id}".`);
    if (param?.kind !== 'latent') throw new Error(`${id} has no latent "${key}".`);
    return param;
  };
  let walls = 0, repainted = 0;
  const samples: TestSamples = {
    problem: '', featuring: false, shown: [],
    get walls() { return walls; },
    get repainted() { return repainted; },
    wall(piece, key, grid) {
      latentOf(piece, key);
      const canvas = globalThis.document.createElement('canvas');
      [canvas.width, canvas.height] = wallSize(grid);
      const drawing = canvas.getContext('2d')!;
      const paramsOf = (): Readonly<Record<string, unknown>> | undefined => document.recipe.pieces.find((one) => one.id === piece)?.params;
      let painted = 0, alive = true, asked: readonly (readonly number[])[] = [], params = paramsOf();
      const begin = (): void => {
        drawing.fillStyle = `rgb(${WALL_GROUND.map(byte).join()})`;
        drawing.fillRect(0, 0, canvas.width, canvas.height);
        painted = 0;
        if (samples.problem) return;
        const param = latentOf(piece, key);
        for (const [cell, point] of asked.slice(0, grid.columns * grid.rows).entries()) {
          enlarge(drawing, settled(param, point), grid.side, ...cellCorner(grid, cell));
          painted++;
        }
      };
      const stop = document.subscribe(() => {
        const next = paramsOf(), old = params;
        params = next;
        if (!next || !old || Object.keys(next).every((each) => each === key || next[each] === old[each])) return;
        repainted++;
        begin();
      });
      walls++;
      return {
        canvas,
        get painted() { return painted; },
        get problem() { return samples.problem; },
        show(points) {
          samples.shown = asked = points.map((point) => Array.from(point));
          begin();
        },
        dispose() {
          if (alive) walls--;
          stop();
          alive = false;
        },
      };
    },
    async pictures(piece, key, points, side, progress, signal) {
      const param = latentOf(piece, key), all = new Float32Array(points.length * 3 * side * side);
      for (const [i, point] of points.entries()) {
        if (i % 100 === 0) await Promise.resolve();
        signal?.throwIfAborted();
        if (samples.problem) throw new Error(samples.problem);
        all.set(testPicture(settled(param, point), side), i * 3 * side * side);
        progress?.(i + 1);
      }
      return all;
    },
    features(piece, key, points) {
      const param = latentOf(piece, key), size = 48;
      if (!samples.featuring) return undefined;
      return { size, data: Float32Array.from(points.flatMap((point) => Array.from({ length: size }, (_, i) => wave(settled(param, point), (i % 4) / 4, (Math.floor(i / 4) % 4) / 4, Math.floor(i / 16))))) };
    },
  };
  return samples;
};
