import { existsSync, readFileSync } from "node:fs";

/**
 * What a test runner's report amounts to, and the names of what did not pass. A test that was left out is not one that
 * passed.
 */
export function countVitest(file) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1, names: ["vitest left no report"] };
  const suites = report.testResults;
  const broken = suites.filter((suite) => suite.status === "failed" && suite.assertionResults.length === 0);
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + broken.length;
  const names = [
    ...broken.map(({ name }) => name),
    ...suites.flatMap(({ name, assertionResults }) =>
      assertionResults.filter(({ status }) => status !== "passed").map(({ fullName }) => `${name}: ${fullName}`),
    ),
  ];
  // an error outside every test (a rejection nobody awaited) fails the run all the same
  return { passed: report.numPassedTests, failed: failed === 0 && !report.success ? 1 : failed, names };
}

export function countPlaywright(file) {
  const report = read(file);
  if (!report) return { passed: 0, failed: 1, names: ["Playwright left no report"] };
  const { expected, unexpected, flaky, skipped } = report.stats;
  const names = report.suites.flatMap((suite) => notWell(suite)).map(({ file, title }) => `${file}: ${title}`);
  return { passed: expected, failed: unexpected + flaky + skipped + report.errors.length, names };
}

/** The specs that did not pass at their first try, of a suite and those inside it. */
function notWell({ specs = [], suites = [] }) {
  const passed = ({ tests }) => tests.every(({ status }) => status === "expected");
  return [...specs.filter((spec) => !passed(spec)), ...suites.flatMap((suite) => notWell(suite))];
}

/** The report, or null when the runner ended before it wrote one. */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
