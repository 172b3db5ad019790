import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, inject } from "vitest";
import { followTask } from "../../../lib/approvals/index";
import { listEntries } from "../../../lib/audit/index";
import { configureEgress, configureLog, newId, signingKeyFrom } from "../../../lib/base/index";
import { type AppliedConfig, applyConfig } from "../../../lib/config/index";
import { configureCredentials } from "../../../lib/credentials/index";
import { closeDatabase, db, openDatabase } from "../../../lib/db/index";
import { configureIdentity } from "../../../lib/identity/index";
import type { SignedIn } from "../../../lib/identity/schema";
import { ensureDefaultRule } from "../../../lib/policy/index";
import { configureServers } from "../../../lib/servers/index";
import { followTasks, forgetFollowers, tasksNaming, tightenTasks } from "../../../lib/tasks/index";
import { configureTokens } from "../../../lib/tokens/index";
import { databaseUrlOf, withAdmin } from "../../setup/database-admin";

export const SECRETS = {
  RELEASE_BOT_SECRET: "canary-bot-0123456789-abcdefghijklm",
  RELEASE_BOT_KEY: "csk_canary-key-0123456789-abcdefghij",
  SAM_PASSWORD: "canary-heron-on-a-quiet-river",
  SAM_TOKEN: "canary-token-0123456789",
  EVERYTHING_CREDENTIAL: "Bearer canary-everything-0123456789",
};

/** Gives each test an installation of its own, as it is at the first start, before anybody is there. */
export function eachInItsOwnHouse(): void {
  let database = "";
  beforeEach(async () => {
    database = await openDatabaseOfItsOwn();
    configureModules();
    await ensureDefaultRule();
  });
  afterEach(async () => {
    await closeDatabase();
    await withAdmin(inject("postgres").admin, (client) => client.query(`DROP DATABASE ${database} WITH (FORCE)`));
  });
}

async function openDatabaseOfItsOwn(): Promise<string> {
  const { admin, template } = inject("postgres");
  const name = `t_${randomBytes(8).toString("hex")}`;
  await withAdmin(admin, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  openDatabase(databaseUrlOf(admin, name));
  return name;
}

function configureModules(): void {
  configureLog("silent");
  configureEgress({ allowedRanges: [], loopback: true });
  configureCredentials({ sealingKey: randomBytes(32) });
  configureIdentity({
    publicUrl: "http://localhost:3000",
    secret: "a secret for tests of at least 32 characters",
    passwordWork: { cost: 2 ** 7, blockSize: 8, parallelism: 1 },
  });
  const signingKey = signingKeyFrom(randomBytes(48));
  configureTokens({ publicUrl: "http://localhost:3000", signingKey, cookieKeys: ["a cookie key"] });
  configureServers({
    version: "0.0.0-test",
    onTighten: async (tx, { serverName, tools, reason }) =>
      tightenTasks(tx, await tasksNaming(tx, serverName, tools), reason),
  });
  forgetFollowers();
  followTasks(followTask);
}

/** The sections of a file, each as YAML of its own. */
export const PEOPLE = `
people:
  - { email: jane@example.com, name: Jane, roles: [viewer] }
  - email: sam@example.com
    roles: [approver, admin]
    password: env:SAM_PASSWORD
    accessToken: { value: env:SAM_TOKEN, rights: [read, operate] }
`;
export const SERVERS = `
servers:
  everything:
    url: "http://127.0.0.1:9/mcp"
    classes: { read: [echo, get-sum], write: [put] }
    credential: { header: Authorization, value: env:EVERYTHING_CREDENTIAL }
`;
export const AGENTS = `
agents:
  release-bot:
    owner: jane@example.com
    auth: { secret: "env:RELEASE_BOT_SECRET", key: "env:RELEASE_BOT_KEY" }
    charter: { purpose: Cut the weekly release, scope: [{ server: everything, tools: [echo, get-sum] }] }
`;
export const RULES = `
rules:
  - { name: default, idle: 5m, end: 4h, hold: [write, destructive, unclassed] }
  - { name: quick, priority: 5, match: { agent: release-* }, idle: 1m, stall: none, callsMax: 50 }
`;
export const WHOLE = `${PEOPLE}${SERVERS}${AGENTS}${RULES}`;

const folder = mkdtempSync(join(tmpdir(), "countersign-apply-"));
let count = 0;

/** Writes a file and applies it, as a start does. */
export async function apply(content: string, environment: Record<string, string> = SECRETS): Promise<AppliedConfig> {
  count += 1;
  const file = join(folder, `countersign-${count}.yaml`);
  writeFileSync(file, content);
  return applyConfig(file, environment);
}

/** Applies a file that is refused, and gives what was said, without the file's own name. */
export async function refusal(content: string, environment: Record<string, string> = SECRETS): Promise<string[]> {
  try {
    await apply(content, environment);
  } catch (error) {
    const [, ...lines] = error instanceof Error ? error.message.split("\n") : [];
    return lines.map((line) => line.replace(/^.*?\.yaml:/, ""));
  }
  throw new Error("it was not refused");
}

/** The number of the latest entry. */
export async function latest(): Promise<bigint> {
  const [entry] = await listEntries({}, 1, "newest");
  return BigInt(entry?.seq ?? 0);
}

export const entriesSince = (seq: bigint) => listEntries({ after: seq }, 1000, "oldest");
export const kindsSince = async (seq: bigint) => (await entriesSince(seq)).map(({ kind }) => kind);

/** Somebody who works on the pages. */
export async function makePageAdmin(): Promise<SignedIn> {
  const id = newId();
  const email = `${id}@example.com`;
  const roles = ["viewer", "admin"] as const;
  await db().human.create({ data: { id, email, name: "Page Admin", roles: [...roles] } });
  return {
    via: "page",
    human: { id, email, name: "Page Admin", roles: [...roles], seesBodies: true },
    sessionHash: id,
  };
}
