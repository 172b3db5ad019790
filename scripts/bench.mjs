// npm run bench: what governing costs, measured side by side in one run. `npm run bench -- --help` tells the choices.
import { findBrowser } from "./house/find-browser.mjs";
import { prepare } from "./house/prepare.mjs";
import { ROOT } from "./house/root.mjs";
import { run } from "./house/run.mjs";
import { command } from "./house/step.mjs";

await command(async () => {
  const words = process.argv.slice(2);
  const screen = words.includes("--screen");
  await prepare({ pages: screen });
  const env = { ...process.env, NODE_ENV: "production" };
  if (screen) env.CHROMIUM_PATH = await findBrowser();
  process.exitCode = await run(process.execPath, ["--import", "tsx", `${ROOT}/bench/bench.ts`, ...words], {
    env,
    codes: true,
  });
});
