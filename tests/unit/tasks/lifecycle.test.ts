import { describe, expect, it } from "vitest";
import { isFinal, nextTaskState, TASK_EVENTS, type TaskEvent } from "../../../lib/tasks/index";
import { TASK_STATES } from "../../../lib/tasks/schema";

describe("a task's life", () => {
  it("leaves no final state, whatever happens", () => {
    const finals = TASK_STATES.filter(isFinal);
    expect(finals).toEqual(["completed", "withdrawn", "denied", "revoked", "expired"]);
    for (const state of finals) {
      for (const event of Object.keys(TASK_EVENTS) as TaskEvent[]) {
        expect(() => nextTaskState(state, event)).toThrow(expect.objectContaining({ code: "TASK_CANNOT_MOVE" }));
      }
    }
  });

  it("runs only by a reviewer's or a rule's start or resume", () => {
    const intoRunning = Object.entries(TASK_EVENTS).filter(([, row]) => row.to === "running");
    expect(intoRunning.map(([event]) => event)).toEqual(["start", "resume"]);
    for (const [, row] of intoRunning) expect(row.by).toEqual(["reviewer", "rule"]);
  });

  it("can be ended from every state it can be in", () => {
    for (const state of TASK_STATES.filter((candidate) => !isFinal(candidate)))
      expect(nextTaskState(state, "revoke")).toBe("revoked");
  });
});
