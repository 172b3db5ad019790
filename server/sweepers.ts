import { sweepAnswers } from "../lib/api/index";
import {
  CANARY_SECONDS,
  sweepCanaries,
  sweepDeadlines,
  sweepEscalations,
  sweepSights,
  sweepUnjudged,
} from "../lib/approvals/index";
import { instanceId, settleUnknown } from "../lib/audit/index";
import type { Logger } from "../lib/base/index";
import { dropLease, takeLease } from "../lib/db/index";
import { sweepIdentity } from "../lib/identity/index";
import { sweepServers } from "../lib/servers/index";
import { sweepClocks } from "../lib/tasks/index";
import { sweepTokens } from "../lib/tokens/index";

/** What is done in the background, by one instance at a time, and how often. */
const SWEEPERS = [
  { name: "clocks", seconds: 1, does: () => sweepClocks() },
  { name: "deadlines", seconds: 1, does: () => sweepDeadlines() },
  { name: "escalations", seconds: 1, does: () => sweepEscalations() },
  { name: "glass", seconds: 10, does: () => sweepUnjudged() },
  { name: "unknown", seconds: 10, does: () => settleUnknown() },
  { name: "servers", seconds: 5, does: () => sweepServers() },
  { name: "identity", seconds: 3600, does: () => sweepIdentity() },
  { name: "tokens", seconds: 3600, does: () => sweepTokens() },
  { name: "canaries", seconds: CANARY_SECONDS, does: () => sweepCanaries() },
  { name: "sights", seconds: 3600, does: () => sweepSights() },
  { name: "answers", seconds: 3600, does: () => sweepAnswers() },
] as const;

/** A lease outlives a few rounds, so that its holder keeps it and a dead one is followed soon. */
const LEASE_SECONDS = 10;

/** Starts the background work of this process. Returns a function that ends it and gives the leases back. */
export function startSweepers(logger: Logger): () => Promise<void> {
  const running = new Set<Promise<void>>();
  const timers = SWEEPERS.map((sweeper) => {
    let busy = false;
    const begin = () => {
      if (busy) return;
      busy = true;
      const round = sweep(sweeper, logger).finally(() => {
        busy = false;
        running.delete(round);
      });
      running.add(round);
    };
    begin(); // what fell due while nothing ran does not wait any longer
    return setInterval(begin, sweeper.seconds * 1000);
  });
  return async () => {
    for (const timer of timers) clearInterval(timer);
    await Promise.all(running);
    await Promise.all(SWEEPERS.map(({ name }) => dropLease(`sweep.${name}`, instanceId()).catch(() => {}))); // it runs out by itself
  };
}

async function sweep({ name, seconds, does }: (typeof SWEEPERS)[number], logger: Logger): Promise<void> {
  try {
    const fence = await takeLease(`sweep.${name}`, instanceId(), Math.max(LEASE_SECONDS, seconds + LEASE_SECONDS));
    if (fence !== null) await does();
  } catch (error) {
    // The database is away or slow: the next round does what this one did not.
    logger.warn({ err: error, sweeper: name }, "a round of background work failed");
  }
}
