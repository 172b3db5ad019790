import { existsSync, readFileSync } from "node:fs";

/** What a test runner's report amounts to. A test that was left out is not one that passed. */
export function countVitest(file) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  const broken = report.testResults.filter(
    (suite) => suite.status === "failed" && suite.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + broken;
  // an error outside every test (a rejection nobody awaited) fails the run all the same
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed };
}

export function countPlaywright(file) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + skipped + report.errors.length };
}

/** The report, or null when the runner ended before it wrote one. */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
