import { AppError, createLogger, parseEnv } from "../lib/base/index";
import { withOwner } from "../lib/db/embedded";
import { backUp } from "../lib/db/index";
import { version } from "../package.json";

const [file] = process.argv.slice(2);
if (!file) throw new AppError("INVALID_INPUT", "Which file? For example: npm run backup -- countersign.backup");
const env = parseEnv();
const report = await withOwner({ env, log: createLogger("warn"), beside: true }, (ownerUrl) =>
  backUp({ ownerUrl, version }, file),
);
process.stdout.write(
  `${file}: ${report.rows} rows of ${report.tables} tables, ${report.bytes} bytes.\n` +
    `The keys are not in it${env.DATABASE_URL ? "" : ` (${env.DATA_DIR}/keys)`}: keep them too, or sealed credentials cannot be opened again.\n`,
);
