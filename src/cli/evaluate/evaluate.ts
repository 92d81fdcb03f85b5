// The figures of shipped weights, computed anew from the files each time: what the plugin's proof measures, with the
// frozen evaluator as the judge. Sets the tfjs backend to wasm where none is set.

import { existsSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { networkWeights, readProvenance, together, type Metric, type Proof, type Provenance, type WeightsFile } from '#nets';
import { badArgument } from '../../core/errors.ts';
import { random } from '../../core/random.ts';
import { inRoot } from '../root.ts';
import { chooseTrainer, EVALUATOR, trainersOf } from '../train/trainers.ts';
import { heldOutOf, learntOf, shippedCount } from './held-out.ts';
import { openJudges, readWeightsFile } from './judges.ts';

export { readWeightsFile } from './judges.ts';

/** Held-out items of a thorough evaluation: two halves of 4,500. */
const THOROUGH = 9000;
/** From this effort on prepared sets are looked at, too; less takes what is shipped, so that it is the same everywhere. */
const THOROUGHLY = .1;

export interface Evaluated {
  /** Path under assets/. */
  readonly file: string;
  readonly provenance: Provenance;
  readonly metrics: readonly Metric[];
}

const proofPath = (id: string): string => (id === EVALUATOR ? inRoot('src', 'train', 'evaluator', 'proof.ts') : inRoot('plugins', id, 'proof.ts'));

/** Everything that has something to prove, sorted. */
export const provable = (): string[] => [EVALUATOR, ...readdirSync(inRoot('plugins')).filter((id) => !id.startsWith('_') && existsSync(proofPath(id)))].sort();

/** Paths under assets/ of a plugin's weights. */
export const weightsFilesOf = (id: string): string[] => {
  const folder = inRoot('assets', id);
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.safetensors')).sort().map((name) => `${id}/${name}`) : [];
};

/** Where the file comes from; throws a sentence where it does not say. */
export const provenanceOf = ({ file, metadata }: WeightsFile): Provenance => {
  const { provenance, problems } = readProvenance(metadata);
  if (problems.length > 0) throw badArgument(`${file} does not say where it comes from: ${problems.join('; ')}.`);
  return provenance as Provenance;
};

/** Measures weights that say which plugin's they are. `effort` 1 takes 9,000 held-out items where they are prepared; tests take less. */
export const evaluateWeights = async (read: WeightsFile, effort: number): Promise<Omit<Evaluated, 'file'>> => {
  const provenance = provenanceOf(read);
  const { variant, label, plugin, seed, data } = provenance;
  const { trainer } = chooseTrainer(plugin, await trainersOf(plugin), variant);
  for (const part of trainer.ships) networkWeights(read, part, trainer.networks[part]!);
  const { default: proof } = await import(/* @vite-ignore */ pathToFileURL(proofPath(plugin)).href) as { default: Proof };
  const wanted = plugin === EVALUATOR ? 10_000 : Math.max(200, Math.round(THOROUGH * effort));
  const judges = openJudges(), learnt = effort >= THOROUGHLY ? learntOf(data) : undefined;
  try {
    const metrics = await proof({
      variant, label, effort, ...judges, ...(learnt ? { learnt } : {}),
      trained: read.weights, untrained: together(trainer.init(seed)),
      heldOut: await heldOutOf(data, effort >= THOROUGHLY ? wanted : Math.min(wanted, shippedCount(data))),
      random: (stream) => random(1, stream),
    });
    return { provenance, metrics };
  } finally {
    judges.dispose();
  }
};

/** Measures a file under assets/. */
export const evaluateFile = async (file: string, effort: number): Promise<Evaluated> => ({ file, ...await evaluateWeights(readWeightsFile(file), effort) });
