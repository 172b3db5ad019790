// npm run bench: what governing costs, measured side by side in one run. `npm run bench -- --help` tells the choices.
import { prepare } from "./house/prepare.mjs";
import { ROOT } from "./house/root.mjs";
import { run } from "./house/run.mjs";
import { command } from "./house/step.mjs";

await command(async () => {
  const words = process.argv.slice(2);
  await prepare({ pages: words.includes("--screen") });
  const env = { ...process.env, NODE_ENV: "production" };
  process.exitCode = await run(process.execPath, ["--import", "tsx", `${ROOT}/bench/bench.ts`, ...words], {
    env,
    codes: true,
  });
});
