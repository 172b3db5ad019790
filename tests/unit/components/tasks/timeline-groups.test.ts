import { describe, expect, it } from "vitest";
import { callsByTool, groupEntries } from "../../../../components/tasks/timeline-groups";
import type { TimelineEntry } from "../../../../lib/api/schema";

let seq = 1000;
function entry(kind: TimelineEntry["kind"], with_: Partial<TimelineEntry> = {}): TimelineEntry {
  seq -= 1;
  return {
    seq: String(seq),
    at: "2026-09-17T12:00:00.000Z",
    kind,
    epoch: 2,
    instanceId: "i",
    facts: {},
    names: {},
    because: null,
    words: null,
    class: null,
    reasons: [],
    rule: null,
    workload: null,
    outcome: null,
    ...with_,
  };
}

const succeeded = (tool: string): TimelineEntry =>
  entry("call.allowed", {
    tool,
    outcome: { state: "succeeded", at: "2026-09-17T12:00:01.000Z", milliseconds: 5, note: null, seq: "1" },
  });
const times = (count: number, make: () => TimelineEntry) => Array.from({ length: count }, make);

describe("a timeline", () => {
  it("stands by epoch, newest first; what a move ends, and what has no epoch, stands with what was before it", () => {
    const groups = groupEntries([
      entry("server.disabled", { epoch: undefined }),
      entry("hold.superseded"),
      entry("task.revoked", { epoch: 3 }),
      entry("call.denied"),
    ]);
    expect(groups.map(({ epoch, items }) => [epoch, items.length])).toEqual([
      [3, 3],
      [2, 1],
    ]);
  });

  it("tells a held call and its question as one, and an answer with the calls it lets through or ends", () => {
    const about = { approvalId: "a" };
    const [group] = groupEntries([
      entry("hold.expired", about),
      entry("approval.expired", about),
      entry("hold.ready", about),
      entry("hold.ready", about),
      entry("approval.approved", about),
      entry("call.held", about),
      entry("approval.requested", about),
    ]);
    const lines = group?.items.map((item) =>
      item.kind === "one" ? [item.entry.kind, ...item.also.map(({ kind }) => kind)] : [],
    );
    expect(lines).toEqual([
      ["approval.expired", "hold.expired"],
      ["approval.approved", "hold.ready", "hold.ready"],
      ["call.held", "approval.requested"],
    ]);
  });

  it("keeps apart what belongs to different approvals", () => {
    const [group] = groupEntries([
      entry("call.held", { approvalId: "b" }),
      entry("approval.requested", { approvalId: "a" }),
      entry("hold.ready", {}),
      entry("task.started", {}),
    ]);
    expect(group?.items).toHaveLength(4);
  });

  it("tells many plain calls in a row as one, and few one by one", () => {
    const [many] = groupEntries(times(7, () => succeeded("echo")));
    const [few] = groupEntries(times(5, () => succeeded("echo")));
    expect(many?.items.map(({ kind }) => kind)).toEqual(["run"]);
    expect(few?.items.map(({ kind }) => kind)).toEqual(Array(5).fill("one"));
  });

  it("never hides what was held, denied, failed or is under way in a run", () => {
    const open = entry("call.allowed", { tool: "echo" });
    const [group] = groupEntries([
      ...times(6, () => succeeded("echo")),
      open,
      entry("call.denied", { tool: "echo" }),
      ...times(6, () => succeeded("echo")),
    ]);
    expect(group?.items.map(({ kind }) => kind)).toEqual(["run", "one", "one", "run"]);
  });

  it("counts the calls of a run by tool, most first", () => {
    expect(callsByTool([succeeded("a"), succeeded("b"), succeeded("b")])).toEqual([
      { tool: "b", calls: 2 },
      { tool: "a", calls: 1 },
    ]);
  });
});
