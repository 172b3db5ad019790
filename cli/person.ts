import { parseArgs } from "node:util";
import { createLogger, parseEnv, publicUrlOf } from "../lib/base/index";
import { withOwner } from "../lib/db/embedded";
import { closeDatabase, openDatabase } from "../lib/db/index";
import { configureIdentity, runPersonCommand } from "../lib/identity/index";

const words = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  strict: false,
  options: { name: { type: "string" }, roles: { type: "string" } },
});
const env = parseEnv();
// links are made here, sessions are not: the secret that seals those is not needed
configureIdentity({ publicUrl: publicUrlOf(env), secret: "" });
const said = await withOwner({ env, log: createLogger("warn"), beside: true }, async (ownerUrl) => {
  openDatabase(ownerUrl, 2);
  try {
    return await runPersonCommand(words.positionals, words.values);
  } finally {
    await closeDatabase();
  }
});
process.stdout.write(`${said}\n`);
