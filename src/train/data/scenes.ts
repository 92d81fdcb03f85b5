// Procedural pictures of which everything is known. A scene is a function from a place to a colour; it is sampled nine
// times a pixel here. Two kinds: one shape on a ground, and a small landscape.

import { random, type Random } from '../../core/random.ts';
import { classColumn, numberColumn } from './attributes.ts';
import type { DataDraft } from './data-set.ts';
import type { Scene } from './scene.ts';
import { landscapeScene, REGIONS } from './scene-landscape.ts';
import { shapeScene } from './scene-shapes.ts';

const KINDS: Readonly<Record<string, { readonly title: string; readonly make: (chance: Random) => Scene; readonly regions?: readonly string[] }>> = {
  shapes: { title: 'One shape on a ground', make: shapeScene },
  landscape: { title: 'Small drawn landscapes', make: landscapeScene, regions: REGIONS },
};

export const SCENE_KINDS: readonly string[] = Object.keys(KINDS);

const SAMPLES = 3;

/** Draws `scene` as [size, size, 3] bytes into `out`, which is borrowed. */
export const drawScene = ({ colour }: Scene, size: number, out: Uint8Array): void => {
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) {
    const sum = [0, 0, 0];
    for (let j = 0; j < SAMPLES; j++) for (let i = 0; i < SAMPLES; i++) {
      const sample = colour((x + (i + .5) / SAMPLES) / size, (y + (j + .5) / SAMPLES) / size);
      for (let c = 0; c < 3; c++) sum[c]! += sample[c]!;
    }
    for (let c = 0; c < 3; c++) out[(y * size + x) * 3 + c] = Math.round((sum[c]! / SAMPLES ** 2) * 255);
  }
};

/** `count` scenes of a kind; its attributes are columns, and its regions a column [size, size]. */
export const scenes = ({ style, size, count, seed }: { style: string; size: number; count: number; seed: number }): DataDraft => {
  const { title, make, regions } = KINDS[style]!;
  const chance = random(seed, `scenes ${style}`);
  const items = new Uint8Array(count * size * size * 3), map = new Uint8Array(regions ? count * size * size : 0);
  const made = Array.from({ length: count }, () => make(chance));
  for (const [i, scene] of made.entries()) {
    drawScene(scene, size, items.subarray(i * size * size * 3, (i + 1) * size * size * 3));
    if (regions && scene.region) for (let p = 0; p < size * size; p++) map[i * size * size + p] = scene.region(((p % size) + .5) / size, (Math.floor(p / size) + .5) / size);
  }
  const columns = Object.keys(made[0]?.attributes ?? {}).map((name) => {
    const values = made.map(({ attributes }) => attributes[name]!);
    return [name, values.every((value) => typeof value === 'number') ? numberColumn(values) : classColumn(values.map(String))] as const;
  });
  return {
    title: `${title}: ${count}`, shape: [size, size, 3], items,
    columns: { ...Object.fromEntries(columns), ...(regions ? { regions: { values: map, shape: [size, size], classes: regions } } : {}) },
    licence: 'none needed: made by the program', credits: [], sources: [],
  };
};
