// The evaluator's own proof: how many held-out digits it knows.

import { type Proof } from '#nets';
import { evaluator } from './network.ts';
import { openJudge } from './judge.ts';
import { within } from '../../nets/safetensors.ts';

export const SUFFICIENT = .985;

const proof: Proof = async ({ trained, untrained, heldOut }) => {
  const share = async (weights: typeof trained): Promise<number> => {
    const judge = openJudge({ file: evaluator.name, weights: new Map(Array.from(within(weights, 'evaluator'), ([name, weight]) => [`evaluator/${name}`, weight])), metadata: {} });
    const { classes } = await judge.see(heldOut.items);
    judge.dispose();
    return classes.reduce((right, seen, i) => right + (seen === heldOut.labels[i] ? 1 : 0), 0) / heldOut.count;
  };
  return [{ name: `digits known of ${heldOut.count}`, trained: await share(trained), untrained: await share(untrained), real: null, bar: { least: SUFFICIENT } }];
};

export default proof;
