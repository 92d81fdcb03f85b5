import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { checkPluginId, makePlugin } from '../../src/cli/make-plugin.ts';
import { inRoot } from '../../src/cli/root.ts';

// In plugins/, so that its imports are a real plugin's; the underscore keeps it out of every registry meanwhile.
const folder = inRoot('plugins', `_made-by-a-test-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (...args: string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: inRoot(), encoding: 'utf8' });
  return { status, output: stdout + stderr };
};

describe('a new plugin', { timeout: 120_000 }, () => {
  const files = makePlugin('quiet-sea', folder);

  test('has the template\'s files under its own name', () => {
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'index.ts', 'networks.ts', 'quiet-sea.test.ts']);
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    expect(text).toContain("id: 'quiet-sea'");
    expect(text).toContain("title: 'Quiet sea'");
    expect(text).not.toMatch(/_template|Template/);
  });

  test('passes the type check', () => {
    const config = join(folder, 'tsconfig.json');
    // What the check of the whole project remembers stays: this one remembers in its own folder.
    writeFileSync(config, JSON.stringify({ extends: '../../tsconfig.json', compilerOptions: { tsBuildInfoFile: 'tsbuildinfo' }, include: ['.', '../../src/api'] }));
    expect(node(inRoot('node_modules/typescript/bin/tsc'), '--noEmit', '-p', config)).toEqual({ status: 0, output: '' });
  });

  test('passes its own test', () => {
    const { status, output } = node(inRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', 'unit', folder);
    expect(output).toMatch(/2 passed/);
    expect(status).toBe(0);
  });
});

test('a folder that exists is left alone', () => {
  expect(() => makePlugin('cppn', inRoot('plugins', 'cppn'))).toThrow('plugins/cppn is there already; choose another id.');
});

test.each(['', 'A', '1a', '_a', 'a b', '../a', 'a/b', 'a'.repeat(41), 'ünder'])('%j is no id', (id) => {
  expect(() => checkPluginId(id)).toThrow('A plugin\'s id is');
});
