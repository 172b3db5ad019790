import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "../../lib/base/index";
import { makeCluster, OWNER } from "../../lib/db/cluster";
import { socketUrl } from "../../lib/db/house-lock";
import { chooseAccount } from "../../lib/db/postgres-account";
import { findBinaries } from "../../lib/db/postgres-binaries";
import { launch, makeSocketFolder } from "../../lib/db/postgres-launch";
import { isRunning, signalPostmaster, stopPostmaster } from "../../lib/db/postmaster";

/** What a throw-away server may do differently: nobody misses its data after a power cut, and test files run side by side. */
const SETTINGS = { fsync: "off", full_page_writes: "off", max_connections: "200", shared_buffers: "128MB" };

export type TestPostgres = {
  /** A superuser's. */
  url: string;
  socketFolder: string;
  /** Ends the server and leaves its data: in good order (SIGINT), or at once, as a crash would (SIGQUIT). */
  halt(signal: "SIGINT" | "SIGQUIT"): Promise<void>;
  /** Starts it again on its data, under the same address. */
  resume(): Promise<void>;
  stop(): Promise<void>;
};

/** Starts a PostgreSQL server for one test run; its data goes when it is stopped. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const dataDir = mkdtempSync(join(tmpdir(), "countersign-tests-"));
  const binaries = findBinaries();
  const account = chooseAccount({ binaries, dataDir, log: createLogger("warn") });
  await makeCluster(account, binaries);
  const socketFolder = makeSocketFolder(account);
  const start = async () => {
    const server = await launch({ account, binaries, dataDir, settings: SETTINGS }, socketFolder);
    if (!server) throw new Error(`another server runs on ${dataDir}`);
    return server;
  };
  let server = await start();
  const onExit = () => signalPostmaster(server.pid, "SIGINT");
  process.once("exit", onExit);
  return {
    url: socketUrl(socketFolder, OWNER, "postgres"),
    socketFolder,
    halt: async (signal) => {
      signalPostmaster(server.pid, signal);
      while (isRunning(server.pid)) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    resume: async () => {
      server = await start();
    },
    stop: async () => {
      process.off("exit", onExit);
      await stopPostmaster(server.pid);
      for (const folder of [socketFolder, dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
