// Metrics and diagnostics of generators on plain arrays: no tensors, no files, no clock; chance only from the stream that is handed in.

export * from './assignment.ts';
export * from './binomial.ts';
export * from './birthday.ts';
export * from './classes.ts';
export * from './collapse.ts';
export * from './correlation.ts';
export * from './distances.ts';
export * from './divergence.ts';
export * from './features.ts';
export * from './frechet.ts';
export * from './inception-score.ts';
export * from './information.ts';
export * from './k-means.ts';
export * from './memory.ts';
export * from './mixture.ts';
export * from './moments.ts';
export * from './neighbours.ts';
export * from './pictures.ts';
export * from './prd.ts';
export * from './resize.ts';
export * from './similarity.ts';
export * from './sinkhorn.ts';
export * from './strokes.ts';
export * from './wasserstein.ts';
