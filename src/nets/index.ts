// '#nets': networks as data and the WGSL executor. The tf executor is '#nets/tf', so that a page that only draws does
// not load tfjs with every plugin.

export * from './network.ts';
export { inspect, sized, type NetworkReport } from './shapes.ts';
export { normalWeights, type NormalInit, type Weight, type Weights } from './weights.ts';
export { compilePixelProgram, type PixelProgram } from './wgsl/pixel-program.ts';
export { inkPaint, palettePaint, rgbPaint, setColor, tonePaint, type Paint } from './wgsl/paint.ts';
export { compileProgram, type Program, type ProgramOptions } from './wgsl/program.ts';
export { colourOf, type Colour, type Look } from './wgsl/look.ts';
export { checkWeights, networkWeights } from './check-weights.ts';
export { canonicalBytes, lossCurve, readProvenance, writeProvenance, type LossCurve, type Measured, type Provenance } from './provenance.ts';
export { readSafetensors, together, within, writeSafetensors, type WeightsFile } from './safetensors.ts';
export * from './trainer.ts';
export { clears, heldColumn, heldLine, heldPart, shareAbove, type Bar, type HeldColumn, type HeldOut, type Learnt, type Line, type Looks, type Metric, type Proof, type ProofInput, type Rows, type Seen } from './proof.ts';
export { runPlain } from './plain.ts';
export { random, type Random } from '../core/random.ts';
export { drawPoint } from '../core/latent.ts';
export { aboutNetwork, aboutWeights } from './about.ts';
