import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, describe, expect, test } from 'vitest';
import { sketchOf, type LatentState } from '#api';
import { createClock } from '../../src/core/clock.ts';
import { createRegistry } from '../../src/engine/registry.ts';
import { isRendered, writeStream, writeWhole } from '../../src/cli/render-files.ts';
import { joinPictures } from '../../src/cli/render-join.ts';
import { planRender, readPattern, type RenderPlan } from '../../src/cli/render-plan.ts';
import { framesOf, momentsOf, readShard } from '../../src/cli/render-shards.ts';
import { embedRecipe } from '../../src/record/embed.ts';
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
    [['cppn', '--print', 'A9'], "A print's size is one of A4"],
    [['cppn', '--print', 'A0', '--dpi', '1200'], 'this would be 39732 x 56173'],
    [['cppn', '--print', 'A4', '--dpi', '20'], '--dpi'],
    [['cppn', '--print', 'A4', '--size', '8x8'], 'exclude'],
    [['cppn', '--print', 'A4', '--frames', '2', '--out', '%d.png'], '--print writes one picture'],
    [['cppn', '--print', 'A4', '--shard', '1/2'], 'neither divided nor joined'],
    [['cppn', '--print', 'A4', '--out', 'a.mp4'], '--print writes a .png file'],
    [['cppn', '--dpi', '300'], '--dpi belongs to --print'],
    [['cppn', '--depth', '12'], '--depth is 8 or 16'],
    [['cppn', '--depth', '16'], 'belongs to --print and --texture'],
    [['cppn', '--format', 'mp4'], 'name one with --out'],
    [['cppn', '--out', 'a.webm', '--format', 'mp4'], '--format of a .webm file is webm or webm-vp8'],
    [['cppn', '--out', 'a.mp4', '--texture'], 'a film shows the scene'],
    [['cppn', '--out', 'a.gif', '--shard', '1/2'], 'A GIF is neither divided nor joined'],
    [['cppn', '--out', 'a.gif', '--join'], 'A GIF is neither divided nor joined'],
    [['cppn', '--out', 'a.gif', '--resume'], '--resume belongs to'],
    [['cppn', '--loop'], 'belong to films'],
    [['cppn', '--audio', 'package.json'], 'belong to films'],
    [['cppn', '--out', 'a.gif', '--audio', 'package.json'], '--audio belongs to a whole .mp4 or .webm film'],
    [['cppn', '--out', 'a.mp4', '--audio', 'package.json', '--shard', '1/2'], '--audio belongs to a whole'],
    [['cppn', '--out', 'a.mp4', '--audio', 'no-such.ogg'], '--audio: there is no file no-such.ogg.'],
    [['cppn', '--alpha'], 'belong to films'],
    [['cppn', '--supersampling', '2'], 'belong to films'],
    [['cppn', '--out', 'a.mp4', '--supersampling', '5'], '--supersampling must be a whole number 1 to 4'],
    [['cppn', '--out', 'a.mp4', '--quality', 'best'], '--quality is medium, high, very-high; got "best"'],
    [['cppn', '--out', 'a.mp4', '--alpha'], 'MP4, H.264 cannot be transparent'],
    [['cppn', '--out', 'a.mp4', '--size', '63x48'], 'Films have an even number of pixels'],
    [['cppn', '--out', 'a.gif', '--fps', '60'], 'is 1 to 50; got 60'],
    [['cppn', '--join', '--resume'], 'say one of them'],
    [['cppn', '--shard', '3'], '--shard is written i/n'],
    [['cppn', '--shard', '0/4'], 'There is no shard 0 of 4'],
    [['cppn', '--shard', '5/4'], 'There is no shard 5 of 4'],
    [['cppn', '--shard', '1/0'], '1 to 10000 shards'],
    [['cppn', '--shard', 'auto'], 'found neither'],
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

describe('shares', () => {
  test.each([
    ['3/8', {}, { index: 3, count: 8 }],
    ['auto', { SLURM_ARRAY_TASK_ID: '0', SLURM_ARRAY_TASK_COUNT: '4' }, { index: 1, count: 4 }],
    ['auto', { SLURM_ARRAY_TASK_ID: '4', SLURM_ARRAY_TASK_COUNT: '4', SLURM_ARRAY_TASK_MIN: '1' }, { index: 4, count: 4 }],
    ['auto', { SLURM_ARRAY_TASK_ID: '18', SLURM_ARRAY_TASK_COUNT: '3', SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_STEP: '4' }, { index: 3, count: 3 }],
    ['auto/6', { SLURM_ARRAY_TASK_ID: '5' }, { index: 6, count: 6 }],
    ['auto/8', { JOB_COMPLETION_INDEX: '7' }, { index: 8, count: 8 }],
  ] as const)('%s with %j', (text, env, shard) => {
    expect(readShard(text, env)).toEqual(shard);
  });

  test.each([[{ SLURM_ARRAY_TASK_ID: '2' }, 'SLURM_ARRAY_TASK_COUNT'], [{ JOB_COMPLETION_INDEX: '2' }, 'a Job does not tell how many'], [{ JOB_COMPLETION_INDEX: 'x' }, 'found neither']] as const)('%j says too little', (env, why) => {
    expect(() => readShard('auto', env)).toThrow(why);
  });

  test('cover every frame once, whatever the numbers', () => {
    for (const [frames, count] of [[1, 1], [10, 3], [3, 10], [240, 7], [1, 10000]] as const) {
      const all = Array.from({ length: count }, (_, i) => framesOf({ index: i + 1, count }, frames)).flatMap(([first, end]) => Array.from({ length: end - first }, (_, i) => first + i));
      expect(all).toEqual(Array.from({ length: frames }, (_, i) => i));
    }
  });

  test.each([[0, 60], [2.5, 24], [1 / 3, 29.97], [1e-3, 7]] as const)('from %d s at %d a second know the moments that a whole rendering has', (start, fps) => {
    const clock = createClock(), moment = momentsOf(start, fps);
    clock.seek(start);
    const whole = Array.from({ length: 400 }, (_, i) => {
      if (i > 0) clock.step(fps);
      return clock.time;
    });
    expect(whole.map((_, i) => moment(i))).toEqual(whole);
    expect(momentsOf(start, fps)(399)).toBe(whole[399]);
  });

  test('of a scene that remembers are painted from the beginning', async () => {
    const remembers = async (recipe: object): Promise<boolean> => (await plan(recipeFile({ pieces: [{ id: 'a', plugin: 'cppn' }], ...recipe }))).remembers;
    expect(await remembers({})).toBe(false);
    expect(await remembers({ post: { trails: .5 } })).toBe(true);
    const smoothed = createRegistry({ cyclegan: () => import('../../plugins/cyclegan/index.ts') });
    expect((await planRender([recipeFile({ pieces: [{ plugin: 'cyclegan', params: { smoothing: .5 } }] })], smoothed)).remembers).toBe(true);
    expect((await planRender([recipeFile({ pieces: [{ plugin: 'cyclegan', params: { smoothing: 0 } }] })], smoothed)).remembers).toBe(false);
  });

  test('are planned', async () => {
    expect(await plan('cppn', '--frames', '10', '--shard', '2/3')).toMatchObject({ frames: 10, share: [3, 6], shards: 3 });
    expect(await plan('cppn', '--frames', '10')).toMatchObject({ share: [0, 10], shards: undefined });
    expect((await planRender(['cppn', '--frames', '10', '--shard', 'auto/5'], registry, { JOB_COMPLETION_INDEX: '4' })).share).toEqual([8, 10]);
  });
});

describe('prints and films', () => {
  test("a plugin's print is its own picture, a recipe's the scene", async () => {
    expect(await plan('cppn', '--print', 'A4', '--depth', '16')).toMatchObject({ output: { kind: 'print', dpi: 300 }, width: 2480, height: 3508, depth: 16, texture: 'cppn' });
    expect((await plan('cppn', '--print', 'A4')).recipe.pieces[0]?.size).toBeUndefined();
    const path = recipeFile({ pieces: [{ id: 'a', plugin: 'cppn' }] });
    expect(await plan(path, '--print', '30000x20000')).toMatchObject({ width: 30000, height: 20000, texture: undefined });
    expect((await plan(path, '--print', 'A4', '--texture')).texture).toBe('a');
    expect((await plan('cppn', '--print', 'A4', '--out', 'a.png')).file(0)).toBe('a.png');
  });

  test("a film's file says its format", async () => {
    const how = { loop: false, alpha: false, supersampling: 1, quality: 'high' };
    expect(await plan('cppn', '--frames', '90', '--out', 'a.MP4', '--loop')).toMatchObject({ frames: 90, output: { kind: 'film', how: { ...how, format: 'mp4', loop: true } } });
    expect((await plan('cppn', '--out', 'a.webm', '--format', 'webm-vp8', '--supersampling', '3')).output).toEqual({ kind: 'film', how: { ...how, format: 'webm-vp8', supersampling: 3 }, audio: undefined, whole: 'a.webm' });
    expect((await plan('cppn', '--out', 'a.webm', '--alpha', '--quality', 'medium')).output).toEqual({ kind: 'film', how: { ...how, format: 'webm', alpha: true, quality: 'medium' }, audio: undefined, whole: 'a.webm' });
    const part = await plan('cppn', '--out', 'out/a.b.webm', '--frames', '40', '--shard', '3/16');
    expect([part.file(0), part.share, part.output]).toEqual(['out/a.b-03-of-16.webm', [5, 7], { kind: 'film', how: { ...how, format: 'webm' }, audio: undefined, whole: 'out/a.b.webm' }]);
  });
});

describe('what is on disk', () => {
  const file = (frame: number): string => join(folder, `${frame}.png`), recipe = (frame: number): string => JSON.stringify({ version: 1, clock: { time: frame } });
  const picture = (frame: number, text = recipe(frame), width = 3): Uint8Array => embedRecipe(encode({ width, height: 2, channels: 3, data: new Uint8Array(width * 6) }), text);
  const isOf = (path: string, text: string): boolean => isRendered(path, 3, 2, text);
  const joined = (shards?: number): string => {
    try {
      return `${joinPictures(file, 6, recipe, isOf, shards)} frames`;
    } catch (error) {
      return (error as Error).message;
    }
  };

  test('is joined where every frame is there, whole and right; else what is not is named', () => {
    for (let frame = 0; frame < 6; frame++) writeWhole(file(frame), picture(frame));
    expect(joined()).toBe('6 frames');
    for (const frame of [1, 2, 5]) rmSync(file(frame));
    expect(joined()).toBe('3 of 6 frames are missing: 1-2, 5.');
    expect(joined(3)).toBe('3 of 6 frames are missing: 1-2, 5, of shards 1-3.');
    writeFileSync(file(1), picture(1).subarray(0, 80));
    writeWhole(file(2), picture(2, recipe(7)));
    writeWhole(file(5), picture(5, recipe(5), 4));
    expect(joined(6)).toBe('1 of 6 frames are missing: 1, of shard 2; 2 frames were rendered from another recipe, moment or size: 2, 5, of shards 3, 6.');
    expect([0, 1, 2, 3, 4, 5].filter((frame) => isOf(file(frame), recipe(frame)))).toEqual([0, 3, 4]);
  });

  test('is never half a file under its name', async () => {
    const path = join(folder, 'stream.png');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Uint8Array.of(1, 2));
      throw new Error('gone');
    }
    async function* whole(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Uint8Array.of(1, 2));
      yield Uint8Array.of(3);
    }
    await expect(writeStream(path, broken())).rejects.toThrow('gone');
    expect([existsSync(path), existsSync(`${path}.part`)]).toEqual([false, false]);
    await writeStream(path, whole());
    expect([...readFileSync(path)]).toEqual([1, 2, 3]);
  });
});
