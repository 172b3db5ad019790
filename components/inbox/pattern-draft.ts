import type { InputOf, WaitingCall } from "@/lib/api/schema";
import { canonicalJson, type Json } from "@/lib/base/schema";
import { faultOfBeginning } from "@/lib/policy/schema";
import { NO_DURATION } from "../ui/duration-units";

type Pattern = NonNullable<InputOf<"reviewApproval">["pattern"]>;
export type ConditionDraft = {
  name: string;
  must: "equal" | "begin" | "any";
  /** What a text begins with, as typed. */
  text: string;
  /** The value of this call, as canonical JSON, masked where a rule says so. */
  value: string;
  /** Only a text can be said to begin somehow. */
  isText: boolean;
};

/** Calls that go as well, as they are being described. */
export type PatternDraft = { conditions: ConditionDraft[]; seconds: number | null; calls: string };

/** What is wrong with it, by field; of conditions by the argument's name. */
export type PatternProblems = { conditions: Record<string, string>; ends?: string; calls?: string };

const HOUR = 3600;

/** A draft begins with exactly this call, for as long as an hour or as the task has left. */
export function beginPattern({ arguments: body }: WaitingCall, secondsLeft: number): PatternDraft {
  const given = body.state === "shown" ? (JSON.parse(body.text) as { [name: string]: Json }) : {}; // canonical arguments
  const conditions = Object.entries(given).map(([name, value]): ConditionDraft => {
    const isText = typeof value === "string";
    return { name, must: "equal", text: isText ? beginningOf(value) : "", value: canonicalJson(value), isText };
  });
  return { conditions, seconds: Math.min(HOUR, secondsLeft), calls: "" };
}

/** What comes before the last part of a path; the whole of anything else. */
function beginningOf(value: string): string {
  const slash = value.lastIndexOf("/");
  return slash > 0 ? value.slice(0, slash + 1) : value;
}

/** The draft with another condition for one argument. */
export function withCondition(draft: PatternDraft, name: string, part: Partial<ConditionDraft>): PatternDraft {
  return { ...draft, conditions: draft.conditions.map((one) => (one.name === name ? { ...one, ...part } : one)) };
}

/** Checks it before it is sent; null when it will do. */
export function checkPattern(draft: PatternDraft, secondsLeft: number): PatternProblems | null {
  const found = draft.conditions.flatMap((condition) => {
    const problem = problemOf(condition);
    return problem ? [[condition.name, problem] as const] : [];
  });
  const problems: PatternProblems = {
    conditions: Object.fromEntries(found),
    ends: checkEnd(draft.seconds, secondsLeft),
    calls: checkCalls(draft.calls.trim()),
  };
  return found.length > 0 || problems.ends || problems.calls ? problems : null;
}

function problemOf({ must, text, value, isText }: ConditionDraft): string | null {
  if (must !== "begin") return null;
  if (text === "") return "Say how it begins.";
  if (isText && !(JSON.parse(value) as string).startsWith(text)) return "This very call does not begin so.";
  return faultOfBeginning(text);
}

function checkEnd(seconds: number | null, left: number): string | undefined {
  if (seconds === null) return "Say for how long.";
  if (Number.isNaN(seconds)) return NO_DURATION;
  if (seconds < 60) return "At least a minute.";
  return seconds > left ? "Longer than the task may run without being asked." : undefined;
}

function checkCalls(typed: string): string | undefined {
  if (typed === "") return undefined;
  const count = Number(typed);
  return Number.isInteger(count) && count >= 1 && count <= 10_000 ? undefined : "A whole number from 1 to 10,000.";
}

/** The conditions as they are sent. */
export function conditionsOf(draft: PatternDraft): Pattern["arguments"] {
  return draft.conditions.map(({ name, must, text }) => (must === "begin" ? { name, must, text } : { name, must }));
}

/** The pattern as it is sent. */
export function patternOf(draft: PatternDraft): Pattern {
  const calls = draft.calls.trim();
  return {
    arguments: conditionsOf(draft),
    endsInSeconds: draft.seconds ?? 0,
    calls: calls === "" ? undefined : Number(calls),
  };
}
