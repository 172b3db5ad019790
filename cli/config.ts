import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  AppError,
  configureEgress,
  createLogger,
  type Env,
  environment,
  isLoopbackHost,
  parseEnv,
} from "../lib/base/index";
import { exportConfig, namedOutside, readConfig, sayProblem } from "../lib/config/index";
import { withDatabase } from "../lib/db/embedded";

const USAGE = `What should be done?
  npm run config -- check countersign.yaml           tells every mistake in a file, with its line
  npm run config -- export --file countersign.yaml   writes the present state as a file
  npm run --silent config -- export                  the same, to the terminal`;

/** A file is meant from where the command was typed; npm runs it in the project's folder. */
const fromWhereTyped = (file: string) => resolve(environment().INIT_CWD ?? process.cwd(), file);

function readArguments(): { what: string | undefined; file: string | undefined } {
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options: { file: { type: "string" } } });
    const [what, file] = positionals;
    return positionals.length <= 2 ? { what, file: values.file ?? file } : { what: undefined, file: undefined };
  } catch (error) {
    throw new AppError("INVALID_INPUT", USAGE, undefined, error);
  }
}

async function check(env: Env, file: string): Promise<void> {
  configureEgress({ allowedRanges: env.UPSTREAM_PRIVATE_RANGES, loopback: isLoopbackHost(env.HOST) });
  const config = await readConfig(file, environment());
  const { people, servers, agents, rules } = config;
  for (const warning of config.warnings) process.stdout.write(`${sayProblem(file, warning)} (allowed)\n`);
  process.stdout.write(
    `No mistakes: ${people.length} people, ${servers.length} servers, ${agents.length} agents, ${rules.length} rules.\n`,
  );
  const outside = namedOutside(config);
  if (outside.length > 0)
    process.stdout.write(`Not in the file, so they must be there when it is applied: ${outside.join(", ")}\n`);
}

async function write(env: Env, file: string | undefined): Promise<void> {
  await withDatabase({ env, log: createLogger("warn") }, async () => {
    const { yaml, variables } = await exportConfig();
    if (file === undefined) process.stdout.write(yaml);
    else keep(file, yaml);
    if (variables.length > 0) process.stderr.write(`It reads these variables: ${variables.join(", ")}\n`);
  });
}

/** A file that is there was written by somebody, with comments that an export does not have. */
function keep(file: string, yaml: string): void {
  try {
    writeFileSync(file, yaml, { flag: "wx" });
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!exists) throw error;
    throw new AppError("INVALID_INPUT", `${file} exists already. Name a file that does not.`, undefined, error);
  }
  process.stderr.write(`Written to ${file}.\n`);
}

const { what, file } = readArguments();
if (what === "check" && file !== undefined) await check(parseEnv(), fromWhereTyped(file));
else if (what === "export") await write(parseEnv(), file === undefined ? undefined : fromWhereTyped(file));
else throw new AppError("INVALID_INPUT", USAGE);
