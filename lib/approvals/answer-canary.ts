import { findBody, record } from "../audit/index";
import { AppError, canonicalJson, digestOf, type Json } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { type CanaryRow, lockCanary, shownAsApproval } from "./canary-store";
import { refuseHaste } from "./refuse-haste";
import { requireReviewer } from "./require-reviewer";
import { refuseStale, requireSeen } from "./review-approval";
import { gives, type ReviewInput } from "./schema";
import { valueAt } from "./spoil-arguments";

/**
 * Takes somebody's answer to a canary. Nothing follows from it but that it is written down: no task is locked or moved,
 * nothing is let through, paused or revoked, and the answer is no review. Who may answer, and what they must have seen,
 * is what it would be for the question it looks like.
 *
 * @returns Whether there is a canary of this id; false: the question is a real one.
 * @throws As `reviewApproval`, for the same reasons.
 */
export async function answerCanary(person: Person, id: string, input: ReviewInput): Promise<boolean> {
  return inTransaction(async (tx) => {
    const canary = await lockCanary(tx, id);
    if (!canary) return false;
    const approval = shownAsApproval(canary);
    await requireReviewer(tx, person, approval);
    refuseStale(approval, { now: await readNow(tx) }, input);
    await refuseHaste(tx, { person, approval, input });
    if (gives(input)) await requireSeen(approval, input);
    await decide(tx, person, { canary, input, caught: await isCaught(canary, input) });
    return true;
  });
}

async function readNow(tx: Tx): Promise<Date> {
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (!clock) throw new AppError("INTERNAL", "A SELECT returned no row.");
  return clock.now;
}

/** Approved, as asked, narrower or with others like it, is missed. Changed is caught when what should not be there was changed. */
async function isCaught({ pointer, asked }: CanaryRow, input: ReviewInput): Promise<boolean> {
  if (!gives(input)) return true;
  if (input.answer !== "edit") return false;
  const body = await findBody(asked.calls[0]?.callId ?? "", "arguments");
  const shown = JSON.parse(body?.content ?? "{}") as Json; // canonical JSON that we stored
  return digestAt(input.arguments ?? {}, pointer) !== digestAt(shown, pointer);
}

type Deciding = { canary: CanaryRow; input: ReviewInput; caught: boolean };

async function decide(tx: Tx, person: Person, { canary, input, caught }: Deciding): Promise<void> {
  const state = caught ? "caught" : "missed";
  await tx.$executeRaw`UPDATE canary SET state = ${state}, decided_at = clock_timestamp(), decided_by = ${person.human.id}::uuid,
    answer = ${input.answer}, reason = ${input.reason ?? null} WHERE id = ${canary.id}::uuid AND state = 'pending'`;
  await record(tx, {
    kind: caught ? "canary.caught" : "canary.missed",
    humanId: person.human.id,
    approvalId: canary.id,
    digest: canary.digest,
    facts: { answer: input.answer, via: person.via, reason: input.reason ?? "", suspicious: canary.suspicious },
  });
}

const digestAt = (value: Json, pointer: string): string => digestOf(canonicalJson(valueAt(value, pointer) ?? null));
