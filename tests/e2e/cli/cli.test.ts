// The command line as a person meets it: started as a process, judged by exit code, words and files.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { afterAll, describe, expect, test } from 'vitest';
import { inRoot } from '../../../src/cli/root.ts';
import { recipeInPng } from '../../../src/record/extract.ts';

const folder = mkdtempSync(join(tmpdir(), 'driftloom-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended { readonly code: number | null; readonly out: string; readonly err: string }

const commandLine = (name: string, args: readonly string[]): string[] => ['--import', 'tsx', inRoot('src/cli', `${name}.ts`), ...args];
const run = (name: string, ...args: string[]): Ended => {
  const { status, stdout, stderr } = spawnSync(process.execPath, commandLine(name, args), { cwd: inRoot(), encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

describe('wrong arguments are one sentence and exit code 2', () => {
  test.each([
    ['render'],
    ['render', 'cppn', '--set', 'scale=400'],
    ['render', join(folder, 'missing.json')],
    ['start', '--port', '99999'],
    ['new-plugin', 'Not An Id'],
    ['new-plugin', 'cppn'],
    ['docs', 'extra'],
  ].map((words) => [words] as const))('%j', ([name = '', ...args]) => {
    const { code, out, err } = run(name, ...args);
    expect(err).toMatch(/^[^\n]+\.\n$/);
    expect([code, out]).toEqual([2, '']);
  });

  test('through npm too', () => {
    const { status, stderr } = spawnSync('npm', ['run', '--silent', 'render', '--', 'no-such-plugin'], { cwd: inRoot(), encoding: 'utf8', shell: process.platform === 'win32' });
    expect(status).toBe(2);
    expect(stderr).toContain('There is no plugin "no-such-plugin"; there are ');
  });
});

test.each(['start', 'test', 'render', 'new-plugin', 'docs'])('%s --help says how it is written', (name) => {
  const { code, out, err } = run(name, '--help');
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^npm (start|test|run )/);
});

describe('render', () => {
  /** Renders to a folder of its own and answers the files' bytes by name. */
  const render = (into: string, ...args: string[]): Record<string, Buffer> => {
    const { code, err } = run('render', ...args, '--out', join(folder, into, '%03d.png'));
    expect([code, err]).toEqual([0, expect.stringContaining('frames')]);
    return Object.fromEntries(readdirSync(join(folder, into)).sort().map((name) => [name, readFileSync(join(folder, into, name))]));
  };

  test('the same moment is the same file, whole, in shares, and gone on with where some are missing', () => {
    const picture = ['cppn', '--texture', '--size', '64x48', '--fps', '2', '--set', 'depth=2', '--frames', '3'];
    const first = render('first', ...picture);
    expect(Object.keys(first)).toEqual(['000.png', '001.png', '002.png']);
    expect(render('shares', ...picture, '--shard', '2/2')).toEqual({ '001.png': first['001.png'], '002.png': first['002.png'] });
    const file = (name: string): string => join(folder, 'shares', name);
    const looked = (): Ended => run('render', ...picture, '--join', '--shard', '1/2', '--out', file('%03d.png'));
    expect(looked()).toEqual({ code: 1, out: '', err: '1 of 3 frames are missing: 0, of shard 1. The same command with --resume in place of --join renders them.\n' });
    writeFileSync(file('002.png'), first['002.png']!.subarray(0, 500));
    expect(render('shares', ...picture, '--resume')).toEqual(first);
    expect(looked()).toEqual({ code: 0, out: '', err: expect.stringMatching(/^All 3 frames are there, whole and from this recipe: /) as string });
    expect(first['001.png']).not.toEqual(first['000.png']);
    expect(recipeInPng(first['001.png']!)).toMatchObject({ clock: { time: .5, playing: false }, pieces: [{ plugin: 'cppn', params: { depth: 2 } }] });
    const { width, height, data } = decode(first['000.png']!);
    expect([width, height]).toEqual([64, 48]);
    expect(new Set(data).size).toBeGreaterThan(20);
  });

  test('two runs of the scene give the same files', () => {
    const scene = ['cppn', '--preset', 'tide', '--size', '96x64', '--frames', '2', '--fps', '2'];
    const first = render('scene', ...scene);
    expect(render('scene-again', ...scene)).toEqual(first);
    const { width, height, data } = decode(first['001.png']!);
    expect([width, height]).toEqual([96, 64]);
    expect(new Set(data).size).toBeGreaterThan(20);
  });
});

test('a print has its pixels, says how large it is meant, and carries its recipe', () => {
  const picture = join(folder, 'print.png');
  const { code, err } = run('render', 'cppn', '--print', '160x40mm', '--dpi', '100', '--depth', '16', '--set', 'depth=1', '--out', picture);
  expect([code, err]).toEqual([0, expect.stringMatching(/^630 x 157 pixels in [\d.]+ s: /)]);
  const { width, height, depth, data, resolution } = decode(readFileSync(picture), { checkCrc: true });
  expect([width, height, depth, resolution]).toEqual([630, 157, 16, { x: 3937, y: 3937, unit: 1 }]);
  expect(new Set(data).size).toBeGreaterThan(256);
  expect(recipeInPng(readFileSync(picture))).toMatchObject({ pieces: [{ plugin: 'cppn', params: { depth: 1 } }] });
});

test('what flows in from outside is rendered; what is not at hand there is told, and the others go on', () => {
  const recipe = join(folder, 'sources.json'), picture = join(folder, 'still.png');
  const piece = (id: string, source: unknown): unknown => ({ id, plugin: 'picture', size: [64, 32], inputs: { picture: source } });
  writeFileSync(recipe, JSON.stringify({ version: 1, pieces: [
    piece('shipped', { from: 'still', still: 'landscapes/valley-01.jpg' }),
    piece('missing', { from: 'image', name: 'portrait.jpg', file: 'ab'.repeat(32) }), piece('seen', { from: 'webcam' }),
  ] }));
  const { code, err } = run('render', recipe, '--texture', '--piece', 'shipped', '--out', picture);
  expect([code, err.split('\n').filter((line) => /input|frames/.test(line))]).toEqual([0, [
    expect.stringContaining('portrait.jpg is not kept in this browser; drop it on the window and it is used again.'),
    expect.stringContaining('No camera can be used here.'), expect.stringContaining('1 of 1 frames'),
  ]]);
  const { width, height, data } = decode(readFileSync(picture));
  expect([width, height]).toEqual([64, 32]);
  expect(new Set(data).size).toBeGreaterThan(60);
});

describe('start', () => {
  test('serves the viewer where it says, refuses a taken port, and stops when told', async () => {
    const probe = createServer();
    const port = await new Promise<number>((resolve) => probe.listen(0, 'localhost', () => resolve((probe.address() as { port: number }).port)));
    await new Promise((resolve) => probe.close(resolve));
    const server = spawn(process.execPath, commandLine('start', ['--no-open', '--port', String(port)]), { cwd: inRoot(), stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve) => server.once('exit', resolve));
    try {
      const line = await new Promise<string>((resolve) => server.stdout.setEncoding('utf8').once('data', resolve));
      expect(line).toBe(`Driftloom is at http://localhost:${port}/\n`);
      expect(await (await fetch(line.trim().split(' ').at(-1)!)).text()).toContain('/src/main.ts');
      expect(run('start', '--no-open', '--port', String(port))).toEqual({ code: 2, out: '', err: expect.stringMatching(/^Port \d+ is taken; [^\n]+\.\n$/) as string });
    } finally {
      server.kill('SIGINT');
    }
    expect(await ended).toBe(0);
  });
});

test('setup has nothing to do in a moment, and says nothing', () => {
  expect(existsSync(inRoot('node_modules'))).toBe(true);
  const { status, stdout, stderr } = spawnSync(process.execPath, [inRoot('src/cli/setup.mjs')], { encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
});
