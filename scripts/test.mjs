// npm test: the same set-up as npm start, then every test: vitest's, and Playwright's in a real browser.
// With paths behind it (npm test -- tests/unit/base) only what they name.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnv } from "./house/clean-env.mjs";
import { countPlaywright, countVitest } from "./house/count-results.mjs";
import { findBrowser } from "./house/find-browser.mjs";
import { prepare } from "./house/prepare.mjs";
import { run } from "./house/run.mjs";
import { tell } from "./house/step.mjs";

const paths = process.argv.slice(2);
const forBrowser = paths.filter((path) => path.startsWith("tests/e2e"));
const forNode = paths.filter((path) => !forBrowser.includes(path));
const reports = mkdtempSync(join(tmpdir(), "countersign-reports-"));

async function vitest() {
  const file = join(reports, "vitest.json");
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`, ...forNode];
  const code = await run(process.execPath, ["node_modules/vitest/vitest.mjs", ...args], {
    env: cleanEnv(),
    codes: true,
  });
  return settle(countVitest(file), code);
}

async function playwright() {
  const file = join(reports, "playwright.json");
  const env = cleanEnv({ CHROMIUM_PATH: await findBrowser(), PLAYWRIGHT_JSON_OUTPUT_FILE: file });
  const args = ["test", "--reporter=list,json", ...forBrowser];
  const code = await run(process.execPath, ["node_modules/@playwright/test/cli.js", ...args], { env, codes: true });
  return settle(countPlaywright(file), code);
}

/** A runner that ended badly with nothing to show for it has failed once. */
const settle = ({ passed, failed, names }, code) => ({
  passed,
  failed: code !== 0 && failed === 0 ? 1 : failed,
  names,
});

const total = { passed: 0, failed: 0, names: [] };
/** A step that cannot even begin counts as one failure: what it would have tested is not known to work. */
async function add(work) {
  try {
    const { passed, failed, names } = await work();
    total.passed += passed;
    total.failed += failed;
    total.names.push(...names);
  } catch (error) {
    tell(error);
    total.failed += 1;
  }
}

await add(async () => {
  await prepare({ server: true, pages: true });
  return { passed: 0, failed: 0, names: [] };
});
if (total.failed === 0) {
  if (forNode.length > 0 || paths.length === 0) await add(vitest);
  if (forBrowser.length > 0 || paths.length === 0) await add(playwright);
}
rmSync(reports, { recursive: true, force: true });
for (const name of total.names) console.log(`not passed: ${name}`);
console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
