"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { ApprovalItem, InputOf } from "@/lib/api/schema";
import { callEndpoint } from "../api/call-endpoint";
import { ApiError, newKey } from "../api/client";
import { unreachable } from "../api/problem";

/** One answer of several, as the ordinary endpoint takes it. */
export type OneAnswer = InputOf<"reviewApproval">;
/** asking: under way. done: the server has recorded it. refused: it said why not. unknown: it did not answer. */
export type OneResult =
  | { state: "asking" }
  | { state: "done"; now: ApprovalItem["state"] }
  | { state: "refused"; error: ApiError }
  | { state: "unknown"; error: ApiError };

export type Together = {
  busy: boolean;
  results: ReadonlyMap<string, OneResult>;
  /** Sends every answer by itself, one after the other; those that have a result keep it. */
  send: (answers: readonly OneAnswer[]) => Promise<void>;
};

const REFRESHED = ["approval", "listApprovals", "approvalSiblings", "me"] as const;

/**
 * Answers several approvals, each as its own review with its own digests: nothing is decided that the server would not
 * let be decided alone, and the log keeps each. Nothing is shown as done before the server has said so.
 */
export function useTogether(): Together {
  const client = useQueryClient();
  const [results, setResults] = useState<ReadonlyMap<string, OneResult>>(new Map());
  const [busy, setBusy] = useState(false);
  // Sent again after a lost answer, the same answer has the same key: it is recorded once.
  const keys = useRef(new Map<string, string>());
  const note = (id: string, result: OneResult) => setResults((before) => new Map(before).set(id, result));
  const send = async (answers: readonly OneAnswer[]) => {
    setBusy(true);
    for (const answer of answers) {
      if (isSettled(results.get(answer.id))) continue;
      note(answer.id, { state: "asking" });
      note(answer.id, await sendOne(answer, keyOf(keys.current, answer)));
    }
    setBusy(false);
    // What is shown anew may take long, or fail: every answer is recorded by then, and nobody waits for it.
    for (const query of REFRESHED) void client.invalidateQueries({ queryKey: [query] });
  };
  return { busy, results, send };
}

/** Whether there is nothing more to be sent about it. */
export const isSettled = (result: OneResult | undefined): boolean =>
  result?.state === "done" || result?.state === "refused";

function keyOf(keys: Map<string, string>, answer: OneAnswer): string {
  const text = JSON.stringify(answer);
  const key = keys.get(text) ?? newKey();
  keys.set(text, key);
  return key;
}

async function sendOne(answer: OneAnswer, key: string): Promise<OneResult> {
  try {
    const { state } = await callEndpoint("reviewApproval", answer, { key });
    return { state: "done", now: state };
  } catch (error) {
    const refusal = error instanceof ApiError ? error : unreachable(true);
    // A key whose first request has no answer yet says nothing of what became of it.
    const open = refusal.status === 0 || refusal.status >= 500 || refusal.code === "IDEMPOTENCY_CONFLICT";
    return open ? { state: "unknown", error: refusal } : { state: "refused", error: refusal };
  }
}
