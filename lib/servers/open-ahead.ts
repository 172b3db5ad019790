import { ALLOW_GOOD_MILLISECONDS, recordedInventory } from "../audit/index";
import { isAppError } from "../base/index";
import { lend } from "../credentials/index";
import type { Upstream } from "./snapshot";
import { isSessionOpen, sessionFor } from "./task-sessions";

/** How long a server may take to greet, in milliseconds. */
const GREET_MS = 10_000;

/**
 * Opens the session of a task's coming calls to a server, before the first of them is recorded: an allow is good for
 * half a second, and a far server takes longer to greet. It is housekeeping of the connection, as an inventory is: no
 * tool runs by it. Without a session the call itself opens one, or tells why it could not.
 *
 * @returns Undefined when there is nothing to open; the decision is older than its inputs after the wait, so make it again.
 */
export function openAhead(server: Upstream, taskId: string): Promise<void> | undefined {
  if (server.state !== "active" || server.era !== "legacy" || isSessionOpen(server, taskId)) return undefined;
  return open(server, taskId);
}

async function open(server: Upstream, taskId: string): Promise<void> {
  const askedAt = performance.now();
  // A process that was stopped meanwhile would greet for a task that may be revoked.
  const mayWrite = () => performance.now() - askedAt < ALLOW_GOOD_MILLISECONDS;
  try {
    const secretHeaders = await lend(server.id, recordedInventory(server.id));
    const how = { mayWrite, milliseconds: GREET_MS };
    await sessionFor({ server, secretHeaders }, taskId, how).finally(() => secretHeaders.giveBack());
  } catch (error) {
    if (!(isAppError(error) && error.code === "CREDENTIAL_MISSING")) throw error; // the call says so
  }
}
