// Networks as data: a typed list of layer records, made by the small builders below. Nothing here computes; shapes,
// parameter counts and FLOPs follow in `shapes.ts`, and executors run the same record (`tf.ts`, `wgsl/`, and PyTorch
// offline). Pictures are `[N, H, W, C]`; SAME padding is TensorFlow's: the odd pixel goes to the right and the bottom.

/** Elementwise functions an activation layer may apply. */
export type ActivationName = 'tanh' | 'sigmoid' | 'softplus' | 'relu' | 'sin' | 'abs' | 'sqrt';
/** `same` keeps ceil(side / stride), `valid` adds nothing, a number adds so many zeros on every side. */
export type Padding = 'same' | 'valid' | number;

export interface Dense { readonly type: 'dense'; readonly units: number; readonly bias: boolean }
export interface Conv { readonly type: 'conv'; readonly filters: number; readonly size: number; readonly stride: number; readonly padding: Padding; readonly bias: boolean }
/** Transposed convolution, SAME: a side becomes stride times as long. */
export interface UpConv { readonly type: 'upConv'; readonly filters: number; readonly size: number; readonly stride: number; readonly bias: boolean }
/** Nearest-neighbour enlargement. */
export interface Upsample { readonly type: 'upsample'; readonly factor: number }
/** `[H, W, factor * factor * n] -> [H * factor, W * factor, n]`: a pixel's channels become a block of pixels, row by row. */
export interface DepthToSpace { readonly type: 'depthToSpace'; readonly factor: number }
export interface Pool { readonly type: 'pool'; readonly kind: 'max' | 'average'; readonly size: number; readonly stride: number; readonly padding: 'same' | 'valid' }
/** Mean over height and width: `[H, W, C] -> [C]`. */
export interface GlobalPool { readonly type: 'globalPool' }
/** `running` draws with running statistics, `batch` with those of the batch even then, as hardmaru's networks do. */
export interface BatchNorm { readonly type: 'batchNorm'; readonly epsilon: number; readonly momentum: number; readonly statistics: 'running' | 'batch' }
/** Over height and width, per example and channel. */
export interface InstanceNorm { readonly type: 'instanceNorm'; readonly epsilon: number }
/** Over all axes of an example; scale and shift per channel. */
export interface LayerNorm { readonly type: 'layerNorm'; readonly epsilon: number }
export interface Activation { readonly type: 'activation'; readonly name: ActivationName }
export interface LeakyRelu { readonly type: 'leakyRelu'; readonly slope: number }
/** `[..., pieces * n] -> [..., n]`: the largest of `pieces` neighbouring channels. */
export interface Maxout { readonly type: 'maxout'; readonly pieces: number }
/** While training, zeroes a share `rate` and scales the rest by 1 / (1 - rate). */
export interface Dropout { readonly type: 'dropout'; readonly rate: number }
/** x -> scale * x + shift, elementwise. */
export interface Affine { readonly type: 'affine'; readonly scale: number; readonly shift: number }
/** x -> x + scale * layers(x). */
export interface Residual { readonly type: 'residual'; readonly layers: readonly Layer[]; readonly scale: number }
/** x -> x and layers(x) side by side along the channels, as in a U-Net. */
export interface Skip { readonly type: 'skip'; readonly layers: readonly Layer[] }
/** Appends a named input along the channels; an input without pixels is the same at every pixel. */
export interface Concat { readonly type: 'concat'; readonly input: string }
export interface Reshape { readonly type: 'reshape'; readonly shape: readonly number[] }
export interface Flatten { readonly type: 'flatten' }
/** Adds a border: the picture mirrored about its outermost pixels, or zeros. */
export interface Pad { readonly type: 'pad'; readonly amount: number; readonly mode: 'reflect' | 'zero' }
/** Appends x and y of each pixel, from -scale to scale, and their distance from the middle. */
export interface Coordinates { readonly type: 'coordinates'; readonly scale: number }
/** `[1]`, a whole number, -> `[classes]`. Nothing is learnt through it. */
export interface OneHot { readonly type: 'oneHot'; readonly classes: number }

export type Layer =
  | Dense | Conv | UpConv | Upsample | DepthToSpace | Pool | GlobalPool | BatchNorm | InstanceNorm | LayerNorm
  | Activation | LeakyRelu | Maxout | Dropout | Affine | Residual | Skip | Concat
  | Reshape | Flatten | Pad | Coordinates | OneHot;

/** Axes of one example, without the batch; `null` is free (a network over pixels runs at any size). */
export type Shape = readonly (number | null)[];

export interface Network {
  readonly name: string;
  /** By name; the first is what the first layer reads. */
  readonly inputs: Readonly<Record<string, Shape>>;
  readonly layers: readonly Layer[];
}

export const network = (name: string, inputs: Network['inputs'], layers: readonly Layer[]): Network => ({ name, inputs, layers });

/** Fully connected over the last axis: `[..., n] -> [..., units]`. */
export const dense = (units: number, { bias = true } = {}): Dense => ({ type: 'dense', units, bias });
/** Convolution with a `size x size` kernel. */
export const conv = (filters: number, size: number, { stride = 1, padding = 'same', bias = true }: { stride?: number; padding?: Padding; bias?: boolean } = {}): Conv => ({ type: 'conv', filters, size, stride, padding, bias });
export const upConv = (filters: number, size = 4, { stride = 2, bias = true } = {}): UpConv => ({ type: 'upConv', filters, size, stride, bias });
export const upsample = (factor = 2): Upsample => ({ type: 'upsample', factor });
/** Shi et al., 2016: what enlarges last, after all layers ran on the small picture. */
export const depthToSpace = (factor = 2): DepthToSpace => ({ type: 'depthToSpace', factor });
export const maxPool = (size = 2, { stride = size, padding = 'valid' }: { stride?: number; padding?: Pool['padding'] } = {}): Pool => ({ type: 'pool', kind: 'max', size, stride, padding });
/** At a border with SAME padding the mean is over the pixels that exist. */
export const averagePool = (size = 2, { stride = size, padding = 'valid' }: { stride?: number; padding?: Pool['padding'] } = {}): Pool => ({ type: 'pool', kind: 'average', size, stride, padding });
export const globalPool = (): GlobalPool => ({ type: 'globalPool' });
/** Ioffe and Szegedy, 2015. `momentum` is the share of the running statistics that a training step keeps. */
export const batchNorm = ({ epsilon = 1e-5, momentum = .9, statistics = 'running' }: { epsilon?: number; momentum?: number; statistics?: BatchNorm['statistics'] } = {}): BatchNorm => ({ type: 'batchNorm', epsilon, momentum, statistics });
/** Ulyanov, Vedaldi and Lempitsky, 2016. */
export const instanceNorm = ({ epsilon = 1e-5 } = {}): InstanceNorm => ({ type: 'instanceNorm', epsilon });
/** Ba, Kiros and Hinton, 2016. */
export const layerNorm = ({ epsilon = 1e-5 } = {}): LayerNorm => ({ type: 'layerNorm', epsilon });
export const tanh = (): Activation => ({ type: 'activation', name: 'tanh' });
export const sigmoid = (): Activation => ({ type: 'activation', name: 'sigmoid' });
export const softplus = (): Activation => ({ type: 'activation', name: 'softplus' });
export const relu = (): Activation => ({ type: 'activation', name: 'relu' });
export const sin = (): Activation => ({ type: 'activation', name: 'sin' });
export const abs = (): Activation => ({ type: 'activation', name: 'abs' });
export const sqrt = (): Activation => ({ type: 'activation', name: 'sqrt' });
export const leakyRelu = (slope = .2): LeakyRelu => ({ type: 'leakyRelu', slope });
/** Goodfellow et al., 2013. */
export const maxout = (pieces: number): Maxout => ({ type: 'maxout', pieces });
export const dropout = (rate = .5): Dropout => ({ type: 'dropout', rate });
export const affine = (scale: number, shift: number): Affine => ({ type: 'affine', scale, shift });
export const residual = (layers: readonly Layer[], scale = 1): Residual => ({ type: 'residual', layers, scale });
export const skip = (layers: readonly Layer[]): Skip => ({ type: 'skip', layers });
export const concat = (input: string): Concat => ({ type: 'concat', input });
export const reshape = (...shape: readonly number[]): Reshape => ({ type: 'reshape', shape });
export const flatten = (): Flatten => ({ type: 'flatten' });
export const pad = (amount: number, mode: Pad['mode'] = 'reflect'): Pad => ({ type: 'pad', amount, mode });
export const coordinates = (scale = 1): Coordinates => ({ type: 'coordinates', scale });
export const oneHot = (classes: number): OneHot => ({ type: 'oneHot', classes });
