import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSnippet } from "./run-snippet";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-test-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function count(runner: "countVitest" | "countPlaywright", report: unknown) {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return runSnippet("count-results.mjs", `answer(house.${runner}(${JSON.stringify(file)}));`);
}

const vitest = {
  numPassedTests: 9,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  success: true,
  testResults: [],
};
const playwright = { stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0 }, errors: [], suites: [] };

describe("the last line of npm test", () => {
  it("counts what passed", () => {
    expect(count("countVitest", vitest)).toMatchObject({ passed: 9, failed: 0 });
    expect(count("countPlaywright", playwright)).toMatchObject({ passed: 4, failed: 0 });
  });

  it("counts a test that was left out, or passed only the second time, as failed", () => {
    expect(count("countVitest", { ...vitest, numPendingTests: 2, numTodoTests: 1 })).toMatchObject({
      passed: 9,
      failed: 3,
    });
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 1 };
    expect(count("countPlaywright", { ...playwright, stats })).toMatchObject({ passed: 4, failed: 3 });
  });

  it("counts a file that could not be loaded, and an error outside every test", () => {
    const broken = { ...vitest, success: false, testResults: [{ status: "failed", assertionResults: [] }] };
    expect(count("countVitest", broken)).toMatchObject({ passed: 9, failed: 1 });
    expect(count("countVitest", { ...vitest, success: false })).toMatchObject({ passed: 9, failed: 1 });
    expect(count("countPlaywright", { ...playwright, errors: [{}] })).toMatchObject({ passed: 4, failed: 1 });
  });

  it("names what did not pass, so that the end of a long run says it", () => {
    const assertionResults = [
      { status: "passed", fullName: "a holds" },
      { status: "failed", fullName: "b holds" },
    ];
    const testResults = [{ name: "b.test.ts", status: "failed", assertionResults }];
    expect(count("countVitest", { ...vitest, numFailedTests: 1, success: false, testResults })).toMatchObject({
      names: ["b.test.ts: b holds"],
    });
    const spec = (title: string, status: string) => ({ title, file: "c.spec.ts", tests: [{ status }] });
    const suites = [{ specs: [spec("one", "expected")], suites: [{ specs: [spec("two", "flaky")] }] }];
    expect(count("countPlaywright", { ...playwright, suites })).toMatchObject({ names: ["c.spec.ts: two"] });
  });

  it("counts a runner that left no report as one failure", () => {
    for (const runner of ["countVitest", "countPlaywright"])
      expect(runSnippet("count-results.mjs", `answer(house.${runner}("/nowhere/report.json"));`)).toMatchObject({
        passed: 0,
        failed: 1,
      });
  });
});
