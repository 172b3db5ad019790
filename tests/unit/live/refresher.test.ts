import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { INVALIDATES, oldBy } from "../../../components/live/invalidations";
import { Refresher } from "../../../components/live/refresher";
import { CONTRACT, EVENT_KINDS } from "../../../lib/api/schema";
import type { LiveEvent } from "../../../lib/live/schema";

const event = (kind: string, over: Partial<LiveEvent> = {}): LiveEvent => ({
  seq: "1",
  at: "2026-01-01T00:00:00Z",
  kind,
  ...over,
});
const asked = (name: string, input: unknown = {}, data: unknown = undefined) => ({ name, input, data });

describe("what an entry makes old", () => {
  it("is the log, whatever happened", () => {
    for (const kind of EVENT_KINDS) expect(oldBy([event(kind)], asked("listLog"))).toBe("now");
  });

  it("is the page of the task it is about, and no other task's", () => {
    const paused = [event("task.paused", { taskId: "t" })];
    expect(oldBy(paused, asked("task", { id: "t" }))).toBe("now");
    expect(oldBy(paused, asked("task", { id: "u" }))).toBeNull();
    expect(oldBy(paused, asked("taskTimeline", { id: "t", show: "calls" }))).toBe("now");
  });

  it("is the card of the approval, also when something happens to its task", () => {
    expect(oldBy([event("approval.denied", { approvalId: "a" })], asked("approval", { id: "a" }))).toBe("now");
    expect(oldBy([event("task.revoked", { taskId: "t" })], asked("approval", { id: "a" }, { task: { id: "t" } }))).toBe(
      "now",
    );
    expect(
      oldBy([event("task.revoked", { taskId: "t" })], asked("approval", { id: "a" }, { task: { id: "u" } })),
    ).toBeNull();
  });

  it("may wait where only numbers change with every call", () => {
    const call = [event("call.allowed", { taskId: "t" })];
    expect(oldBy(call, asked("listTasks"))).toBe("calmly");
    expect(oldBy(call, asked("taskTimeline", { id: "t" }))).toBe("now");
    expect(oldBy([...call, event("task.paused", { taskId: "t" })], asked("listTasks"))).toBe("now");
    expect(oldBy(call, asked("listApprovals"))).toBeNull();
  });

  it("is said with endpoints and kinds that exist", () => {
    for (const { query, starts } of INVALIDATES) {
      expect(CONTRACT).toHaveProperty(query);
      expect(EVENT_KINDS.some((kind) => kind.startsWith(starts))).toBe(true);
    }
  });
});

describe("the refresher", () => {
  let client: QueryClient;
  let refresher: Refresher;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance", "Date"] });
    client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Number.POSITIVE_INFINITY } } });
    refresher = new Refresher(client);
  });
  afterEach(() => {
    refresher.stop();
    client.clear();
    vi.useRealTimers();
  });

  /** A page that shows an answer; each asking takes so many milliseconds. */
  async function show(name: string, input: unknown, milliseconds = 0) {
    const ask = vi.fn(
      () => new Promise((resolve) => setTimeout(() => resolve({ askedAt: performance.now() }), milliseconds)),
    );
    const stop = new QueryObserver(client, { queryKey: [name, input], queryFn: ask }).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(milliseconds + 1);
    ask.mockClear();
    return { ask, stop };
  }

  it("asks at once, and then at its pace", async () => {
    const { ask } = await show("taskTimeline", { id: "t" });
    const call = () => refresher.take([event("call.allowed", { taskId: "t" })]);
    call();
    await vi.advanceTimersByTimeAsync(1);
    expect(ask).toHaveBeenCalledTimes(1);
    for (let at = 0; at < 50; at += 1) {
      call();
      await vi.advanceTimersByTimeAsync(20);
    }
    expect(ask.mock.calls.length).toBeGreaterThan(8);
    expect(ask.mock.calls.length).toBeLessThan(13);
  });

  it("asks again for what came while an answer was under way", async () => {
    const { ask } = await show("taskTimeline", { id: "t" }, 300);
    refresher.take([event("call.allowed", { taskId: "t" })]);
    await vi.advanceTimersByTimeAsync(100);
    refresher.take([event("call.allowed", { taskId: "t" })]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("asks again for what came while a page's own first asking was under way", async () => {
    const ask = vi.fn(() => new Promise((resolve) => setTimeout(() => resolve({}), 300)));
    new QueryObserver(client, { queryKey: ["task", { id: "t" }], queryFn: ask }).subscribe(() => {});
    await vi.advanceTimersByTimeAsync(100);
    refresher.take([event("task.paused", { taskId: "t" })]);
    await vi.advanceTimersByTimeAsync(150);
    expect(ask).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it("leaves alone what no event is about", async () => {
    const { ask } = await show("task", { id: "other" });
    refresher.take([event("task.paused", { taskId: "t" })]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).not.toHaveBeenCalled();
  });

  it("asks for nothing that is on no page, but knows that it is old", async () => {
    const { ask, stop } = await show("task", { id: "t" });
    stop();
    refresher.take([event("task.paused", { taskId: "t" })]);
    await vi.advanceTimersByTimeAsync(5000);
    expect(ask).not.toHaveBeenCalled();
    expect(client.getQueryState(["task", { id: "t" }])?.isInvalidated).toBe(true);
  });
});
