import { readTools } from "./read-tools";
import { listDueServers } from "./store";

/** How often every active server is looked at, in seconds: one that was not reached may be there any moment. */
const LOOK_SECONDS = { up: 60, down: 10 };
const AT_ONCE = 4;

/**
 * Looks at every server that nobody has looked at for 60 s, or 10 s when it was not reached then, four at a time. Started every few seconds by server.ts
 * under a lease; a server that was registered or enabled since is looked at in the next round.
 *
 * @returns How many were looked at.
 */
export async function sweepServers(): Promise<number> {
  const due = await listDueServers(LOOK_SECONDS);
  const waiting = [...due];
  const worker = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      await readTools(id).catch(() => {}); // disabled or gone meanwhile, or the database is away: the next round sees
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return due.length;
}
