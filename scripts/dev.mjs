// npm run dev: the server from its sources, pages rebuilt as they change. For people who work on Countersign.
import { cleanEnv } from "./house/clean-env.mjs";
import { loadEnvFile, prepare } from "./house/prepare.mjs";
import { run } from "./house/run.mjs";
import { command } from "./house/step.mjs";

await command(async () => {
  await prepare();
  loadEnvFile();
  const args = ["--import", "tsx", "server.ts", ...process.argv.slice(2)];
  process.exitCode = await run(process.execPath, args, { env: cleanEnv({ NODE_ENV: "development" }), codes: true });
});
