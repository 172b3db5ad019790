import { record } from "../audit/index";
import { AppError } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { actorId, type By, lockPeopleFor } from "./people-lock";
import { forgetSessions } from "./read-session";
import { readHuman } from "./store";

/**
 * Signs a person out of one of their own sessions: this browser's, or another's from the list.
 *
 * @param sessionHash SHA-256 of the session's id, hex.
 * @returns Whether there was something to end: a second click ends nothing and is no mistake.
 */
export async function signOut(human: { id: string; email: string }, sessionHash: string): Promise<boolean> {
  const ended = await inTransaction(async (tx) => {
    const count = await tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp()
      WHERE hash = ${sessionHash} AND human_id = ${human.id}::uuid AND ended_at IS NULL`;
    const person = { id: human.id, email: human.email };
    if (count > 0)
      await record(tx, { kind: "human.signed_out", humanId: human.id, facts: { person, everywhere: false } });
    return count > 0;
  });
  forgetSessions();
  return ended;
}

/**
 * Ends all sessions of a person, in every browser: their own, or another's when an admin asks.
 *
 * @returns How many were ended.
 * @throws NOT_FOUND when there is no such person; FORBIDDEN when it is somebody else and `by` may not manage people.
 */
export async function signOutEverywhere(by: By, humanId: string): Promise<number> {
  const ended = await inTransaction(async (tx) => {
    const own = typeof by !== "string" && by.via === "page" && by.human.id === humanId;
    if (!own) await lockPeopleFor(tx, by, "manage_people");
    const subject = await readHuman(humanId, tx);
    if (!subject) throw new AppError("NOT_FOUND", "There is no such person.");
    const count = await endSessionsOf(tx, humanId);
    const person = { id: subject.id, email: subject.email };
    await record(tx, { kind: "human.signed_out", humanId: actorId(by), facts: { person, everywhere: true } });
    return count;
  });
  forgetSessions();
  return ended;
}

/** Ends the sessions of a person, all but one when one is to stay. The caller clears the cache after its commit. */
export async function endSessionsOf(tx: Tx, humanId: string, except: string | null = null): Promise<number> {
  return tx.$executeRaw`UPDATE session SET ended_at = clock_timestamp()
    WHERE human_id = ${humanId}::uuid AND ended_at IS NULL AND hash IS DISTINCT FROM ${except}`;
}
