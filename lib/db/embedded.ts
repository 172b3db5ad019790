import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { AppError, type Env, type Logger } from "../base/index";
import { closeDatabase, openDatabase } from "./client";
import { clusterOf, makeCluster, OWNER } from "./cluster";
import { sqlCode } from "./database-errors";
import { type Held, lockHouse, socketUrl } from "./house-lock";
import { keepRunning } from "./keep-running";
import { chooseAccount, homeOf } from "./postgres-account";
import { findBinaries } from "./postgres-binaries";
import { dropSocketFolder, type LaunchOptions, launch, makeSocketFolder, serverName } from "./postgres-launch";
import { findPostmaster, isRunning, type Postmaster, readPostmaster, stopPostmaster, untilReady } from "./postmaster";
import { DATABASE, makeDatabase, RUN_ROLE } from "./roles";
import { withSessionLimits } from "./session-limits";

const UNDEFINED_TABLE = "42P01";
const NO_TABLES = "The database has no tables yet. Start Countersign once: npm start";

/** The embedded PostgreSQL server: the process's address, the owner's (migrations), and how to end it. */
export type Embedded = { url: string; ownerUrl: string; stop(): Promise<void> };

/**
 * Starts the PostgreSQL that npm brought, on a data folder: unix socket only, durable, checksummed. A server that an
 * earlier process left running (it was killed) is adopted. While we run it is started again should it end.
 *
 * @param dataDir An absolute path of any length; made when missing, closed to others.
 * @throws INVALID_INPUT when another Countersign uses the folder, or PostgreSQL cannot run here.
 */
export async function startEmbedded({ dataDir, log }: { dataDir: string; log: Logger }): Promise<Embedded> {
  makeFolder(dataDir);
  const binaries = findBinaries();
  const options = { binaries, dataDir, account: chooseAccount({ binaries, dataDir, log }) };
  const held = await hold(options);
  const { socketFolder } = held.server;
  const keeper = keepRunning(held, options, log);
  try {
    await makeDatabase(socketUrl(socketFolder, OWNER, "postgres"));
  } catch (error) {
    await keeper.stop();
    throw error;
  }
  return {
    url: withSessionLimits(socketUrl(socketFolder, RUN_ROLE, DATABASE)),
    ownerUrl: withSessionLimits(socketUrl(socketFolder, OWNER, DATABASE)),
    stop: keeper.stop,
  };
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new AppError(
      "INVALID_INPUT",
      `This user may not write to ${dataDir}. Start as the user who owns it, or set DATA_DIR to another folder.`,
      undefined,
      error,
    );
  }
}

/** The owner's address of the server that runs on a data folder now, or null: for commands beside a running process. */
export async function runningEmbedded(dataDir: string): Promise<string | null> {
  const cluster = join(homeOf(dataDir), "db");
  const found = findPostmaster(cluster);
  const ready = found && (await untilReady(cluster, found.pid, 15));
  return ready && socketUrl(ready.socketFolder, OWNER, DATABASE);
}

/**
 * Runs work with the address of the role that owns the tables: the one that was given, or the embedded server's, which
 * is started for the time it takes when no process of ours runs it.
 *
 * @param beside Whether the work may go on beside a running process; else such a process is a reason to refuse.
 * @throws INVALID_INPUT when a process runs that must not, the embedded server does not start, or the work finds that
 * nothing was ever started on this database.
 */
export async function withOwner<T>(
  { env, log, beside }: { env: Env; log: Logger; beside: boolean },
  work: (ownerUrl: string) => Promise<T>,
): Promise<T> {
  const given = env.DATABASE_OWNER_URL ?? env.DATABASE_URL;
  const running = given ?? (beside ? await runningEmbedded(env.DATA_DIR) : null);
  const started = running ? null : await startEmbedded({ dataDir: env.DATA_DIR, log });
  try {
    return await work(running ?? started?.ownerUrl ?? "");
  } catch (error) {
    if (sqlCode(error) !== UNDEFINED_TABLE) throw error;
    throw new AppError("INVALID_INPUT", NO_TABLES, undefined, error);
  } finally {
    await started?.stop();
  }
}

/**
 * Opens `db()` for one of the commands, beside a running process or without one, and closes it after the work.
 *
 * @throws INVALID_INPUT as withOwner does.
 */
export function withDatabase(given: { env: Env; log: Logger }, work: () => Promise<void>): Promise<void> {
  return withOwner({ ...given, beside: true }, async (ownerUrl) => {
    openDatabase(ownerUrl, 2);
    try {
      await work();
    } finally {
      await closeDatabase();
    }
  });
}

async function hold(options: LaunchOptions): Promise<Held> {
  const cluster = clusterOf(options.account);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = readPostmaster(cluster);
    const found = findPostmaster(cluster);
    if (before && !found) dropSocketFolder(before.socketFolder);
    const held = found ? await adopt(found, options) : await begin(options);
    if (held) return held;
  }
  throw new AppError("INVALID_INPUT", `Another process keeps starting and stopping PostgreSQL on ${options.dataDir}.`);
}

async function adopt(found: Postmaster, options: LaunchOptions): Promise<Held | null> {
  const server = await untilReady(clusterOf(options.account), found.pid, 30);
  if (!server && isRunning(found.pid)) {
    throw new AppError(
      "INVALID_INPUT",
      `PostgreSQL (process ${found.pid}) runs on ${options.dataDir} and answers nobody. End it: kill ${found.pid}`,
    );
  }
  if (!server) return null;
  const lock = await lockHouse(server.socketFolder, options.dataDir);
  if (lock.serverName === serverName(options)) return { server, lock };
  await lock.release();
  await stopPostmaster(server.pid);
  dropSocketFolder(server.socketFolder);
  return null;
}

async function begin(options: LaunchOptions): Promise<Held | null> {
  await makeCluster(options.account, options.binaries);
  const socketFolder = makeSocketFolder(options.account);
  const server = await launch(options, socketFolder).catch((error) => {
    dropSocketFolder(socketFolder);
    throw error;
  });
  if (server) return { server, lock: await lockHouse(socketFolder, options.dataDir) };
  dropSocketFolder(socketFolder);
  return null;
}
