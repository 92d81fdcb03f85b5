// What runs of the tests come to: passed and failed, counted so that nothing passes by not having run. Pure.

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

/** How a run of vitest ended. */
export interface VitestRun {
  /** Undefined where it left none. */
  readonly report: VitestReport | undefined;
  readonly exitCode: number;
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
 * Counts runs together; `files` are the test files that had to run in one of them. Failures: a test that failed or did not
 * run, a file that could not be loaded or was not run at all, and of each run an error outside every test (vitest's exit
 * code alone tells) and that it had no test or left no report.
 */
export const tally = (runs: readonly VitestRun[], files: readonly string[]): Tally => {
  const faults: string[] = [], ran = new Set<string>();
  let passed = 0, failed = 0;
  const fault = (sentence: string): void => {
    failed++;
    faults.push(sentence);
  };
  for (const { report, exitCode } of runs) {
    const before = passed, failedBefore = failed;
    if (!report) fault(`vitest ended with exit code ${exitCode} and left no report`);
    for (const { name, status, message, assertionResults } of report?.testResults ?? []) {
      ran.add(name);
      for (const test of assertionResults) {
        if (test.status === 'passed') passed++;
        else if (test.status === 'failed') failed++;
        else fault(`${name}: "${test.fullName}" did not run (${test.status})`);
      }
      if (assertionResults.length === 0 || (status === 'failed' && assertionResults.every((test) => test.status === 'passed'))) fault(`${name}: ${message?.split('\n')[0] || 'no test ran'}`);
    }
    if (passed + failed === before + failedBefore) fault('no test was found');
    if (failed === failedBefore && exitCode !== 0) fault(`vitest ended with exit code ${exitCode}: an error outside the tests`);
  }
  // Without a report nobody knows what has run.
  if (runs.every(({ report }) => report)) for (const file of files) if (!ran.has(file)) fault(`${file} was not run: no project of vite.config.ts includes it, or its project could not start`);
  return { passed, failed, faults };
};
