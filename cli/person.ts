import { createLogger, parseEnv, publicUrlOf } from "../lib/base/index";
import { withDatabase } from "../lib/db/embedded";
import { configureIdentity, runPersonCommand } from "../lib/identity/index";

const env = parseEnv();
// links are made here, sessions are not: the secret that seals those is not needed
configureIdentity({ publicUrl: publicUrlOf(env), secret: "" });
await withDatabase({ env, log: createLogger("warn") }, async () => {
  process.stdout.write(`${await runPersonCommand(process.argv.slice(2))}\n`);
});
