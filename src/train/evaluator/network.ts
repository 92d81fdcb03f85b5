// The common evaluator E: a small classifier of digits after LeNet (LeCun et al., 1998) that stands where the published
// metrics have Inception. It is trained once, shipped and frozen; figures made with it are called FID-E and IS-E, and
// compare with each other only.

import { conv, dense, flatten, maxPool, network, relu, type Network } from '#nets';

/** `[28, 28, 1]` ink in 0..1 -> `[10]` logits. */
export const evaluator: Network = network('evaluator', { picture: [28, 28, 1] }, [
  conv(16, 5, { padding: 'valid' }), relu(), maxPool(2),
  conv(32, 5, { padding: 'valid' }), relu(), maxPool(2),
  flatten(), dense(64), relu(), dense(10),
]);

/** Path of the layer whose output is the 64 features of FID-E, precision and recall. */
export const FEATURE_LAYER = '8';
export const FEATURES = 64;
