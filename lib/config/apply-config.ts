import { record } from "../audit/index";
import { log } from "../base/index";
import { inTransaction } from "../db/index";
import { applyAgents } from "./apply-agents";
import { applyChannels } from "./apply-channels";
import { applyGroups } from "./apply-groups";
import { applyPeople, hashPasswords } from "./apply-people";
import { applyRules } from "./apply-rules";
import { applyServers } from "./apply-servers";
import type { Config } from "./config";
import { whileApplying } from "./config-lock";
import { rememberPath } from "./config-path";
import { readPresent } from "./present";
import { sayProblem } from "./problem";
import { readConfig } from "./read-config";
import type { Environment } from "./reader";
import { refuseConflicts } from "./refuse-conflicts";
import { hasAdmin } from "./store";

/** What applying a file did. */
export type AppliedConfig = {
  /** SHA-256 of the file, hex. */
  digest: string;
  /** A sentence for each thing that changed; empty when the file said nothing new. */
  changes: string[];
  /** What the file may say but rarely means, with its line. */
  warnings: string[];
};

/**
 * Makes people, groups, servers, channels, rules and agents what the configuration file says. Called at start, after everything that
 * follows tasks is set up and before anybody is served; several instances may call it at once. The whole file is
 * checked before the first change, and applying it again changes nothing. What an earlier file declared and this one
 * does not is disabled, its tasks paused; nothing is deleted.
 *
 * @param file Its path.
 * @param environment Where `env:NAME` is looked up.
 * @throws INVALID_INPUT with every mistake and its line; UNAVAILABLE when the database cannot be reached.
 */
export async function applyConfig(file: string, environment: Environment): Promise<AppliedConfig> {
  const config = await readConfig(file, environment);
  const changes = await whileApplying(() => applyAll(config));
  rememberPath(file);
  const warnings = config.warnings.map((warning) => sayProblem(file, warning));
  if (!(await hasAdmin())) warnings.push(NO_ADMIN);
  for (const warning of warnings) log().warn({ warning }, "the configuration file is doubtful");
  for (const change of changes) log().info({ change }, "the configuration file was applied");
  return { digest: config.digest, changes, warnings };
}

const NO_ADMIN =
  "Nobody is an admin, so nobody can change anything on the pages. Give somebody in the file the role admin.";

async function applyAll(config: Config): Promise<string[]> {
  const hashes = await hashPasswords(config);
  const present = await readPresent();
  await refuseConflicts(config, present, hashes);
  const changes = [
    ...(await applyPeople({ config, present, hashes })),
    ...(await applyGroups(config)),
    ...(await applyServers(config, present)),
    ...(await applyChannels(config, present)),
    ...(await applyRules(config)),
    ...(await applyAgents(config, present)),
  ];
  const facts = { digest: config.digest, changes: changes.length };
  if (changes.length > 0) await inTransaction((tx) => record(tx, { kind: "config.applied", facts }));
  return changes;
}
