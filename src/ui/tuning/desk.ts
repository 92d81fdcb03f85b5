// What the panel is given to teach a piece: what can be learnt, how it goes, and the verbs. `src/tuning.ts` implements it;
// tests may. Settings and pictures are the recipe's (`core/tuning.ts`), and are edited there.

/** A heap of pictures that a trainer learns from: one for most, two for a translator, one for each class of digits. */
export interface TuningHeap { readonly title: string; readonly hint: string; /** Pictures that it must hold before learning can begin. */ readonly least: number }

/** What a piece can be taught, as its params stand. */
export interface TuningOffer {
  readonly heaps: readonly TuningHeap[];
  /** Pixels that are learnt from, `[height, width, channels]`. */
  readonly shape: readonly [number, number, number];
  /** Keys of `tuningParams` that mean something here. */
  readonly settings: readonly string[];
  /** Most layers that can be kept, of painter and judge. */
  readonly layers: { readonly kept: number; readonly judgeKept: number };
}

/** How a number went with the steps: thinned, so that a plot of any run is short. Borrowed until the next step. */
export interface TuningCurve { readonly name: string; readonly steps: ArrayLike<number>; readonly values: ArrayLike<number> }

/** A plot: numbers that belong on one pair of axes. */
export interface TuningPlot { readonly title: string; readonly hint: string; readonly curves: readonly TuningCurve[] }

/** Pictures drawn from the same latents at one step, `columns` of `side` pixels; owned by the desk. */
export interface TuningSheet { readonly step: number; readonly picture: ImageData }

/** Weights kept in this browser. */
export interface TuningCheckpoint { readonly name: string; readonly step: number; /** Milliseconds since 1970. */ readonly made: number; readonly bytes: number }

export interface TuningState {
  readonly phase: 'idle' | 'opening' | 'learning' | 'paused';
  /** Steps taken from the weights that ship, or that a checkpoint had taken. */
  readonly step: number;
  readonly perSecond: number;
  /** Where the numbers are crunched: 'graphics device' or 'processor'; '' before it is known. */
  readonly place: string;
  /** What is under way while `opening`: 'Reading 12 of 32 pictures'. */
  readonly work: string;
  /** What is wrong, as a sentence that stays until it is mended; '' where all is well. */
  readonly alarm: string;
  readonly plots: readonly TuningPlot[];
  /** The oldest first. */
  readonly sheets: readonly TuningSheet[];
  /** Figures beside the plots: 'Distance to your pictures', '41.3 (62.0 before)'. */
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  /** Share of the learnt weights in what is shown: 0 shows those before, 1 those now. */
  readonly mix: number;
  /** The twin with the weights before hangs beside it. */
  readonly comparing: boolean;
  readonly undoes: number;
  readonly redoes: number;
  /** Changes with every change of plots, sheets and figures. */
  readonly version: number;
}

export interface TuningDesk {
  /** A sentence where the piece cannot learn as it stands. */
  offer(piece: string): Promise<TuningOffer | string>;
  state(piece: string): TuningState;
  /** Begins or goes on. Rejects with a sentence: too few pictures, one that will not decode, no room. */
  start(piece: string): Promise<void>;
  pause(piece: string): void;
  /** Back to the weights before the last stretch of learning, import or checkpoint; and forth again. Pauses. */
  undo(piece: string): Promise<void>;
  redo(piece: string): Promise<void>;
  /** Forgets all that was learnt here: the weights that ship are back. Can be undone. */
  reset(piece: string): Promise<void>;
  mix(piece: string, share: number): void;
  compare(piece: string, on: boolean): void;
  /** Pictures of the heap as they are learnt from: cut, mirrored and, where that is chosen, changed for the judge. `[count]` pictures of the offer's shape. */
  preview(piece: string, heap: number, count: number): Promise<readonly ImageData[]>;
  /** A picture of the heap, cut and brought to the offer's shape. Rejects with a sentence where it will not decode. */
  cut(piece: string, index: number): Promise<ImageData>;
  /** What the camera sees now, as a file. */
  shoot(): Promise<File>;
  /** The samples kept on the piece's wall, painted, as files. */
  kept(piece: string): Promise<readonly File[]>;
  checkpoints(piece: string): Promise<readonly TuningCheckpoint[]>;
  save(piece: string, name: string): Promise<void>;
  load(piece: string, name: string): Promise<void>;
  forget(piece: string, name: string): Promise<void>;
  /** Safetensors that `npm run train -- --resume` and `npm run evaluate` read. */
  export(piece: string): Promise<File>;
  /** Takes weights from `export`, from a checkpoint of the command line, or from a shipped file. Rejects with a sentence. */
  import(piece: string, file: File): Promise<void>;
}
