// What a session tells about itself: the panel's cost table and `window.driftloom.stats()`.

import type { Piece } from './piece.ts';

/** What `window.driftloom.stats()` answers. */
export interface Stats {
  /** Frames rendered since the start. */
  readonly frames: number;
  /** Milliseconds between the frames rendered last, the oldest first. */
  readonly intervals: readonly number[];
  /** Milliseconds of a frame's budget at the moment. */
  readonly budget: number;
  /** Times picture or tensor data was read back to the CPU. */
  readonly readbacks: number;
  /** Compute pipelines made since the start. */
  readonly pipelines: number;
  /** Alive now, by whoever made them: three, tfjs, plugins. */
  readonly tensors: number;
  readonly buffers: number;
  readonly textures: number;
  /** Bytes of those buffers and textures. */
  readonly bytes: { readonly buffers: number; readonly textures: number };
  readonly notices: readonly string[];
  readonly pieces: readonly PieceStats[];
}

export interface PieceStats {
  readonly id: string;
  readonly plugin: string;
  /** loading, running, failed; asleep where it is out of sight. */
  readonly state: string;
  /** Learnt GPU milliseconds of the last picture. */
  readonly gpuMs: number;
  /** Measured milliseconds of the last pictures; 0 where the device does not tell. */
  readonly median: number;
  readonly p95: number;
  /** Floating-point operations of the last picture. */
  readonly flops: number;
  /** Quality level of the last picture: full, half, quarter. */
  readonly level: string;
  /** Frames since the picture was painted. */
  readonly age: number;
  /** Alive on the device for this piece, its pictures and its plugin's own; tensors, those that the plugin owns. */
  readonly buffers: number;
  readonly textures: number;
  readonly tensors: number;
  readonly bytes: number;
  /** The steps of the pictures at this level, by label, in the order of painting. */
  readonly stages: readonly StageStats[];
}

export interface StageStats {
  readonly label: string;
  readonly median: number;
  readonly p95: number;
  readonly flops: number;
}

/** `index` of the frame, for the age. */
export const pieceStats = (piece: Piece, index: number, asleep: boolean): PieceStats => ({
  id: piece.id, plugin: piece.recipe.plugin, state: asleep && piece.state === 'running' ? 'asleep' : piece.state,
  gpuMs: piece.cost, median: piece.measured.quantile(.5), p95: piece.measured.quantile(.95), flops: piece.flops,
  level: piece.shownLevel, age: Math.max(0, index - piece.finishedAt), ...piece.held, tensors: piece.build?.tensors ?? 0,
  stages: Array.from(piece.build?.costs.get(piece.shownLevel) ?? [], ([label, { recent, flops }]) => ({ label, median: recent.quantile(.5), p95: recent.quantile(.95), flops })),
});
