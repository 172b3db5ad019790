import type { AnswerFact, ApprovalFact } from "../../../../lib/api/insights/read-facts";
import { newId } from "../../../../lib/base/index";

export const NOON = new Date("2026-11-20T12:00:00.000Z");
export const ANNA = { id: "anna", name: "Anna" };
export const BEN = { id: "ben", name: "Ben" };
export const CARA = { id: "cara", name: "Cara" };

/** An answer that took ten seconds, on a page that told when it was seen and that the arguments were. */
export function answerOf(over: Partial<AnswerFact> & { seconds?: number | null } = {}): AnswerFact {
  const { seconds = 10, ...fact } = over;
  const at = fact.at ?? NOON;
  const seenAt = seconds === null ? null : new Date(at.getTime() - seconds * 1000);
  return {
    approvalId: newId(),
    kind: "call",
    class: "write",
    agent: { id: "bot", name: "bot" },
    rule: { id: "rule", name: "default" },
    call: { server: "files", tool: "write_file", argumentsDigest: "ab", bodyId: "b" },
    human: ANNA,
    answer: "approve",
    digest: "cd",
    passkeyAge: null,
    via: seconds === null ? "token" : "page",
    at,
    seenAt,
    words: seconds === null ? null : 8,
    endAt: seenAt,
    ...fact,
  };
}

/** An approval that was approved a minute after it was asked. */
export function approvalOf(over: Partial<ApprovalFact> = {}): ApprovalFact {
  const { approvalId, kind, class: ofClass, agent, rule, call } = answerOf();
  const endedAt = over.endedAt ?? NOON;
  return {
    approvalId,
    kind,
    class: ofClass,
    agent,
    rule,
    call,
    state: "approved",
    createdAt: new Date(endedAt.getTime() - 60_000),
    endedAt,
    revokedAt: null,
    ...over,
  };
}

export const times = <T>(count: number, make: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => make(at));
