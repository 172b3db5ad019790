import type { TaskDetail } from "../../../../lib/api/schema";

const NOW = "2026-09-17T12:30:00.000Z";

/** A running task as the API shows it, with what a test says of it instead. */
export function taskDetail(with_: Partial<TaskDetail> = {}): TaskDetail {
  return {
    id: "0199581c-0000-7000-8000-0000000000aa",
    state: "running",
    pausedAt: null,
    pauseNote: null,
    agent: { id: "a", name: "release-bot", owner: { id: "o", name: "Jane" } },
    purpose: "Cut the release",
    run: "",
    scope: [{ server: "github", tools: ["get_file"] }],
    epoch: 2,
    clocks: {
      decideBy: null,
      notBefore: null,
      idleAt: "2026-09-17T12:40:00.000Z",
      leaseAt: "2026-09-17T13:00:00.000Z",
      endAt: "2026-09-17T20:00:00.000Z",
      idleSeconds: 900,
      leaseSeconds: 3600,
      endSeconds: 28_800,
      stallSeconds: 600,
    },
    calls: { allowed: 3, held: 1, denied: 2, left: null, max: null },
    waiting: { count: 0, approvalId: null },
    requestedAt: "2026-09-17T11:50:00.000Z",
    lastAt: "2026-09-17T12:25:00.000Z",
    ended: null,
    charter: { id: "c", digest: "b8".repeat(32), body: { purpose: "Cut the release", scope: [] } },
    grant: null,
    approvals: [],
    holds: [],
    patterns: [],
    inFlight: 0,
    life: [],
    marks: [],
    context: [],
    quiet: null,
    coolUntil: null,
    previousId: null,
    acts: ["pause", "narrow", "revoke"],
    now: NOW,
    ...with_,
  };
}
