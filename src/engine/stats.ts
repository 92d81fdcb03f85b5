// What a session tells about itself: the panel's cost table and `window.driftloom.stats()`.

/** What `window.driftloom.stats()` answers. */
export interface Stats {
  /** Frames rendered since the start. */
  readonly frames: number;
  /** Times picture or tensor data was read back to the CPU. */
  readonly readbacks: number;
  /** Alive now, by whoever made them: three, tfjs, plugins. */
  readonly tensors: number;
  readonly buffers: number;
  readonly textures: number;
  readonly notices: readonly string[];
  readonly pieces: readonly PieceStats[];
}

export interface PieceStats {
  readonly id: string;
  readonly plugin: string;
  /** loading, running, failed. */
  readonly state: string;
  /** Learnt GPU milliseconds of the last picture. */
  readonly gpuMs: number;
  /** Quality level of the last picture: full, half, quarter. */
  readonly level: string;
  /** Frames since the picture was painted. */
  readonly age: number;
}
