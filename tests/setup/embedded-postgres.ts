import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger } from "../../lib/base/index";
import { makeCluster, OWNER } from "../../lib/db/cluster";
import { socketUrl } from "../../lib/db/house-lock";
import { chooseAccount } from "../../lib/db/postgres-account";
import { findBinaries } from "../../lib/db/postgres-binaries";
import { launch, makeSocketFolder } from "../../lib/db/postgres-launch";
import { signalPostmaster, stopPostmaster } from "../../lib/db/postmaster";

/** What a throw-away server may do differently: nobody misses its data after a power cut, and test files run side by side. */
const SETTINGS = { fsync: "off", full_page_writes: "off", max_connections: "200", shared_buffers: "128MB" };

/** Starts a PostgreSQL server for one test run; its data goes when it is stopped. The URL is a superuser's. */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = mkdtempSync(join(tmpdir(), "countersign-tests-"));
  const binaries = findBinaries();
  const account = chooseAccount({ binaries, dataDir, log: createLogger("warn") });
  await makeCluster(account, binaries);
  const socketFolder = makeSocketFolder(account);
  const server = await launch({ account, binaries, dataDir, settings: SETTINGS }, socketFolder);
  if (!server) throw new Error(`another server runs on ${dataDir}`);
  const onExit = () => signalPostmaster(server.pid, "SIGINT");
  process.once("exit", onExit);
  return {
    url: socketUrl(socketFolder, OWNER, "postgres"),
    stop: async () => {
      process.off("exit", onExit);
      await stopPostmaster(server.pid);
      for (const folder of [socketFolder, dataDir]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
