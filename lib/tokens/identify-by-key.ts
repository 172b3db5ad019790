import { LRUCache } from "lru-cache";
import { AppError, digestOf, isAppError, shared } from "../base/index";
import { isOutage, outage } from "../db/index";
import { openTask } from "../tasks/index";
import type { FailureGate } from "./failure-gate";
import type { Identified } from "./identified";
import { REQUESTED_SECONDS } from "./schema";
import { findKey, type KeyRow, touchCredential } from "./store";

/** How long an answer about a key is repeated without asking the database: a revocation elsewhere counts within a second. */
const FRESH_MS = 900;

/** An answer's age counts from when its question was asked, so that what was committed a second ago is seen. */
type Kept = { freshUntil: number; reading: Promise<Identified>; who?: Identified };
const keys = () => shared("tokens.keys", () => new LRUCache<string, Kept>({ max: 10_000 }));

/** Forgets what every key stands for: a credential or an agent has just changed. */
export const forgetKeys = (): void => keys().clear();

/** Forgets what one key stands for: its task has moved on. */
export const forgetKey = (key: string): void => void keys().delete(digestOf(key));

/**
 * Tells which agent an agent key names, and the task of its default charter, which is opened when there is none.
 *
 * @param gate Counts keys that are not valid, by the address they come from.
 */
export function identifyByKey(key: string, address: string, gate: FailureGate): Identified | Promise<Identified> {
  const hash = digestOf(key);
  const kept = keys().get(hash);
  if (kept && performance.now() < kept.freshUntil) return kept.who ?? kept.reading;
  gate.check(address);
  return askAnew(hash, () => gate.count(address));
}

function askAnew(hash: string, countFailure: () => void): Promise<Identified> {
  const freshUntil = performance.now() + FRESH_MS;
  const kept: Kept = { freshUntil, reading: ask(hash, (seconds) => endSooner(kept, seconds)) };
  keys().set(hash, kept);
  kept.reading.then(
    (who) => {
      kept.who = who;
    },
    (error: unknown) => {
      if (!isAppError(error) || error.code === "UNAVAILABLE")
        keys().delete(hash); // the next one asks for itself
      else if (error.code === "TOKEN_INVALID") countFailure();
    },
  );
  return kept.reading;
}

/** A key in its overlap ends to the millisecond, also in memory. */
function endSooner(kept: Kept, seconds: number): void {
  kept.freshUntil = Math.min(kept.freshUntil, performance.now() + seconds * 1000);
}

async function ask(hash: string, endsIn: (seconds: number) => void): Promise<Identified> {
  try {
    const row = await findKey(hash);
    if (!row)
      throw new AppError("TOKEN_INVALID", "This agent key is not valid: it is unknown, was revoked, or has expired.");
    if (row.agentState !== "active")
      throw new AppError("AGENT_DISABLED", "This agent is disabled. Its owner or an admin can say why.");
    if (row.secondsLeft !== null) endsIn(row.secondsLeft);
    if (row.touchDue) await touchCredential(row.id);
    return await standFor(row);
  } catch (error) {
    throw isOutage(error) ? outage(error, "nothing was done.") : error;
  }
}

async function standFor(row: KeyRow): Promise<Identified> {
  const workload = `key:${row.agentName}…${row.hint}`;
  const named = { agentId: row.agentId, via: "key", workload } as const;
  if (row.taskId !== null && row.epoch !== null)
    return Object.freeze({ ...named, taskId: row.taskId, epoch: row.epoch });
  const opening = { agentId: row.agentId, charter: null, run: "", workload, requestedSeconds: REQUESTED_SECONDS };
  const task = await openTask(opening).catch(sayMissingCharter);
  return Object.freeze({ ...named, taskId: task.id, epoch: task.epoch });
}

function sayMissingCharter(error: unknown): never {
  if (isAppError(error) && error.code === "NOT_FOUND")
    throw new AppError("FORBIDDEN", "This agent has no default charter, and a key cannot say what its task is for.");
  throw error;
}
