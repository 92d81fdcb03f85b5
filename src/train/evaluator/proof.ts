// The evaluator's own proof: how many held-out digits it knows; and of the attribute net, how many faces it reads right.

import { heldColumn, within, type Metric, type Proof, type Weights } from '#nets';
import { ATTRIBUTES, knownAttributes } from './attributes.ts';
import { openAttributes } from './attribute-judge.ts';
import { openJudge } from './judge.ts';
import { evaluator } from './network.ts';

export const SUFFICIENT = .985;
/** Of each attribute's answers; a guess that always says the commoner one gets .5, .5 and .73. */
const READ = .95;

/** `name/...` of a file as the file of that net alone. */
const only = (weights: Weights, name: string): { file: string; weights: Weights; metadata: Record<string, string> } =>
  ({ file: name, weights: new Map(Array.from(within(weights, name), ([weight, value]) => [`${name}/${weight}`, value])), metadata: {} });

const digits: Proof = async ({ trained, untrained, heldOut }) => {
  const labels = heldColumn(heldOut, 'label');
  const share = async (weights: Weights): Promise<number> => {
    const judge = openJudge(only(weights, evaluator.name));
    const { classes } = await judge.see(heldOut.items);
    judge.dispose();
    return classes.reduce((right, seen, i) => right + (seen === labels[i] ? 1 : 0), 0) / heldOut.count;
  };
  return [{ name: `digits known of ${heldOut.count}`, trained: await share(trained), untrained: await share(untrained), real: null, bar: { least: SUFFICIENT } }];
};

const attributes: Proof = async ({ trained, untrained, heldOut }) => {
  const known = knownAttributes(heldOut);
  const shares = async (weights: Weights): Promise<number[]> => {
    const judge = openAttributes(only(weights, 'attributes'));
    const { data, size } = await judge.read(heldOut.items);
    judge.dispose();
    return ATTRIBUTES.map((_, k) => known.reduce((right, yes, i) => right + (i % size === k && (data[i]! > 0) === (yes === 1) ? 1 : 0), 0) / heldOut.count);
  };
  const [now, before] = [await shares(trained), await shares(untrained)];
  return ATTRIBUTES.map((name, k): Metric => ({ name: `${name} known of ${heldOut.count}`, trained: now[k]!, untrained: before[k]!, real: null, bar: { least: READ } }));
};

const proof: Proof = (input) => (input.variant === 'attributes' ? attributes : digits)(input);

export default proof;
