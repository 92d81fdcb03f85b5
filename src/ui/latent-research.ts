import type { Measure } from './latent-dimensions.ts';
import type { LatentTools } from './latent-tools.ts';
import type { WorkOptions } from './work.ts';
export const measuring = (_t: LatentTools, _p: string, _k: string): Measure => () => Promise.reject(new Error('x'));
export const finding = (_t: LatentTools, _p: string, _k: string): WorkOptions['run'] => () => Promise.reject(new Error('x'));
