import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { tighten } from "./configure";
import { invalidateServers } from "./snapshot";
import { findServerRow, listToolRows, lockServer, type ServerRow, type ToolRow } from "./store";

/** What is about to change: the tools for which it means less than before, why, and the writing itself. */
export type Amendment = { tightens: string[]; reason: string; write: (tx: Tx, now: Date) => Promise<void> };

/** Works out an amendment from what is stored. Asked twice, so it must do nothing but that. */
export type PlanAmendment = (server: ServerRow, tools: ToolRow[]) => Amendment;

const ATTEMPTS = 5;

/**
 * Changes a server and its tools. Tasks are locked before servers, everywhere; which tasks a change concerns is known
 * only from the rows it changes. So it is planned twice: without locks, to tell the tasks, then under the lock. When
 * the second plan takes away something that the first did not, it starts again.
 *
 * @throws NOT_FOUND when there is no such server; UNAVAILABLE when others kept changing it.
 */
export async function amendServer(serverId: string, plan: PlanAmendment): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await amendOnce(serverId, plan)) return invalidateServers();
  }
  throw new AppError("UNAVAILABLE", "Others are changing this server at the same time. Try again.");
}

async function amendOnce(serverId: string, plan: PlanAmendment): Promise<boolean> {
  const seen = await findServerRow(serverId);
  if (!seen) throw new AppError("NOT_FOUND", "There is no such server.");
  const { tightens, reason } = plan(seen, await listToolRows(serverId));
  return inTransaction(async (tx) => {
    await tighten(tx, { serverId, serverName: seen.name, tools: tightens, reason });
    const locked = await lockServer(tx, serverId);
    if (!locked) throw new AppError("NOT_FOUND", "There is no such server.");
    const amendment = plan(locked.server, await listToolRows(serverId, tx));
    // The tasks were told too little. What they were told commits: one epoch too many harms nobody.
    if (!amendment.tightens.every((tool) => tightens.includes(tool))) return false;
    await amendment.write(tx, locked.now);
    return true;
  });
}
