// Makes the packs of held-out items in assets/datasets anew from the prepared sets: npx tsx src/cli/evaluate/make-packs.ts

import { readDataSet } from '../data/read.ts';
import { inRoot } from '../root.ts';
import { writePack } from './pack.ts';

const PACKS = { 'posters': 400, 'typeset-digits': 500 } as const;

for (const [name, count] of Object.entries(PACKS)) await writePack(inRoot('assets', 'datasets', name), readDataSet(name), count);
