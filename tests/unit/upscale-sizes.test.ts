// Which pieces can be upscaled and how large their pictures are; a picture with its stage, which comes late, or not at all.

import { expect, test } from 'vitest';
import type { KernelStep, Output, PluginDefinition, Step } from '#api';
import { networkInvalid, upscalerUnfit } from '../../src/core/errors.ts';
import { defaults } from '../../src/core/params.ts';
import { viewParams } from '../../src/core/settings.ts';
import { serves, sizesOf, stepsInto, upscalable, withStage, type Size } from '../../src/engine/upscale.ts';
import type { Stage } from '../../src/engine/upscale-stage.ts';
import type { Picture } from '../../src/gpu/picture.ts';

const definition = (output: PluginDefinition['output']): PluginDefinition => ({ id: 'a', output, budget: { every: 1, levels: ['full', 'half'] } }) as unknown as PluginDefinition;
const recipe = (upscale: 'off' | '4x', size?: Size, params = {}): Parameters<typeof sizesOf>[1] => ({ params, view: { ...defaults(viewParams), upscale }, ...(size ? { size } : {}) });
const native: PluginDefinition['output']['native'] = ({ show }) => (show === 'grid' ? undefined : { width: 64, height: 48 });

test.each<[string, PluginDefinition['output'], Size | undefined, { small?: Size; size: Size }]>([
  ['a small picture', { width: 64, height: 32 }, undefined, { small: [64, 32], size: [256, 128] }],
  ['the largest', { width: 256, height: 256 }, undefined, { small: [256, 256], size: [1024, 1024] }],
  ['a large picture', { width: 257, height: 64 }, undefined, { size: [257, 64] }],
  ['a size that a plugin of one size is asked for', { width: 64, height: 64 }, [512, 512], { small: [64, 64], size: [256, 256] }],
  ['a plugin that is sharp at any size, at a large one', { width: 512, height: 512, resolutionFree: true }, undefined, { size: [512, 512] }],
  ['and at a small one', { width: 512, height: 512, resolutionFree: true }, [128, 96], { small: [128, 96], size: [512, 384] }],
  ['pixels of its own', { width: 512, height: 512, native }, undefined, { small: [64, 48], size: [256, 192] }],
  ['pixels of its own, and a size that is asked for', { width: 512, height: 512, resolutionFree: true, native }, [800, 600], { small: [64, 48], size: [800, 600] }],
  ['more pixels of its own than are upscaled', { width: 512, height: 512, native: () => ({ width: 300, height: 64 }) }, undefined, { size: [512, 512] }],
  ['pixels that it fails to tell', { width: 512, height: 512, native: () => { throw new Error('boom'); } }, undefined, { size: [512, 512] }],
  ['pixels that are no whole numbers', { width: 512, height: 512, native: () => ({ width: 10.5, height: 0 }) }, undefined, { size: [512, 512] }],
])('%s', (_, output, size, wanted) => {
  expect(sizesOf(definition(output), recipe('4x', size))).toEqual(wanted);
  expect(upscalable(definition(output), recipe('off', size))).toEqual(wanted.small);
  expect(sizesOf(definition(output), recipe('off', size)).small).toBeUndefined();
});

test('a plugin may have pixels of its own for some params only', () => {
  expect(upscalable(definition({ width: 512, height: 512, native }), recipe('4x', undefined, { show: 'grid' }))).toBeUndefined();
});

/** A picture, a stage and steps that only tell what was called. */
const told: string[] = [];
const output = (width: number): Output => ({ view: {} as GPUTextureView, width, height: width });
const picture = (width = 256): Picture => ({ width, height: width, textures: [], front: 1, count: 7, target: () => output(width), finish: () => undefined, show: () => undefined, dispose: () => told.push('picture') }) as unknown as Picture;
const step = (label: string): KernelStep => ({ label, flops: 0, encode: () => undefined });
const stage = (): Stage => ({ small: output(64), steps: ({ width }) => [step(`net to ${width}`)], dispose: () => told.push('stage') });
const painted = (into: Output): Iterable<Step> => [step(`paint ${into.width}`)];
const labels = (steps: Iterable<Step>): string[] => Array.from(steps, ({ label }) => label);

test('a job goes through the stage once it is there, at the best level', async () => {
  const staged = withStage(picture(), [64, 64], Promise.resolve(stage()));
  expect([staged.front, staged.count, staged.width]).toEqual([1, 7, 256]);
  expect(labels(stepsInto(staged, true, output(256), painted))).toEqual(['paint 256']);
  await staged.upscale!.ready;
  expect(labels(stepsInto(staged, true, output(256), painted))).toEqual(['paint 64', 'net to 256']);
  expect(labels(stepsInto(staged, false, output(128), painted))).toEqual(['paint 128']);
  expect(labels(stepsInto(picture(), true, output(256), painted))).toEqual(['paint 256']);
});

test('a picture serves again where both sizes are the same', () => {
  const staged = withStage(picture(), [64, 64], new Promise(() => undefined));
  expect(serves(staged, { size: [256, 256], small: [64, 64] })).toBe(true);
  expect(serves(staged, { size: [256, 256], small: [32, 64] })).toBe(false);
  expect(serves(staged, { size: [256, 256] })).toBe(false);
  expect(serves(picture(), { size: [256, 256] })).toBe(true);
  expect(serves(picture(), { size: [256, 128] })).toBe(false);
  expect(serves(undefined, { size: [256, 256] })).toBe(false);
});

test('they end together, and a stage that comes after the end, too', async () => {
  const early = withStage(picture(), [64, 64], Promise.resolve(stage()));
  await early.upscale!.ready;
  early.dispose();
  expect(told.splice(0)).toEqual(['stage', 'picture']);
  let arrive = (_: Stage): void => undefined;
  const late = withStage(picture(), [64, 64], new Promise((resolve) => { arrive = resolve; }));
  late.dispose();
  arrive(stage());
  await late.upscale!.ready;
  expect(told.splice(0)).toEqual(['picture', 'stage']);
  expect(late.upscale!.stage).toBeUndefined();
});

test('a stage that does not come leaves a sentence', async () => {
  const staged = withStage(picture(), [64, 64], Promise.reject(upscalerUnfit(networkInvalid('upscaler', '0 conv', 'needs a buffer'))));
  await staged.upscale!.ready;
  expect(staged.upscale!.problem).toBe('The upscaler does not fit this device: network upscaler, layer 0 conv: needs a buffer.');
  expect(labels(stepsInto(staged, true, output(256), painted))).toEqual(['paint 256']);
});
