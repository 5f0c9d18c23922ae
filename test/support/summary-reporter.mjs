import { writeFileSync } from 'node:fs';

/** Writes what came of the run to the file that `TEST_REPORT` names: how many passed and failed, and which were skipped. */
export default class SummaryReporter {
  onRunComplete(_contexts, results) {
    const skipped = results.testResults.flatMap(({ testResults }) =>
      testResults.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ fullName }) => fullName),
    );
    const { numPassedTests: passed, numFailedTests: failed, numFailedTestSuites: failedSuites } = results;
    writeFileSync(process.env.TEST_REPORT, JSON.stringify({ passed, failed, failedSuites, skipped }));
  }
}
