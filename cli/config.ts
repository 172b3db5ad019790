import { AppError, createLogger, parseEnv } from "../lib/base/index";
import { exportConfig } from "../lib/config/index";
import { withDatabase } from "../lib/db/embedded";

const [what] = process.argv.slice(2);
if (what !== "export")
  throw new AppError("INVALID_INPUT", "What should be done? npm run --silent config -- export > countersign.yaml");
await withDatabase({ env: parseEnv(), log: createLogger("warn") }, async () => {
  const { yaml, variables } = await exportConfig();
  process.stdout.write(yaml);
  if (variables.length > 0) process.stderr.write(`It reads these variables: ${variables.join(", ")}\n`);
});
