import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sketchOf, type LatentState } from '#api';
import { createRegistry } from '../../src/engine/registry.ts';
import { planRender, readPattern, type RenderPlan } from '../../src/cli/render-plan.ts';
import { samplerPlugin } from '../support/sampler-plugin.ts';

const registry = createRegistry({ cppn: () => import('../../plugins/cppn/index.ts'), sampler: () => Promise.resolve({ default: samplerPlugin }) });
const plan = (...args: string[]): Promise<RenderPlan> => planRender(args, registry);

const folder = mkdtempSync(join(tmpdir(), 'driftloom-plan-'));
afterAll(() => rmSync(folder, { recursive: true }));
const recipeFile = (value: unknown): string => {
  const path = join(folder, 'recipe.json');
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value));
  return path;
};

describe('a plugin', () => {
  test('is one paused piece over the whole window, painted at the size asked for', async () => {
    const { recipe, width, height, frames, fps, texture } = await plan('cppn', '--size', '300x200', '--start', '2.5');
    expect(recipe.clock).toEqual({ time: 2.5, playing: false });
    expect(recipe.pieces).toHaveLength(1);
    expect(recipe.pieces[0]).toMatchObject({ plugin: 'cppn', view: { kind: 'full' }, size: [300, 200] });
    expect([width, height, frames, fps, texture]).toEqual([300, 200, 1, 60, undefined]);
  });

  test('its own picture has its own size unless another is asked for', async () => {
    expect(await plan('cppn', '--texture')).toMatchObject({ width: 512, height: 512, texture: 'cppn' });
    expect((await plan('cppn', '--texture', '--size', '64x32')).recipe.pieces[0]?.size).toEqual([64, 32]);
  });

  test('a preset, and then single values of every kind', async () => {
    const { recipe } = await plan('cppn', '--preset', 'tide', '--set', 'scale=3.5', '--set', 'centre=-.1,.2', '--set', 'depth=2', '--set', 'ink=#FF0000',
      '--set', 'seed=9', '--set', 'z.speed=3', '--set', 'z.seed=4', '--set', 'z.center=.1,.2', '--set', 'view.kind=framed', '--set', 'post.bloom=0');
    const [piece] = recipe.pieces;
    expect(piece?.params).toMatchObject({ colour: 'tide', variant: 'residual', scale: 3.5, centre: [-.1, .2], depth: 2, ink: '#ff0000', seed: 9 });
    expect((piece?.params as { z: LatentState }).z).toMatchObject({ speed: 3, seed: 4, center: [.1, .2], radius: 1 });
    expect(piece?.view.kind).toBe('framed');
    expect(recipe.post.bloom).toBe(0);
  });

  test('every part of a latent that is one number, a word or a point', async () => {
    const { recipe } = await plan('cppn', '--set', 'z.psi=.5', '--set', 'z.beats=2', '--set', 'z.ease=linger', '--set', 'z.loop=0', '--set', 'z.middle=.1,.2');
    expect(recipe.pieces[0]!.params['z']).toMatchObject({ psi: .5, beats: 2, ease: 'linger', loop: 0, middle: [.1, .2] });
    await expect(plan('cppn', '--set', 'z.ease=often')).rejects.toThrow('--set z.ease: ');
  });

  test('a sketch and a mask are set by their text', async () => {
    const drawing = sketchOf(Float32Array.from({ length: 30 }, (_, i) => i / 29));
    const { recipe } = await plan('sampler', '--set', `drawing=${drawing}`, '--set', 'gates=01001');
    expect(recipe.pieces[0]?.params).toMatchObject({ drawing, gates: '01001' });
    expect((await plan('sampler', '--set', 'drawing=')).recipe.pieces[0]?.params).toMatchObject({ drawing: '' });
    await expect(plan('sampler', '--set', 'gates=0100')).rejects.toThrow('--set gates: must be 5 of 0 and 1; got "0100".');
  });
});

describe('a recipe file', () => {
  test('is rendered as it is, and what could not be used is listed', async () => {
    const path = recipeFile({ version: 1, clock: { time: 3 }, pieces: [{ id: 'a', plugin: 'cppn', params: { scale: 400 } }, { id: 'b', plugin: 'gone' }] });
    const { recipe, problems, texture } = await plan(path, '--texture', '--size', '8x8');
    expect(recipe.pieces.map(({ id }) => id)).toEqual(['a']);
    expect(recipe.clock).toEqual({ time: 3, playing: false });
    expect(texture).toBe('a');
    expect(problems).toHaveLength(2);
  });

  test('--piece says which of several is meant', async () => {
    const path = recipeFile({ pieces: [{ id: 'a', plugin: 'cppn' }, { id: 'b', plugin: 'cppn' }] });
    await expect(plan(path, '--texture')).rejects.toThrow('Say with --piece which is meant: a, b.');
    expect((await plan(path, '--piece', 'b', '--set', 'scale=4')).recipe.pieces.map(({ params }) => (params as { scale: number }).scale)).toEqual([2.2, 4]);
  });

  test.each([['{', 'cannot be read'], ['[1]', 'holds no piece'], ['{"pieces":[]}', 'holds no piece'], ['{"pieces":[{"plugin":"gone"}]}', 'holds no piece']])('%s is refused', async (text, why) => {
    await expect(plan(recipeFile(text))).rejects.toThrow(why);
  });
});

describe('wrong words', () => {
  test.each([
    [[], 'Say what to render'],
    [['nope'], 'There is no plugin "nope"; there are cppn, sampler.'],
    [['__proto__'], 'There is no plugin'],
    [['cppn', 'more'], 'one word too many'],
    [['cppn', '--wrong'], 'Unknown option'],
    [['none.json'], 'cannot be read'],
    [['cppn', '--preset', 'constructor'], 'has no preset'],
    [['cppn', '--set', 'scale=99'], '--set scale: must be 0.25 to 20; got 99.'],
    [['cppn', '--set', 'scale=NaN'], 'got "NaN"'],
    [['cppn', '--set', 'scale='], 'got ""'],
    [['cppn', '--set', 'scale'], 'must be written param=value'],
    [['cppn', '--set', 'toString=1'], 'has no param'],
    [['cppn', '--set', 'post.toString=1'], 'has no param'],
    [['cppn', '--set', 'scale.x=1'], 'only a latent has parts'],
    [['cppn', '--set', 'z=1'], 'z.seed'],
    [['cppn', '--set', 'z.center=1,2,3,4,5,6,7,8,9'], 'at most 8 numbers'],
    [['cppn', '--set', 'centre=1,2,3'], 'two numbers'],
    [['cppn', '--set', 'variant=nope'], 'must be one of'],
    [['cppn', '--size', '0x8'], '--size'],
    [['cppn', '--size', '8193x8'], '--size'],
    [['cppn', '--size', '8'], '--size'],
    [['cppn', '--frames', '0'], '--frames'],
    [['cppn', '--frames', '1e3'], '--frames'],
    [['cppn', '--frames', '2', '--out', 'a.png'], '--out needs a place'],
    [['cppn', '--out', 'a.jpg'], '.png'],
    [['cppn', '--fps', '0'], '--fps'],
    [['cppn', '--fps', 'fast'], '--fps'],
    [['cppn', '--start=-1'], '--start'],
    [['cppn', '--gpu', '--software'], 'exclude'],
    [['cppn', '--piece', 'b'], 'There is no piece "b"'],
  ])('%j', async (args, why) => {
    const error = await plan(...args).then(() => undefined, (reason: unknown) => reason as Error);
    expect(error).toMatchObject({ code: 'argument' });
    expect(error?.message).toContain(why);
    expect(error?.message).toMatch(/^[^\n]+[.]$/);
  });
});

test('file names count from 0 with as many places as asked for', () => {
  expect([0, 7, 123456].map(readPattern('out/%05d.png', 3))).toEqual(['out/00000.png', 'out/00007.png', 'out/123456.png']);
  expect([0, 12].map(readPattern('a%d-b.png', 2))).toEqual(['a0-b.png', 'a12-b.png']);
  expect(readPattern('one.PNG', 1)(0)).toBe('one.PNG');
  for (const pattern of ['%s.png', '%5d.png', '%d%d.png', '100%.png']) expect(() => readPattern(pattern, 2)).toThrow('--out');
});
