// The param kinds: a plugin declares them, and the panel, the link, presets, the README table and the contract tests
// derive from the declaration. This file only describes; `core/params.ts` parses, compares and resolves values.

/** What a change costs: seen next frame · `reset` is called · a new instance is made before the old one is dropped. */
export type Apply = 'live' | 'reset' | 'rebuild';

interface Common {
  /** Shown in the panel; the param's key where absent. */
  readonly label?: string;
  /** One sentence for the README table and the panel's tooltip. */
  readonly hint?: string;
  readonly apply: Apply;
}

export interface NumberParam extends Common { readonly kind: 'number'; readonly default: number; readonly min: number; readonly max: number; readonly step?: number }
export interface IntParam extends Common { readonly kind: 'int'; readonly default: number; readonly min: number; readonly max: number }
export interface ToggleParam extends Common { readonly kind: 'toggle'; readonly default: boolean }
export interface ChoiceParam<O extends string = string> extends Common { readonly kind: 'choice'; readonly default: O; readonly options: readonly O[] }
/** sRGB as `#rrggbb`. */
export interface ColorParam extends Common { readonly kind: 'color'; readonly default: string }
export interface Vec2Param extends Common { readonly kind: 'vec2'; readonly default: readonly [number, number]; readonly min: number; readonly max: number }
/** An integer 0 .. 2^32 - 1 that names one draw of everything random. */
export interface SeedParam extends Common { readonly kind: 'seed'; readonly default: number }

/** A small grey drawing made with the pointer. Its value is text: `sketchInk` reads it, `sketchOf` writes it; '' is empty. */
export interface SketchParam extends Common { readonly kind: 'sketch'; readonly default: string; readonly width: number; readonly height: number }

/** A row of on/off switches. Its value is a `0` or `1` for each: `Array.from(value, Number)` gives the gates. */
export interface MaskParam extends Common {
  readonly kind: 'mask';
  readonly default: string;
  readonly count: number;
  /** What each switch is, in order; their numbers from 1 where absent. */
  readonly names?: readonly string[];
}

/** Prior of a latent; the instrument walks, mixes and clamps by it. */
export type Distribution = 'normal' | 'uniform' | 'sphere' | 'categorical';

export interface LatentParam extends Common {
  readonly kind: 'latent';
  readonly dims: number;
  readonly distribution: Distribution;
  /** Names of known codes, by dimension. */
  readonly names?: readonly string[];
  readonly default: LatentState;
}

/**
 * Where a latent is and how it wanders: what the recipe stores. The point at time t is
 * `center + radius * spline(phase + t * speed / 60)`, a closed spline through key points drawn from `seed`.
 */
export interface LatentState {
  readonly seed: number;
  /** `dims` numbers, or none for the origin (for a categorical latent: its first category). */
  readonly center: readonly number[];
  /** Key points per minute; 0 rests. */
  readonly speed: number;
  /** 0 stays at the centre, 1 walks the whole prior. */
  readonly radius: number;
  /** Key points already passed at time 0; keeps the place when the speed changes. */
  readonly phase: number;
}

export type Param = NumberParam | IntParam | ToggleParam | ChoiceParam | ColorParam | Vec2Param | SeedParam | SketchParam | MaskParam | LatentParam;
export type ParamKind = Param['kind'];
export type Params = Readonly<Record<string, Param>>;

/** A param's value in a recipe. */
export type StateOf<P extends Param> =
  P extends NumberParam | IntParam | SeedParam ? number :
  P extends ToggleParam ? boolean :
  P extends ChoiceParam<infer O> ? O :
  P extends ColorParam | SketchParam | MaskParam ? string :
  P extends Vec2Param ? readonly [number, number] :
  P extends LatentParam ? LatentState : never;

/** A param's value as a plugin sees it: a latent is the point of this moment, `[dims]`, borrowed until the job ends. */
export type ValueOf<P extends Param> = P extends LatentParam ? Float32Array : StateOf<P>;

export type States<S extends Params = Params> = { readonly [K in keyof S]: StateOf<S[K]> };
export type Values<S extends Params = Params> = { readonly [K in keyof S]: ValueOf<S[K]> };

type Options<P extends Param> = Omit<P, 'kind' | 'apply'> & { readonly apply?: Apply };
type SketchOptions = Omit<Options<SketchParam>, 'default'> & { readonly default?: string };
type MaskOptions = Omit<Options<MaskParam>, 'default'> & { readonly default?: string };
type LatentOptions = Omit<LatentParam, 'kind' | 'apply' | 'default'> & { readonly apply?: Apply; readonly default?: Partial<LatentState> };

const stillLatent: LatentState = { seed: 1, center: [], speed: 6, radius: 1, phase: 0 };

/** Builders of param declarations; `apply` is 'live' unless said. */
export const p = {
  number: (options: Options<NumberParam>): NumberParam => ({ kind: 'number', apply: 'live', ...options }),
  int: (options: Options<IntParam>): IntParam => ({ kind: 'int', apply: 'live', ...options }),
  toggle: (options: Options<ToggleParam>): ToggleParam => ({ kind: 'toggle', apply: 'live', ...options }),
  choice: <const O extends string>(options: Omit<ChoiceParam<O>, 'kind' | 'apply' | 'default'> & { readonly apply?: Apply; readonly default: NoInfer<O> }): ChoiceParam<O> => ({ kind: 'choice', apply: 'live', ...options }),
  color: (options: Options<ColorParam>): ColorParam => ({ kind: 'color', apply: 'live', ...options }),
  vec2: (options: Options<Vec2Param>): Vec2Param => ({ kind: 'vec2', apply: 'live', ...options }),
  seed: (options: Partial<Options<SeedParam>> = {}): SeedParam => ({ kind: 'seed', apply: 'reset', default: 1, ...options }),
  /** Empty unless said. */
  sketch: (options: SketchOptions): SketchParam => ({ kind: 'sketch', apply: 'live', default: '', ...options }),
  /** All on unless said. */
  mask: (options: MaskOptions): MaskParam => ({ kind: 'mask', apply: 'live', default: Array.from({ length: options.count }, () => '1').join(''), ...options }),
  latent: ({ default: start, ...options }: LatentOptions): LatentParam => ({ kind: 'latent', apply: 'live', ...options, default: { ...stillLatent, ...start } }),
  /** An input a plugin reads: another piece's picture, a file, a camera. Declared now; pieces without a source run without it. */
  image: (options: Omit<ImageInput, 'kind'> = {}): ImageInput => ({ kind: 'image', ...options }),
} as const;

export interface ImageInput { readonly kind: 'image'; readonly label?: string; readonly hint?: string }
