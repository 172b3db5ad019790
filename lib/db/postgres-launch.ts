import { spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { AppError, digestOf } from "../base/index";
import { clusterOf } from "./cluster";
import { type Account, asAccount, canEnter } from "./postgres-account";
import type { Binaries } from "./postgres-binaries";
import { type Postmaster, untilReady } from "./postmaster";

/** Overrides every file: the log's promises rest on the first three, and no statement or value goes into a log file. */
const SETTINGS = {
  fsync: "on",
  full_page_writes: "on",
  synchronous_commit: "on",
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: "100",
  shared_buffers: "64MB",
  io_method: "sync",
  jit: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/** A unix socket's address ends at 104 bytes on some systems, with the socket's own name in it. */
const LONGEST_FOLDER = 104 - "/.s.PGSQL.5432.lock".length;
const LOG_BYTES = 5_000_000;

export type LaunchOptions = {
  account: Account;
  binaries: Binaries;
  dataDir: string;
  settings?: Record<string, string>;
};

/** Names a server by what it was started with: one with another name is not ours to adopt but to replace. */
export function serverName({ binaries, settings }: LaunchOptions): string {
  return `countersign-${digestOf(JSON.stringify([binaries.version, SETTINGS, settings])).slice(0, 12)}`;
}

/**
 * Starts PostgreSQL on existing data files, in a session of its own, so that a Ctrl-C meant for us does not stop the
 * database before the last outcomes are written.
 *
 * @param socketFolder Where to listen; made by makeSocketFolder.
 * @returns The server once it takes connections, or null when another one was first.
 * @throws INVALID_INPUT with what the server said when it does not start.
 */
export async function launch(options: LaunchOptions, socketFolder: string): Promise<Postmaster | null> {
  const { account, dataDir } = options;
  const cluster = clusterOf(account);
  const settings = { ...SETTINGS, ...options.settings, cluster_name: serverName(options) };
  const args = ["-D", cluster, "-k", socketFolder, "-p", "5432"];
  for (const [name, value] of Object.entries(settings)) args.push("-c", `${name}=${value}`);
  const [command, words, spawning] = asAccount(account, join(account.programs, "bin", "postgres"), args);
  const logFile = openLog(dataDir);
  const child = spawn(command, words, {
    ...spawning,
    cwd: account.home,
    detached: true,
    stdio: ["ignore", logFile.fd, logFile.fd],
  });
  closeSync(logFile.fd);
  child.on("error", () => {}); // no pid then, and the caller hears of it below
  child.unref();
  const ready = child.pid ? await untilReady(cluster, child.pid, 60) : null;
  if (ready) return ready;
  const said = readFileSync(logFile.path, "utf8").slice(logFile.start).trim();
  if (said.includes('lock file "postmaster.pid" already exists')) return null;
  throw new AppError(
    "INVALID_INPUT",
    `The embedded PostgreSQL did not start. It said:\n${said.slice(-1_500)}\n${logFile.path} has the rest.`,
  );
}

function openLog(dataDir: string): { fd: number; path: string; start: number } {
  const path = join(dataDir, "postgres.log");
  if (existsSync(path) && statSync(path).size > LOG_BYTES) renameSync(path, `${path}.1`);
  const fd = openSync(path, "a", 0o600);
  return { fd, path, start: statSync(path).size };
}

/**
 * Makes a closed folder for the server's socket, with a path short enough for one however long the data folder's is.
 *
 * @throws INVALID_INPUT when no temporary folder will do.
 */
export function makeSocketFolder(account: Account): string {
  const reachable = [tmpdir(), "/tmp", "/run"].filter(
    (folder) => Buffer.byteLength(join(folder, "countersign-XXXXXX")) <= LONGEST_FOLDER && canEnter(account, folder),
  );
  for (const folder of reachable) {
    try {
      const made = mkdtempSync(join(folder, "countersign-"));
      if (account.ids.uid !== undefined && account.ids.gid !== undefined)
        chownSync(made, account.ids.uid, account.ids.gid);
      return made;
    } catch (error) {
      if (!["EACCES", "EROFS", "ENOSPC", "EPERM"].includes(String((error as NodeJS.ErrnoException).code))) throw error;
    }
  }
  throw new AppError(
    "INVALID_INPUT",
    "There is no temporary folder for PostgreSQL's socket. Set TMPDIR to a short path that can be written.",
  );
}

/** Takes a server's socket folder away, if it is one of ours. */
export function dropSocketFolder(folder: string): void {
  if (basename(folder).startsWith("countersign-")) rmSync(folder, { recursive: true, force: true });
}
