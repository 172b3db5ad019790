import type { IncomingMessage, ServerResponse } from "node:http";
import { hostname } from "node:os";
import { type LogEntry, startInstance, startTail, type Tail } from "../lib/audit/index";
import type { Logger } from "../lib/base/index";
import { createGateway, type GatewayDoor } from "../lib/gateway/index";
import { closeConnections } from "../lib/servers/index";
import { createCommitter } from "../lib/tasks/index";
import { handleTokens } from "../lib/tokens/index";
import { startSweepers } from "./sweepers";

export type MachineSettings = {
  url: string;
  publicUrl: string;
  version: string;
  logger: Logger;
  /** How long a held call blocks, in milliseconds (default 45 000). */
  holdMilliseconds?: number;
  /** How long a server may take for one call, in milliseconds (default 10 min). */
  callMilliseconds?: number;
  /** Called when this process was taken for dead and its calls were closed: it must not go on. */
  onDeclaredDead: () => void;
};

export type Machines = {
  gateway: GatewayDoor;
  tail: Tail;
  /** Answers a request of an agent and says true; false when the path belongs to people. */
  listen(request: IncomingMessage, response: ServerResponse): boolean;
  /** Whether decisions can be recorded and the log is followed. */
  ready(): boolean;
  stop(graceMilliseconds: number): Promise<void>;
};

/**
 * Starts everything of a process but its pages: the committer, the machine doors, the log's reader, the heartbeat and
 * the background work. The modules must be configured and the database open.
 *
 * @param onEntries Told of every entry, in order, after the gateway has taken it in.
 */
export async function startMachines(
  settings: MachineSettings,
  onEntries: (entries: LogEntry[]) => void,
): Promise<Machines> {
  const { url, publicUrl, version, logger } = settings;
  const committer = createCommitter(url, 1, (up) =>
    up ? logger.info("a lane to the log is open") : logger.error("a lane to the log was lost"),
  );
  await committer.start();
  const endInstance = await startInstance({ version, host: hostname() }, committer.settledSeq, settings.onDeclaredDead);
  const { holdMilliseconds = 45_000, callMilliseconds = 600_000 } = settings;
  const gateway = createGateway({ publicUrl, version, holdMilliseconds, callMilliseconds }, committer, logger);
  const tail = await startTail(url, (entries) => {
    gateway.follow(entries);
    onEntries(entries);
  });
  const endSweepers = startSweepers(logger);
  return {
    gateway,
    tail,
    listen: (request, response) => gateway.listen(request, response) || handleTokens(request, response),
    ready: () => committer.up() && tail.up(),
    stop: async (graceMilliseconds) => {
      await endSweepers();
      await gateway.stop(graceMilliseconds);
      await committer.stop();
      await closeConnections();
      await endInstance();
      await tail.stop();
    },
  };
}
