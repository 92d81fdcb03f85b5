// What a plugin is: an inert definition, checked before any of its code runs, and the instance its `create` returns.

import type { ImageInput, Params, States, Values } from './params.ts';

/** The moment a job paints: everything a plugin may know about time. */
export interface Frame {
  /** Seconds since the recipe's start. */
  readonly time: number;
  /** Whole sixtieths of a second since the recipe's start: a frame number that repeats when the moment does. */
  readonly index: number;
}

/** A rectangle of a picture's pixels. */
export interface Part { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** The host's texture for one job: rgba16float, linear light, storage-writable; borrowed until the job ends. */
export interface Output {
  readonly view: GPUTextureView;
  /** Pixels of the picture. */
  readonly width: number;
  readonly height: number;
  /**
   * What the view holds of a picture that is larger than a texture may be: a print. A resolution-free plugin paints each
   * of its pixels as if the picture were whole; the steps of `#nets` do. It may reach beyond the picture's right and
   * lower edge, and is as large as the view, always. All of the picture where absent.
   */
  readonly part?: Part;
}

/**
 * What flows into an input at the moment a job begins: another piece's picture, a photograph, a camera. rgba16float, linear
 * light, opaque, all mip levels. Borrowed until the next step: read it in the first step (`PieceContext.read`), since it
 * moves on while a job spans frames.
 */
export interface InputPicture {
  readonly view: GPUTextureView;
  readonly width: number;
  readonly height: number;
  /** Another with every new picture of a source: what was made of the same one need not be made again. */
  readonly version: number;
}

/** By the names of the definition's `inputs`; undefined where nothing is connected, or nothing has come yet. */
export type InputPictures = Readonly<Record<string, InputPicture | undefined>>;

/** How a picture is put into a buffer `[height, width, 3]`, resampled there. */
export interface ReadInto {
  readonly buffer: GPUBuffer;
  readonly width: number;
  readonly height: number;
  /** Of the buffer's numbers. */
  readonly precision: 'f32' | 'f16';
  /** What sRGB black and white become: [-1, 1] before most networks. */
  readonly range: readonly [black: number, white: number];
  /** `cover` keeps the picture's proportions and cuts what sticks out; `stretch` shows all of it. */
  readonly fit: 'cover' | 'stretch';
}

/** One compute pass of a job. Between steps the frame may end, and within one that can be cut. */
export interface KernelStep {
  /** Names the step in the cost table; the same label means the same cost. */
  readonly label: string;
  /** Floating-point operations, for the cost table. */
  readonly flops: number;
  encode(pass: GPUComputePassEncoder): void;
  /** How the step can be cut, where it can: a device does not interrupt what it has begun, so a dear step is one long frame. */
  readonly tiles?: Tiles;
}

/** Equal shares of a step's work, rows of workgroups: run in order, in passes and frames of their own, they give what the step gives whole, to the bit. */
export interface Tiles {
  readonly count: number;
  /** Those from `from` up to, not with, `to`. */
  encode(pass: GPUComputePassEncoder, from: number, to: number): void;
}

/** A step that queues its own work on the device (tensor code); ordered with the kernel steps around it. */
export interface HostStep {
  readonly label: string;
  readonly flops: number;
  run(): void;
}

export type Step = KernelStep | HostStep;

/** One quiet line of text in a piece's folder. */
export interface Reading { readonly label: string; readonly value: string }

/** One running instance. A throw from any method fails the piece, which keeps its last picture. */
export interface Instance<S extends Params = Params> {
  /**
   * Paints one picture as steps. Everything read from `params` is borrowed until the generator ends. A plugin with inputs
   * paints something of its own, dark or grey, where they are not connected.
   */
  infer(frame: Frame, params: Values<S>, output: Output, inputs: InputPictures): Iterable<Step>;
  /**
   * Weights of a label changed while it runs: they are taken in place of what `PieceContext.weights` lent, from the next
   * picture on. Where it is absent, a piece that learns makes a new instance for each change.
   */
  weigh?(label: string, file: WeightsFile): void;
  /** A param with `apply: 'reset'` changed. */
  reset?(params: Values<S>): void;
  /**
   * Early features of a point of the latent `key`, `[dims]` in the prior's set: what the first layers make of it, before
   * they make pictures, always the same count of numbers. Directions of the latent are found by them (GANSpace,
   * Haerkoenen et al. 2020). `params` is what `infer` would see now, with the point in its place. Computed on the
   * processor, thousands of times in a row; disturbs nothing. Undefined where there are none: then the pictures serve.
   */
  features?(key: string, point: Float32Array, params: Values<S>): Float32Array | undefined;
  /** What it is made of: network, data, training, measured figures. */
  readonly about?: readonly Reading[];
  /**
   * Figures that move. Asked for a few times a second while the piece's folder is open, never within a frame: it may queue work of its own,
   * and read it back for the next time, but answers at once with what it knows.
   */
  readings?(): readonly Reading[];
  dispose?(): void;
}

/** A named array of numbers: row-major, of a known shape. */
export interface Weight { readonly shape: readonly number[]; readonly data: Float32Array }

/** What a weights file holds, checked: every number is finite, every array has the length of its shape. */
export interface WeightsFile {
  /** Its path, for messages. */
  readonly file: string;
  readonly weights: ReadonlyMap<string, Weight>;
  /** Text by key: what it was trained on, how long, how well. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What the host lends to an instance. */
export interface PieceContext {
  /** The one device; never destroy it. */
  readonly device: GPUDevice;
  /** Ties a resource to the instance: it is disposed with it. Returns its argument. */
  own<T extends { dispose(): void } | { destroy(): void }>(resource: T): T;
  /** Makes tfjs ready on the shared device; await it in `create`, before the first tensor. */
  tensors(): Promise<void>;
  /** A step that writes a `[H,W,1|3|4]` float tensor in 0..1, linear light, to `output`, stretched to its size. */
  paint(tensor: GpuTensor, output: Output): HostStep;
  /**
   * Makes a reader of input pictures: its step fills a buffer with one, resampled on the GPU without aliasing, as sRGB.
   * `from` is read when the step is made; no step allocates once a picture and a buffer have met.
   */
  reader(into: ReadInto): Promise<(from: InputPicture) => KernelStep>;
  /**
   * Fetches one of the definition's `weights`, by its label; rejects with a sentence where the file is missing or
   * damaged. Instances of a plugin share what they were lent: read it, never write to it. It is kept while one of them
   * lives.
   */
  weights(label: string): Promise<WeightsFile>;
}

/** The part of a tfjs tensor the bridge reads; borrowed. */
export interface GpuTensor {
  readonly shape: number[];
  dataToGPU(): { buffer?: GPUBuffer; tensorRef: { dispose(): void } };
}

/** Quality levels: the share of the output's side that is really computed. */
export const LEVELS = { full: 1, half: 1 / 2, quarter: 1 / 4 } as const;
export type Level = keyof typeof LEVELS;

export interface Paper { readonly title: string; readonly url: string }

export interface PluginDefinition<S extends Params = Params> {
  /** The folder's name: lower-case letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly papers: readonly Paper[];
  /** Range of API majors the plugin was written for. */
  readonly engine: '^1';
  readonly params: S;
  /** Pictures that flow in, by name; in the order of the panel. */
  readonly inputs?: Readonly<Record<string, ImageInput>>;
  readonly presets: Readonly<Record<string, Partial<States<S>>>>;
  /** Size of the picture in pixels; a resolution-free plugin may be asked for any other. */
  readonly output: {
    readonly width: number;
    readonly height: number;
    readonly resolutionFree?: boolean;
    /** Pixels of the picture by its params, where they decide; undefined for those above. Asked for again with every rebuild. */
    size?(states: States<S>): { readonly width: number; readonly height: number } | undefined;
    /**
     * Pixels that the plugin has of its own, where its picture only enlarges them: what it is asked for when the upscaler
     * enlarges them instead. Undefined where it cannot say. Asked for again with every rebuild.
     */
    native?(states: States<S>): { readonly width: number; readonly height: number } | undefined;
    /** Whether a picture depends on those painted before it: then a rendering in shares paints them, too. No, where it does not say. */
    remembers?(states: States<S>): boolean;
  };
  readonly budget: {
    /** Paint on every n-th frame. */
    readonly every: number;
    readonly levels: readonly Level[];
  };
  /** Weights files by what a person may call them ('24 epochs'), as paths under assets/; fetched when an instance asks for them. */
  readonly weights?: Readonly<Record<string, string>>;
  /** Makes an instance; rejects with a sentence for the user. Must not paint yet. */
  create(context: PieceContext, params: Values<S>): Promise<Instance<S>>;
}

/** Version of this API; a definition's `engine` must admit it. */
export const API_VERSION = '1.1.0';

/** Types a definition by its params; the object stays as it is. */
export const definePlugin = <const S extends Params>(definition: PluginDefinition<S>): PluginDefinition<S> => definition;
