// Where learning happens when there is no graphics processor to do it: tfjs on wasm, beside the page.

import { WASM_ADDRESSES } from '../nets/wasm/addresses.ts';
import { openWasm } from '../nets/wasm/backend.ts';
import { openStoredLooker } from './looker.ts';
import { serveTuner, type Port } from '../train/tuning/remote.ts';
import { openTuner } from '../train/tuning/tuner.ts';
import { tunable } from './trainers.ts';

let ready: Promise<void> | undefined;

serveTuner(globalThis as unknown as Port, async (plan) => {
  await (ready ??= openWasm(WASM_ADDRESSES));
  const { trainer, tuning } = await tunable(plan.plugin, plan.variant);
  return openTuner(trainer, tuning, plan, { looker: openStoredLooker });
});
