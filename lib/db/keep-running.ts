import type { Logger } from "../base/index";
import { clusterOf } from "./cluster";
import { type Held, lockHouse } from "./house-lock";
import { dropSocketFolder, type LaunchOptions, launch } from "./postgres-launch";
import { findPostmaster, isRunning, signalPostmaster, stopPostmaster } from "./postmaster";

const LOOK_EVERY = 250;
const REST_AFTER_FAILURE = 2_000;

/**
 * Watches a server that is ours and starts it again, on the same socket, when it ends by itself. When this process ends
 * without stopping it, the server is told to end as well.
 */
export function keepRunning(held: Held, options: LaunchOptions, log: Logger): { stop(): Promise<void> } {
  const { socketFolder } = held.server;
  let reviving: Promise<void> | null = null;
  let restUntil = 0;

  const revive = async () => {
    log.error("PostgreSQL ended by itself; starting it again");
    findPostmaster(clusterOf(options.account)); // takes the dead one's note away
    const next = await launch(options, socketFolder);
    if (!next) throw new Error("another process has started PostgreSQL on this folder");
    held.server = next;
    await held.lock.release();
    held.lock = await lockHouse(socketFolder, options.dataDir);
  };
  const look = () => {
    if (reviving || Date.now() < restUntil || isRunning(held.server.pid)) return;
    reviving = revive()
      .catch((error) => {
        restUntil = Date.now() + REST_AFTER_FAILURE;
        log.error({ err: error }, "PostgreSQL does not start");
      })
      .finally(() => {
        reviving = null;
      });
  };
  const timer = setInterval(look, LOOK_EVERY).unref();
  const onExit = () => {
    signalPostmaster(held.server.pid, "SIGINT");
    dropSocketFolder(socketFolder);
  };
  process.once("exit", onExit);

  const stop = async () => {
    clearInterval(timer);
    await reviving;
    await held.lock.release();
    await stopPostmaster(held.server.pid);
    process.off("exit", onExit);
    dropSocketFolder(socketFolder);
  };
  let stopping: Promise<void> | null = null;
  return {
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
