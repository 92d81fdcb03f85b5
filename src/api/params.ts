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
  /** What a slider of one dimension spans, and for a uniform prior where the space ends; by the prior where nothing is said. */
  readonly range?: readonly [low: number, high: number];
  readonly default: LatentState;
}

/** How a walk goes from one key point to the next: on without a halt · evenly · slowing down at each · resting at each. */
export const WALK_EASES = ['flow', 'linear', 'smooth', 'linger'] as const;
export type WalkEase = (typeof WALK_EASES)[number];

/** A way through a latent with a name: found in the page, or made of two groups of samples. */
export interface LatentDirection {
  readonly name: string;
  /** What one sigma is, `dims` numbers or fewer (the rest is 0). */
  readonly vector: readonly number[];
  /** Sigmas by which the latent is moved along it. */
  readonly amount: number;
}

/** The bins of the arithmetic desk: the mean of A less the mean of B and the mean of C. */
export const BINS = ['a', 'b', 'c'] as const;

/** A point that a person kept, and the bin of the desk that it lies in; '' in none. */
export interface LatentSample { readonly point: readonly number[]; readonly bin: '' | (typeof BINS)[number] }

/**
 * Where a latent is and how it wanders: what the recipe stores; the maths is `core/latent.ts`. The prior's draw of every
 * seed is a key point, and a walk passes those of `seed`, `seed + 1` and on: seed and fraction name each of its points.
 */
export interface LatentState {
  readonly seed: number;
  /** `dims` numbers, or none for the origin (for a categorical latent: its first category). */
  readonly center: readonly number[];
  /** Beats per minute; 0 rests. */
  readonly speed: number;
  /** Beats from one key point to the next. */
  readonly beats: number;
  readonly ease: WalkEase;
  /** Key points before the walk is back at its first; 0 never. */
  readonly loop: number;
  /** 0 stays at the centre, 1 walks the whole prior. */
  readonly radius: number;
  /** Key points already passed at time 0; keeps the place when the tempo changes. */
  readonly phase: number;
  /** Points that are passed, round and round, instead of the prior's draws: centre and radius have no say then. Up to ten. */
  readonly anchors: readonly (readonly number[])[];
  /** Truncation: how far from `middle` the point is, as a share of where it would be. */
  readonly psi: number;
  /** What truncation leads to, `dims` numbers; none for the origin (of categories: all alike). */
  readonly middle: readonly number[];
  readonly directions: readonly LatentDirection[];
  /** What was kept, in the order of keeping; moves nothing. */
  readonly saved: readonly LatentSample[];
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

const stillLatent: LatentState = { seed: 1, center: [], speed: 6, beats: 1, ease: 'flow', loop: 8, radius: 1, phase: 0, anchors: [], psi: 1, middle: [], directions: [], saved: [] };

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
  /** An input a plugin reads: another piece's picture, a file, a camera. Pieces without a source run without it. */
  image: (options: Omit<ImageInput, 'kind'> = {}): ImageInput => ({ kind: 'image', ...options }),
} as const;

export interface ImageInput { readonly kind: 'image'; readonly label?: string; readonly hint?: string }
