import type { TaskDetail } from "@/lib/api/schema";
import { NO_DURATION } from "../ui/duration-units";

/** A narrowing as it is being filled in. */
export type NarrowingDraft = {
  /** Keys of the tools that go. */
  dropped: ReadonlySet<string>;
  /** Ends so many seconds from now. */
  seconds: number | null;
  /** At most so many further calls, as typed. */
  calls: string;
  reason: string;
};

type Held = Pick<TaskDetail, "clocks" | "calls" | "now"> & {
  /** Keys of the tools that the task holds. */
  tools: readonly string[];
};

/** What is wrong with it, by field; `problems` counts them. */
export type NarrowingCheck = { tools?: string; ends?: string; calls?: string; reason?: string; problems: number };

/** Checks a narrowing before it is sent. The server proves that it is one; this only says earlier what would not fit. */
export function checkNarrowing(draft: NarrowingDraft, held: Held): NarrowingCheck {
  const found = {
    tools: checkTools(draft, held),
    ends: checkEnd(draft.seconds, held),
    calls: checkCalls(draft.calls.trim(), held.calls.left),
    reason: draft.reason.trim() === "" ? "Say why. The reason is kept with the record." : undefined,
  };
  return { ...found, problems: Object.values(found).filter((problem) => problem !== undefined).length };
}

function checkTools({ dropped, seconds, calls }: NarrowingDraft, { tools }: Held): string | undefined {
  if (tools.every((key) => dropped.has(key))) return "Keep at least one tool, or revoke the task.";
  const nothing = dropped.size === 0 && seconds === null && calls.trim() === "";
  return nothing ? "Take something away: a tool, time or calls." : undefined;
}

function checkEnd(seconds: number | null, { clocks, now }: Held): string | undefined {
  if (seconds === null) return undefined;
  if (Number.isNaN(seconds)) return NO_DURATION;
  if (seconds < 1) return "At least a second.";
  const end = clocks.endAt === null ? Number.POSITIVE_INFINITY : Date.parse(clocks.endAt);
  return Date.parse(now) + seconds * 1000 >= end ? "That is no sooner than its absolute end." : undefined;
}

function checkCalls(typed: string, left: number | null): string | undefined {
  if (typed === "") return undefined;
  const count = Number(typed);
  if (!Number.isInteger(count) || count < 1) return "A whole number above 0.";
  return left !== null && count >= left ? `It has only ${left} left.` : undefined;
}
