import { resolve } from "node:path";
import { AppError, createLogger, parseEnv } from "../lib/base/index";
import { withOwner } from "../lib/db/embedded";
import { restore } from "../lib/db/index";

const [file] = process.argv.slice(2);
if (!file) throw new AppError("INVALID_INPUT", "From which file? For example: npm run restore -- countersign.backup");
const env = parseEnv();
const report = await withOwner({ env, log: createLogger("warn"), beside: false }, (ownerUrl) =>
  restore({ ownerUrl, migrations: resolve("prisma/migrations") }, file),
);
process.stdout.write(
  `${report.tables} tables are back as they were at ${report.at} (Countersign ${report.version}).\n` +
    "Put the keys of that installation back as well, then: npm start\n",
);
