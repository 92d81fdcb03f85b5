import { describe, expect, test } from 'vitest';
import { onlyRun, tally as tallyOf, type Tally, type VitestReport } from '../../src/cli/tally.ts';

const file = (name: string, ...statuses: string[]): VitestReport['testResults'][number] =>
  ({ name, status: statuses.includes('failed') ? 'failed' : 'passed', assertionResults: statuses.map((status, i) => ({ status, fullName: `${name} ${i}` })) });
const report = (...testResults: VitestReport['testResults'][number][]): VitestReport => ({ testResults });
const tally = (of: VitestReport | undefined, exitCode: number, files: readonly string[]): Tally => tallyOf([{ report: of, exitCode }], files);

describe('tally', () => {
  test('counts what passed and failed', () => {
    expect(tally(report(file('a', 'passed', 'passed'), file('b', 'failed', 'passed')), 1, ['a', 'b'])).toEqual({ passed: 3, failed: 1, faults: [] });
  });

  test.each(['skipped', 'todo', 'pending'])('a %s test has failed', (status) => {
    const { passed, failed, faults } = tally(report(file('a', 'passed', status)), 0, ['a']);
    expect([passed, failed]).toEqual([1, 1]);
    expect(faults).toEqual([`a: "a 1" did not run (${status})`]);
  });

  test('a file that could not be loaded has failed, with its reason', () => {
    const broken = { name: 'a', status: 'failed', message: 'no such module\nat x', assertionResults: [] };
    expect(tally(report(broken, file('b', 'passed')), 1, [])).toEqual({ passed: 1, failed: 1, faults: ['a: no such module'] });
  });

  test('a file whose hooks failed has failed though its tests passed', () => {
    expect(tally(report({ ...file('a', 'passed'), status: 'failed', message: 'afterAll' }), 1, []).failed).toBe(1);
  });

  test('a file that no project ran has failed', () => {
    expect(tally(report(file('a', 'passed')), 0, ['a', 'b'])).toMatchObject({ passed: 1, failed: 1 });
  });

  test('no tests at all, no report, and an error outside every test are failures', () => {
    expect(tally(report(), 0, []).failed).toBe(1);
    expect(tally(undefined, 1, ['a', 'b']).failed).toBe(1);
    expect(tally(report(file('a', 'passed')), 1, ['a'])).toMatchObject({ passed: 1, failed: 1 });
  });

  test('tests left out by a name on the command line do not count', () => {
    expect(tally(onlyRun(report(file('a', 'passed', 'skipped'), file('b', 'skipped'))), 0, [])).toEqual({ passed: 1, failed: 0, faults: [] });
  });

  test('several runs are counted together: a file may have run in any, and each owes tests, a report and a clean end', () => {
    const ends = (exitCode: number, ...files: VitestReport['testResults'][number][]) => ({ report: report(...files), exitCode });
    expect(tallyOf([ends(0, file('a', 'passed')), ends(1, file('b', 'passed', 'failed'))], ['a', 'b'])).toEqual({ passed: 2, failed: 1, faults: [] });
    expect(tallyOf([ends(1, file('a', 'failed')), ends(0, file('b', 'passed'))], ['a', 'b', 'c'])).toMatchObject({ passed: 1, failed: 2, faults: [expect.stringContaining('c was not run')] });
    expect(tallyOf([ends(0, file('a', 'passed')), ends(0)], ['a'])).toEqual({ passed: 1, failed: 1, faults: ['no test was found'] });
    expect(tallyOf([ends(1, file('a', 'failed')), ends(1, file('b', 'passed'))], [])).toMatchObject({ passed: 1, failed: 2 });
    expect(tallyOf([ends(0, file('a', 'passed')), { report: undefined, exitCode: 1 }], ['a', 'b'])).toEqual({ passed: 1, failed: 1, faults: ['vitest ended with exit code 1 and left no report'] });
  });
});
