import { randomBytes } from "node:crypto";
import { beforeEach } from "vitest";
import { configureEgress, newId } from "../../lib/base/index";
import { configureCredentials } from "../../lib/credentials/index";
import {
  addServer,
  closeConnections,
  configureServers,
  findServer,
  type ServerInput,
  type Tightening,
} from "../../lib/servers/index";
import { type FakeUpstream, startUpstream, type UpstreamOptions } from "../fakes/upstream";
import { atEnd } from "./clean-up";
import { freshDatabase } from "./database";

/** Somebody who may manage servers. */
export const admin = { id: newId() };

/** What the tasks were told; with `refuses` they cannot be told. */
export const tasks: { told: Tightening[]; refuses: boolean } = { told: [], refuses: false };

beforeEach(() => {
  tasks.told = [];
  tasks.refuses = false;
});

/** Opens a database of the test file's own and sets servers up on it. */
export async function openServers(): Promise<void> {
  await freshDatabase();
  configureCredentials({ sealingKey: randomBytes(32) });
  configureEgress({ allowedRanges: [], loopback: true });
  configureServers({
    version: "0.0.0-test",
    onTighten: async (_, change) => {
      if (tasks.refuses) throw new Error("tasks cannot be locked");
      tasks.told.push(change);
    },
  });
  atEnd(async () => {
    await closeConnections();
    configureEgress({ allowedRanges: [], loopback: false });
  });
}

const running: FakeUpstream[] = [];

/** Starts a fake server that ends with the test file. */
export async function upstreamFor(options: UpstreamOptions = {}): Promise<FakeUpstream> {
  if (running.length === 0) atEnd(() => Promise.all(running.splice(0).map((upstream) => upstream.stop())));
  const upstream = await startUpstream(options);
  running.push(upstream);
  return upstream;
}

let named = 0;

/** Registers a running fake as an admin does on the page, with the look that follows. */
export async function registered(options: UpstreamOptions = {}, input: Partial<ServerInput> = {}) {
  const upstream = await upstreamFor(options);
  named += 1;
  const server = await addServer(admin, { name: `server-${named}`, url: upstream.url, ...input });
  return { upstream, server, again: () => findServer(server.id) };
}
