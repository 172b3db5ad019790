import type { ApprovalDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { NO_DURATION } from "../ui/duration-units";
import { type MostTime, mostTime } from "./less-times";
import { checkPin, type PinDraft } from "./pin-draft";

export type Authority = NonNullable<ApprovalDetail["authority"]>;

/** An approval of less than was asked for, as it is being filled in. */
export type LessDraft = {
  /** Keys of the tools that it does not get. */
  dropped: ReadonlySet<string>;
  /** Ends so many seconds after its start. */
  seconds: number | null;
  /** At most so many calls, as typed. */
  calls: string;
  /** Makes no calls for so many seconds. */
  delay: number | null;
  pins: readonly PinDraft[];
};

export const NOTHING_LESS: LessDraft = { dropped: new Set(), seconds: null, calls: "", delay: null, pins: [] };

/** What is wrong with it, by field. */
export type LessProblems = { tools?: string; ends?: string; calls?: string; begins?: string; pins?: string };

export const toolKey = (server: string, tool: string): string => `${server}/${tool}`;

/** The scope without what was dropped. */
export function scopeLeft({ scope }: Authority, { dropped }: LessDraft): Authority["scope"] {
  const kept = scope.map(({ server, tools }) => ({
    server,
    tools: tools.filter((tool) => !dropped.has(toolKey(server, tool))),
  }));
  return kept.filter(({ tools }) => tools.length > 0);
}

/** Checks it before it is sent; null when it will do. The server proves that it is less; this only says earlier what is not. */
export function checkLess(
  draft: LessDraft,
  authority: Authority,
  most: MostTime = mostTime(authority, null),
): LessProblems | null {
  const problems = {
    tools: checkTools(draft, authority),
    ends: checkEnd(draft.seconds, authority.clocks.endSeconds),
    calls: checkCalls(draft.calls.trim(), authority.calls),
    begins: checkBeginning(draft, most),
    pins: draft.pins.map(checkPin).find((problem) => problem !== undefined),
  };
  return Object.values(problems).some(Boolean) ? problems : null;
}

function checkTools(draft: LessDraft, authority: Authority): string | undefined {
  if (scopeLeft(authority, draft).length === 0) return "Keep at least one tool, or deny.";
  const { dropped, seconds, calls, delay, pins } = draft;
  const nothing = dropped.size === 0 && seconds === null && calls.trim() === "" && delay === null && pins.length === 0;
  return nothing ? "Take something away: a tool, an argument, time or calls." : undefined;
}

function checkEnd(seconds: number | null, asked: number): string | undefined {
  if (seconds === null) return undefined;
  if (Number.isNaN(seconds)) return NO_DURATION;
  if (seconds < 1) return "At least a second.";
  return seconds > asked ? `At most the ${sayDuration(asked)} that were asked for.` : undefined;
}

/** Lease and end run from the approval, so what begins later lasts less long. */
function checkBeginning({ delay, seconds }: LessDraft, { lease }: MostTime): string | undefined {
  if (delay === null) return undefined;
  if (Number.isNaN(delay)) return NO_DURATION;
  if (delay < 1) return "At least a second.";
  const over = seconds === null || Number.isNaN(seconds) ? lease : Math.min(lease, seconds);
  return delay >= over ? `It would be over before it begins: it is given for ${sayDuration(over, 2)}.` : undefined;
}

function checkCalls(typed: string, asked: number | null): string | undefined {
  if (typed === "") return undefined;
  const count = Number(typed);
  if (!Number.isInteger(count) || count < 1) return "A whole number above 0.";
  return asked !== null && count > asked ? `At most the ${asked} that were asked for.` : undefined;
}
