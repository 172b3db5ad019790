import { record } from "../audit/index";
import { newId } from "../base/index";
import type { Tx } from "../db/index";
import { type Answering as Answered, answerApproved } from "./answer-approved";
import { answerDenied } from "./answer-denied";
import { commonLess } from "./common-less";
import { carriers, type VoteCount } from "./count-votes";
import type { RenderedApproval } from "./render-approval";
import { type ReviewSigned, saidInEntry } from "./require-signature";
import { givenIn } from "./save-review";
import type { ReviewInput } from "./schema";
import type { ApprovalRow } from "./store";

type Answering = Answered & { signed: ReviewSigned | null; shown: RenderedApproval | null };

/**
 * Does what the votes come to, in the transaction that took the last of them: decides the approval, or leaves it
 * waiting for the others. "Deny and revoke", "deny and pause" and "deny and lock" are no votes: whoever may operate stops a
 * task by themselves, so that happens at once.
 */
export async function settleVotes(tx: Tx, answering: Answering, count: VoteCount): Promise<void> {
  const { input } = answering;
  if (input.answer === "deny" && (input.revoke || input.pause || input.lock || count.outcome === "denied"))
    await deny(tx, answering);
  else if (input.answer !== "deny" && count.outcome === "approved") await approve(tx, answering, count);
  else await wait(tx, answering, count);
}

async function wait(tx: Tx, answering: Answering, count: VoteCount): Promise<void> {
  const { input } = answering;
  const { have, need } = input.answer === "deny" ? { have: count.denying.length, need: count.denials } : count;
  const facts = {
    answer: input.answer,
    ...saidOf(answering),
    ...shownTo(answering),
    given: givenIn(input),
    have,
    need,
  };
  await record(tx, { kind: "approval.voted", ...referencesTo(answering), facts });
}

async function approve(tx: Tx, answering: Answering, count: VoteCount): Promise<void> {
  const less = commonLess(count.approving);
  const { digest, reason } = answering.input;
  const input: ReviewInput = { answer: less ? "narrow" : "approve", digest, reason, ...less };
  const voters = await saveSigners(tx, answering.approval, count);
  await close(tx, answering, "approved");
  const facts = { ...saidOf(answering), ...shownTo(answering), answer: input.answer, given: less ?? undefined };
  await record(tx, {
    kind: "approval.approved",
    ...referencesTo(answering),
    facts: { ...facts, ...(voters.length > 1 && { voters }) },
  });
  await answerApproved(tx, { ...answering, input, names: sayNames(count) });
}

async function deny(tx: Tx, answering: Answering): Promise<void> {
  await close(tx, answering, "denied");
  const facts = { ...saidOf(answering), revoked: answering.input.revoke ?? false, locked: answering.input.lock };
  await record(tx, { kind: "approval.denied", ...referencesTo(answering), facts });
  await answerDenied(tx, answering);
}

/** Says of an approval how it ended and whose answer was the last. */
async function close(tx: Tx, { person, approval, input }: Answering, state: "approved" | "denied"): Promise<void> {
  await tx.$executeRaw`UPDATE approval SET state = ${state}, decided_at = clock_timestamp(), decided_by = ${person.human.id}::uuid,
    reason = ${input.reason ?? null} WHERE id = ${approval.id}::uuid AND state = 'pending'`;
}

/** Stores whose votes carry the approval, and what each stood for: its release proves that they still do. */
async function saveSigners(tx: Tx, approval: ApprovalRow, count: VoteCount) {
  const rows = carriers(count).map(({ filled: { vote, seat }, threshold }) => ({
    humanId: vote.voter.id,
    seatId: seat.id,
    role: threshold.role ?? null,
    groupName: threshold.group ?? null,
  }));
  const different = new Map(rows.map((row) => [JSON.stringify(row), row]));
  await tx.signer.createMany({
    data: [...different.values()].map((row) => ({ id: newId(), approvalId: approval.id, ...row })),
  });
  const people = new Map(rows.map(({ humanId, seatId }) => [humanId, seatId === humanId ? null : seatId]));
  return [...people].map(([id, forId]) => ({ id, forId }));
}

export function referencesTo({ person, approval }: Pick<Answered, "person" | "approval">) {
  return {
    taskId: approval.taskId,
    epoch: approval.epoch,
    agentId: approval.agentId,
    humanId: person.human.id,
    approvalId: approval.id,
    digest: approval.digest,
  };
}

const saidOf = ({ person, approval, input, signed }: Answering) => ({
  digest: approval.digest,
  via: person.via,
  reason: input.reason ?? "",
  signature: saidInEntry(signed),
});

/** What the page showed to whoever answered, where it said so. */
const shownTo = ({ input: { rendering, uninspected }, shown }: Answering) => ({
  rendering,
  template: rendering === undefined ? undefined : shown?.template,
  uninspected,
});

/** `Priya and Sam`, in the order of their votes. */
function sayNames({ approving }: VoteCount): string {
  const names = approving.map(({ voter }) => voter.name);
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
