import { describe, expect, it } from "vitest";
import { callsFace, clockFaces } from "../../../../components/tasks/clock-faces";
import type { TaskDetail } from "../../../../lib/api/schema";
import { taskDetail } from "./task-detail";

const faces = (task: TaskDetail) => new Map(clockFaces(task).map((face) => [face.kind, face]));

describe("the clocks of a task", () => {
  it("run, each wound up when its length began", () => {
    const shown = faces(taskDetail());
    expect(shown.get("idle")).toMatchObject({
      limit: "15 min",
      from: "2026-09-17T12:25:00.000Z",
      until: "2026-09-17T12:40:00.000Z",
    });
    expect(shown.get("lease")).toMatchObject({ limit: "1 h", from: "2026-09-17T12:00:00.000Z" });
    expect(shown.get("stall")?.still).toEqual({ value: "none", note: "no call in flight" });
    expect(shown.has("notBefore")).toBe(false);
  });

  it("stand still while the task is paused, except the one that paused it and the absolute end", () => {
    const shown = faces(taskDetail({ state: "paused", pausedFor: "idle" }));
    expect(shown.get("idle")?.until).toBe("2026-09-17T12:40:00.000Z");
    expect(shown.get("lease")).toMatchObject({ until: null, still: { value: "stopped" } });
    expect(shown.get("end")?.until).toBe("2026-09-17T20:00:00.000Z");
  });

  it("say that they have not begun before the first approval", () => {
    const { clocks } = taskDetail();
    const none = { ...clocks, idleAt: null, leaseAt: null, endAt: null, idleSeconds: null, leaseSeconds: null };
    const shown = faces(taskDetail({ state: "requested", clocks: none }));
    expect(shown.get("idle")?.still).toEqual({ value: "not yet", note: "starts with the approval" });
    expect(shown.get("end")?.still?.value).toBe("not yet");
  });

  it("show when calls may begin only while that is still ahead", () => {
    const { clocks } = taskDetail();
    const ahead = taskDetail({ clocks: { ...clocks, notBefore: "2026-09-17T12:31:00.000Z" } });
    const past = taskDetail({ clocks: { ...clocks, notBefore: "2026-09-17T12:29:00.000Z" } });
    expect([faces(ahead).has("notBefore"), faces(past).has("notBefore")]).toEqual([true, false]);
  });
});

describe("the calls of a task", () => {
  it("are counted against what is left of their limit", () => {
    const calls = { allowed: 37, held: 1, denied: 2, left: 83, max: 120 };
    expect(callsFace(taskDetail({ calls }))).toEqual({ used: 37, max: 120, note: "1 held, 2 denied, 83 left" });
  });

  it("have no limit where there is none", () => {
    expect(callsFace(taskDetail())).toMatchObject({ used: 3, max: null });
  });
});
