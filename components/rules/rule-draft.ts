import {
  type ActionClass,
  ALL_APPROVERS,
  bodyOf,
  RULE_BOUNDS,
  type RuleBody,
  type RuleField,
  type Tell,
} from "@/lib/policy/schema";
import { escalationDraftOf, rawEscalation, rawWay, type WayDraft, wayDraftOf, wholeNumber } from "./approvers-draft";

export const DURATION_FIELDS = Object.keys(RULE_BOUNDS) as (keyof typeof RULE_BOUNDS)[]; // its keys are exactly these
export type DurationField = keyof typeof RULE_BOUNDS;

/** A rule while somebody writes it: what stands in the fields, complete or not. */
export type RuleDraft = Pick<
  RuleBody,
  "name" | "on" | "start" | "resume" | "calls" | "reviewBy" | "sign" | "agentKeys" | "context"
> &
  Record<DurationField, number | null> & {
    /** Whether work in flight is watched at all; without it the rule has no stall clock. */
    watchesStall: boolean;
    limitsCalls: boolean;
    tells: "approvers" | "listed" | "nobody";
    /** Who is told, where they are named one by one; with commas between. */
    toldList: string;
    /** The ways in which a question is approved. */
    ways: readonly WayDraft[];
    denials: string;
    /** Whether it goes on to more people before its deadline. */
    goesOn: boolean;
    goesOnBefore: number | null;
    goesOnTo: string;
    /** How many of them are enough then; empty: they are only told. */
    goesOnEnough: string;
    callsMax: string;
    /** Names, with commas between them. */
    mask: string;
    /** Numbers as typed; empty for no limit. */
    asksPerMinute: string;
    approvalsPerHour: string;
    priority: string;
    agent: string;
    server: string;
    tool: string;
    class: ActionClass | "any";
  };

/** What is put into the stall and the calls field of a rule that had none, once somebody asks for one. */
const FIRST_STALL = 600;
const FIRST_CALLS = "100";

export function draftOf(body: RuleBody): RuleDraft {
  const { match, callsMax, priority, stallSeconds, tell, mask, asksPerMinute, approvalsPerHour, ...others } = body;
  const { approvers, denials, escalate, ...same } = others;
  return {
    ...same,
    stallSeconds: stallSeconds ?? Math.min(FIRST_STALL, body.leaseSeconds),
    watchesStall: stallSeconds !== null,
    limitsCalls: callsMax !== null,
    tells: tellsOf(tell),
    toldList: tell.join(", "),
    ways: approvers.map(wayDraftOf),
    denials: String(denials),
    ...escalationDraftOf(escalate, body.decideBySeconds),
    callsMax: callsMax === null ? FIRST_CALLS : String(callsMax),
    mask: mask.join(", "),
    asksPerMinute: asksPerMinute === null ? "" : String(asksPerMinute),
    approvalsPerHour: approvalsPerHour === null ? "" : String(approvalsPerHour),
    priority: String(priority),
    agent: match.agent ?? "",
    server: match.server ?? "",
    tool: match.tool ?? "",
    class: match.class ?? "any",
  };
}

function tellsOf(tell: Tell): RuleDraft["tells"] {
  if (tell.length === 0) return "nobody";
  return tell.length === 1 && tell[0] === ALL_APPROVERS ? "approvers" : "listed";
}

/** A list without anybody is refused: "nobody" has a word of its own. */
function toldOf({ tells, toldList }: RuleDraft): string[] {
  if (tells !== "listed") return tells === "approvers" ? [ALL_APPROVERS] : [];
  const listed = toldList.split(/[\s,;]+/).filter(Boolean);
  return listed.length > 0 ? listed : [""];
}

/** A draft as the rule it would be. What is missing or no number is null or not a number; `readDraft` says so. */
export function rawBody(draft: RuleDraft): Record<string, unknown> {
  const { agent, server, tool, class: ofClass, watchesStall, limitsCalls, callsMax, priority, ...others } = draft;
  const { tells: _tells, toldList: _toldList, ways, denials, ...rest } = others;
  const { goesOn: _on, goesOnBefore: _before, goesOnTo: _to, goesOnEnough: _enough, ...same } = rest;
  const given = {
    agent: agent.trim(),
    server: server.trim(),
    tool: tool.trim(),
    class: ofClass === "any" ? "" : ofClass,
  };
  return {
    ...same,
    name: draft.name.trim(),
    match: Object.fromEntries(Object.entries(given).filter(([, value]) => value !== "")),
    // NaN is refused, unlike the null that means "no stall clock".
    stallSeconds: watchesStall ? (draft.stallSeconds ?? Number.NaN) : null,
    tell: toldOf(draft),
    approvers: ways.map(rawWay),
    denials: wholeNumber(denials),
    escalate: rawEscalation(draft),
    callsMax: limitsCalls ? wholeNumber(callsMax) : null,
    mask: draft.mask.split(/[,\s]+/).filter((name) => name !== ""),
    asksPerMinute: limit(draft.asksPerMinute),
    approvalsPerHour: limit(draft.approvalsPerHour),
    priority: wholeNumber(priority),
  };
}

const limit = (text: string): number | null => (text.trim() === "" ? null : wholeNumber(text));
/** A body as a map of fields, so that single ones can be taken from one rule into another. */
export function takeFields(from: RuleBody, into: RuleBody, fields: readonly RuleField[]): RuleBody {
  const result: RuleBody = structuredClone(bodyOf(into));
  for (const field of fields) {
    const [outer, inner] = field.split(".") as [keyof RuleBody, string | undefined]; // fields are our own list
    if (inner === undefined) Object.assign(result, { [outer]: from[outer] });
    else copyInner(from[outer], result[outer], inner);
  }
  return result;
}

function copyInner(from: unknown, into: unknown, name: string): void {
  // Only match, calls, reviewBy and sign have inner fields, and all of them are plain objects.
  const [source, target] = [from as Record<string, unknown>, into as Record<string, unknown>];
  if (source[name] === undefined) delete target[name];
  else target[name] = source[name];
}
