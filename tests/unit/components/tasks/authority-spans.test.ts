import { describe, expect, it } from "vitest";
import { epochsOf, lastSigned, leaseIfApproved, spansOf, ticksOf } from "../../../../components/tasks/authority-spans";
import type { TaskDetail } from "../../../../lib/api/schema";
import { taskDetail } from "./task-detail";

type Life = TaskDetail["life"];
const minute = (m: number) => `2026-09-17T12:${String(m).padStart(2, "0")}:00.000Z`;
const entry = (at: number, kind: string, state: Life[number]["state"], epoch: number | null): Life[number] => ({
  seq: String(at),
  at: minute(at),
  kind,
  state,
  epoch,
  by: null,
  approvalId: null,
});

const LIFE: Life = [
  entry(0, "task.requested", "requested", 1),
  entry(4, "approval.approved", null, 1),
  entry(4, "task.started", "running", 2),
  entry(9, "task.narrowed", null, 3),
  entry(20, "task.paused", "paused", 4),
];

describe("the line of authority", () => {
  it("shows each stretch until the next, and leaves the last one open", () => {
    expect(spansOf(LIFE)).toEqual([
      { kind: "waiting", from: minute(0), to: minute(4) },
      { kind: "running", from: minute(4), to: minute(20) },
      { kind: "paused", from: minute(20), to: null },
    ]);
  });

  it("ends with the task: what has no authority is not drawn", () => {
    const ended = spansOf([...LIFE, entry(30, "task.revoked", "revoked", 5)]);
    expect(ended.at(-1)).toEqual({ kind: "paused", from: minute(20), to: minute(30) });
  });

  it("marks calls and signatures", () => {
    const marks = [{ at: minute(5), decision: "held" as const }];
    expect(ticksOf({ marks, life: LIFE })).toEqual([
      { kind: "held", at: minute(5) },
      { kind: "signed", at: minute(4) },
    ]);
    expect(lastSigned(LIFE)).toBe(minute(4));
    expect(lastSigned([])).toBeNull();
  });

  it("shows a lease to come only while a resume waits, and never beyond the absolute end", () => {
    const { clocks } = taskDetail();
    expect(leaseIfApproved(taskDetail())).toBeNull();
    expect(leaseIfApproved(taskDetail({ state: "paused" }))).toBe("2026-09-17T13:30:00.000Z");
    const soon = { ...clocks, endAt: minute(45) };
    expect(leaseIfApproved(taskDetail({ state: "paused", clocks: soon }))).toBe(minute(45));
  });

  it("knows when each epoch was and what began it", () => {
    const epochs = epochsOf(LIFE);
    expect(epochs.get(2)).toEqual({ kind: "task.started", from: minute(4), to: minute(9) });
    expect(epochs.get(4)).toEqual({ kind: "task.paused", from: minute(20), to: null });
  });
});
