import { sayAs, sayVerb } from "../../../lib/approvals/index";
import type { ApprovalKind } from "../../../lib/approvals/schema";
import type { Happening } from "../../../lib/notify/happening";
import type { Occasion } from "../../../lib/notify/occasion";
import { makeGiving } from "../../factories/tasks";

export const NOW = new Date("2026-11-26T12:00:00Z");

export type Words = {
  purpose?: string;
  agent?: string;
  owner?: string;
  tool?: string;
  server?: string;
  why?: string;
  by?: string;
};

/** An approval as messages speak of it, with the words of others as they are given. */
export function makeOccasion(words: Words = {}, over: Partial<Occasion> & { kind?: ApprovalKind } = {}): Occasion {
  const { purpose = "Cut the weekly release", agent = "release-bot", owner = "Jane Doe" } = words;
  const { tool = "create_release", server = "github", why = "Rule default v3 holds write calls.", by } = words;
  const kind = over.kind ?? "call";
  const call = {
    holdId: "h",
    callId: "c",
    server,
    tool,
    class: "write" as const,
    toolDigest: "cd".repeat(32),
    argumentsDigest: "ab".repeat(32),
    mask: [],
    caller: { workload: "test", network: "127.0.0.0/24" },
    approvalsPerHour: null,
  };
  const scope = [{ server, tools: [tool, "get_file"] }];
  const asked = { authority: kind === "call" ? null : makeGiving({ scope }), calls: [call] };
  const saying = { kind, asked, purpose, agent, owner };
  return {
    approvalId: "0193a3a0-0000-7000-8000-00000000000a",
    kind,
    state: "pending",
    taskId: "0193a3a0-0000-7000-8000-00000000000b",
    requesterId: null,
    agent: { id: "0193a3a0-0000-7000-8000-00000000000c", name: agent },
    owner: { id: "0193a3a0-0000-7000-8000-00000000000d", name: owner },
    verb: sayVerb(saying),
    as: sayAs(saying),
    class: "write",
    why,
    digest: "9f2c41b7".padEnd(64, "0"),
    tell: ["approvers"],
    decideBy: new Date(NOW.getTime() + 27 * 60_000),
    createdAt: NOW,
    decidedAt: by ? NOW : null,
    decidedBy: by ? { id: "0193a3a0-0000-7000-8000-00000000000e", name: by } : null,
    now: NOW,
    ...over,
  };
}

/** What an entry tells of it. */
export const happening = (event: Happening["event"], over: Partial<Happening> = {}): Happening => ({
  event,
  byId: null,
  whom: null,
  reason: null,
  until: null,
  judgeBy: null,
  ...over,
});
