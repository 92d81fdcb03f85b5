// Makes the packs of held-out items in assets/datasets anew from the prepared sets: npx tsx src/cli/evaluate/make-packs.ts

import { writeFileSync } from 'node:fs';
import type { Rows } from '#nets';
import { learnLine } from '../../train/evaluator/domain.ts';
import { openTraining } from '../backends.ts';
import { readDataSet } from '../data/read.ts';
import { inRoot } from '../root.ts';
import { heldOutOf, linePath } from './held-out.ts';
import { openJudges } from './judges.ts';
import { writePack } from './pack.ts';

const PACKS = { 'posters': 400, 'typeset-digits': 500, 'portraits': 200, 'emoji-pairs': 200 } as const;
/** Squares of paintings that are looked at. */
const PAINTINGS = 300;

/** Of the paintings only what is seen in them is kept: the scans are not for handing on. */
const lookAtPaintings = async (): Promise<void> => {
  const training = await openTraining('wasm'), judges = openJudges();
  const { pictures, shape } = await heldOutOf('landscapes-vangogh', PAINTINGS + 1);
  const { middle: { data, size } } = await judges.look(pictures!['other']!.subarray(0, PAINTINGS * shape.reduce((a, b) => a * b)), shape[0]!);
  writeFileSync(inRoot('assets', 'datasets', 'vangogh', 'looks.json'), `${JSON.stringify({ size, rows: Array.from(data, (x) => Number(x.toPrecision(4))) })}\n`);
  judges.dispose();
  training.dispose();
};

/** Pictures of each heap that a line is learnt from. */
const LEARNT = 2000;

/** What parts the heaps of a set, from pictures that are learnt from. */
const drawLine = async (name: string, other: string): Promise<void> => {
  const training = await openTraining('wasm'), judges = openJudges(), { about: { shape, splits: { train: [start, end] } }, items, columns } = readDataSet(name);
  const area = shape.reduce((a, b) => a * b), count = Math.min(LEARNT, end - start);
  const seen = async (all: ArrayLike<number>): Promise<Rows> => (await judges.look(Float32Array.from({ length: count * area }, (_, k) => all[start * area + k]! / 255), shape[0]!)).middle;
  const { weights, bias } = learnLine(await seen(items), await seen(columns[other]!));
  writeFileSync(linePath(name)!, `${JSON.stringify({ weights: weights.map((x) => Number(x.toPrecision(5))), bias: Number(bias.toPrecision(5)) })}\n`);
  judges.dispose();
  training.dispose();
};

for (const [name, count] of Object.entries(PACKS)) await writePack(inRoot('assets', 'datasets', name), readDataSet(name), count);
for (const [name, other] of Object.entries({ 'portraits': 'other', 'emoji-pairs': 'pair', 'landscapes-vangogh': 'other' })) await drawLine(name, other);
await lookAtPaintings();
