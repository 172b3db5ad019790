import type { TaskDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import type { ClockFace } from "../domain/clocks";
import { counted } from "../ui/count";
import { idleClock, leaseClock, type RunningClock } from "./task-clocks";

const limitOf = (seconds: number | null): string | undefined => (seconds === null ? undefined : sayDuration(seconds));

/** The six clocks of a task as people read them: what is left, or why one stands still. */
export function clockFaces(task: TaskDetail): ClockFace[] {
  const { clocks } = task;
  const still = standsStill(task);
  const faces: ClockFace[] = [
    {
      kind: "decideBy",
      until: clocks.decideBy,
      from: task.approvals[0]?.createdAt,
      happens: "then it expires",
      still: { value: "none", note: "nothing waits for a person" },
    },
    { kind: "idle", limit: limitOf(clocks.idleSeconds), ...running(idleClock(task)), happens: "then it pauses", still },
    {
      kind: "lease",
      limit: limitOf(clocks.leaseSeconds),
      ...running(leaseClock(task)),
      happens: "then it pauses",
      still,
    },
    {
      kind: "end",
      until: clocks.endAt,
      from: startedAt(task) ?? task.requestedAt,
      happens: "never moves",
      still,
    },
    stall(task),
  ];
  return isAhead(clocks.notBefore, task.now)
    ? [
        { kind: "notBefore", until: clocks.notBefore, from: task.requestedAt, happens: "then calls may start" },
        ...faces,
      ]
    : faces;
}

const running = (clock: RunningClock): Pick<ClockFace, "until" | "from"> => clock ?? { until: null };

const isAhead = (at: string | null, now: string): boolean => at !== null && Date.parse(at) > Date.parse(now);

const startedAt = ({ life }: TaskDetail): string | undefined => life.find(({ kind }) => kind === "task.started")?.at;

function standsStill({ state, approvals }: TaskDetail): NonNullable<ClockFace["still"]> {
  if (state === "requested") return { value: "not yet", note: "starts with the approval" };
  if (state === "paused") return { value: "stopped", note: "while it is paused" };
  return { value: "stopped", note: approvals.length > 0 ? "a call waits for a person" : "work is in flight" };
}

function stall({ clocks, inFlight, state }: TaskDetail): ClockFace {
  const limit = limitOf(clocks.stallSeconds);
  if (limit === undefined && state !== "requested")
    return { kind: "stall", still: { value: "none", note: "no limit to work in flight" } };
  const value = inFlight === 0 ? "none" : String(inFlight);
  const note = inFlight === 0 ? "no call in flight" : `${counted(inFlight, "call")} in flight`;
  return { kind: "stall", limit, still: { value, note } };
}

/** Calls against their limit, for the last face. A narrowing lowers the limit, so what is used is told by what is left. */
export function callsFace({ calls }: TaskDetail): { used: number; max: number | null; note: string } {
  const { allowed, held, denied, left, max } = calls;
  const note = `${counted(held, "held", "held")}, ${denied} denied`;
  if (max === null || left === null) return { used: allowed, max: null, note };
  return { used: Math.max(0, max - left), max, note: `${note}, ${left} left` };
}
