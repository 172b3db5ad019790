import { spawn } from "node:child_process";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../base/index";
import { type Account, asAccount } from "./postgres-account";
import type { Binaries } from "./postgres-binaries";

/** The embedded server's superuser: migrates, and owns every table. Reachable only through the closed socket folder. */
export const OWNER = "countersign_owner";

/** The folder of the data files. */
export const clusterOf = (account: Account) => join(account.home, "db");

/**
 * Makes the data files if there are none: complete or not at all, so that a start that was killed half-way leaves
 * nothing that looks like a database.
 *
 * @throws INVALID_INPUT when the files belong to another major version of PostgreSQL.
 */
export async function makeCluster(account: Account, { version }: Binaries): Promise<void> {
  const cluster = clusterOf(account);
  const mark = join(cluster, "PG_VERSION");
  const major = version.split(".")[0];
  if (existsSync(mark)) {
    const made = readFileSync(mark, "utf8").trim();
    if (made === major) return;
    throw new AppError(
      "INVALID_INPUT",
      `The database in ${cluster} was made by PostgreSQL ${made}, and this version of Countersign brings ${major}. Back it up with the version that made it, and restore it here into an empty DATA_DIR.`,
    );
  }
  const draft = `${cluster}.new-${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  await initialize(account, draft);
  try {
    renameSync(draft, cluster);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(mark)) throw error; // else another process was first, and its files are as good
  }
}

function initialize(account: Account, folder: string): Promise<void> {
  const settings = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const access = [`--username=${OWNER}`, "--auth-local=trust", "--auth-host=reject", "--data-checksums"];
  return finish(account, "initdb", ["-D", folder, ...settings, ...access]);
}

function finish(account: Account, program: string, args: string[]): Promise<void> {
  const [command, words, options] = asAccount(account, join(account.programs, "bin", program), args);
  const child = spawn(command, words, { ...options, cwd: account.home, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(cannotRun(program, error.message)));
    child.once("close", (code) => (code === 0 ? resolve() : reject(cannotRun(program, said.trim()))));
  });
}

function cannotRun(program: string, said: string): AppError {
  return new AppError(
    "INVALID_INPUT",
    `The embedded PostgreSQL's ${program} does not work here: ${said}\nMend that, or set DATABASE_URL to a PostgreSQL of your own.`,
  );
}
