import { writeFileSync } from 'node:fs';

/** Writes the outcome of the run to the file named by `TEST_REPORT`: how many passed and failed, which were skipped. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap(({ testResults }) =>
      testResults.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
    );
    const { numPassedTests: passed, numFailedTests: failed, numFailedTestSuites: failedSuites } = results;
    writeFileSync(process.env.TEST_REPORT, JSON.stringify({ passed, failed, failedSuites, skipped }));
  }
}
