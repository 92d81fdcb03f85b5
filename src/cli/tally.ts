// What a test run comes to: passed and failed, counted so that nothing passes by not having run. Pure.

/** The part of vitest's JSON report that is read. */
export interface VitestReport {
  readonly testResults: readonly {
    /** Path of the file. */
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** A sentence for each failure that vitest's own output does not show as one. */
  readonly faults: readonly string[];
}

/** The report without the tests that a name on the command line left out, and the files that it emptied. */
export const onlyRun = ({ testResults }: VitestReport): VitestReport => ({
  testResults: testResults
    .map((file) => ({ ...file, assertionResults: file.assertionResults.filter(({ status }) => status !== 'skipped') }))
    .filter((file) => file.assertionResults.length > 0 || file.status === 'failed'),
});

/**
 * `report` is undefined where vitest left none; `exitCode` is vitest's; `files` are the test files that had to run.
 * Failures: a test that failed or did not run, a file that could not be loaded or was not run at all, an error outside
 * every test (vitest's exit code alone tells), and a run without tests.
 */
export const tally = (report: VitestReport | undefined, exitCode: number, files: readonly string[]): Tally => {
  if (!report) return { passed: 0, failed: 1, faults: [`vitest ended with exit code ${exitCode} and left no report`] };
  const faults: string[] = [];
  let passed = 0, failed = 0;
  for (const { name, status, message, assertionResults } of report.testResults) {
    for (const test of assertionResults) {
      if (test.status === 'passed') passed++;
      else {
        failed++;
        if (test.status !== 'failed') faults.push(`${name}: "${test.fullName}" did not run (${test.status})`);
      }
    }
    if (assertionResults.length === 0 || (status === 'failed' && assertionResults.every((test) => test.status === 'passed'))) {
      failed++;
      faults.push(`${name}: ${message?.split('\n')[0] || 'no test ran'}`);
    }
  }
  const ran = new Set(report.testResults.map(({ name }) => name));
  for (const file of files) {
    if (ran.has(file)) continue;
    failed++;
    faults.push(`${file} was not run: no project of vite.config.ts includes it, or its project could not start`);
  }
  if (passed + failed === 0) {
    failed++;
    faults.push('no test was found');
  }
  if (failed === 0 && exitCode !== 0) {
    failed++;
    faults.push(`vitest ended with exit code ${exitCode}: an error outside the tests`);
  }
  return { passed, failed, faults };
};
