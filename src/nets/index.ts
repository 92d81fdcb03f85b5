// '#nets': networks as data and the WGSL executor. The tf executor is '#nets/tf', so that a page that only draws does
// not load tfjs with every plugin.

export * from './network.ts';
export { inspect, type NetworkReport } from './shapes.ts';
export { normalWeights, type NormalInit, type Weight, type Weights } from './weights.ts';
export { compilePixelProgram, type PixelProgram } from './wgsl/pixel-program.ts';
export { inkPaint, palettePaint, rgbPaint, type Paint } from './wgsl/paint.ts';
