// Networks as data: a typed list of layer records, made by the small builders below. Nothing here computes; shapes,
// parameter counts and FLOPs follow in `shapes.ts`, and executors run the same record (`tf.ts`, `wgsl/`).

/** Elementwise functions an activation layer may apply. */
export type ActivationName = 'tanh' | 'sigmoid' | 'softplus' | 'relu' | 'sin' | 'abs' | 'sqrt';

export interface Dense { readonly type: 'dense'; readonly units: number; readonly bias: boolean }
export interface Activation { readonly type: 'activation'; readonly name: ActivationName }
/** x -> scale * x + shift, elementwise. */
export interface Affine { readonly type: 'affine'; readonly scale: number; readonly shift: number }
/** x -> x + scale * layers(x). */
export interface Residual { readonly type: 'residual'; readonly layers: readonly Layer[]; readonly scale: number }
/** Appends a named input along the channels; an input without pixels is the same at every pixel. */
export interface Concat { readonly type: 'concat'; readonly input: string }

export type Layer = Dense | Activation | Affine | Residual | Concat;

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
export const tanh = (): Activation => ({ type: 'activation', name: 'tanh' });
export const sigmoid = (): Activation => ({ type: 'activation', name: 'sigmoid' });
export const softplus = (): Activation => ({ type: 'activation', name: 'softplus' });
export const relu = (): Activation => ({ type: 'activation', name: 'relu' });
export const sin = (): Activation => ({ type: 'activation', name: 'sin' });
export const abs = (): Activation => ({ type: 'activation', name: 'abs' });
export const sqrt = (): Activation => ({ type: 'activation', name: 'sqrt' });
export const affine = (scale: number, shift: number): Affine => ({ type: 'affine', scale, shift });
export const residual = (layers: readonly Layer[], scale = 1): Residual => ({ type: 'residual', layers, scale });
export const concat = (input: string): Concat => ({ type: 'concat', input });
