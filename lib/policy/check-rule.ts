import { sayDuration } from "../base/schema";
import { addedBy, thresholdImplies } from "./approvers";
import type { ActionClass } from "./class";
import { coversMatch, sameMatch } from "./match-rules";
import { DEFAULT_RULE, type Rule, type RuleBody } from "./rule";
import type { RuleField } from "./rule-field";
import { allowedUnasked, reach } from "./rule-reach";
import { sayThreshold } from "./say-approvers";
import { sayList } from "./say-list";

/** What is wrong with a rule, at which field, and for a number the largest value that fits. */
export type RuleFinding = { field: RuleField; sentence: string; fits?: number };

/** Errors are contradictions: the rule is refused. Warnings are said, and the rule is taken all the same. */
export type RuleFindings = { errors: RuleFinding[]; warnings: RuleFinding[] };

/**
 * Checks a rule for contradictions: with itself, and with the other rules.
 *
 * @param others The rules it would live beside, without its own earlier version.
 */
export function checkRule(body: RuleBody, others: readonly Rule[] = []): RuleFindings {
  const clocks = [...CLOCK_CHECKS.map((check) => check(body)), escalatesInTime(body)];
  const beside = [nameTaken(body, others), equalRule(body, others)];
  const doubts = [
    defaultRule(body),
    neverWins(body, others),
    resumesUnasked(body),
    startsUnasked(body),
    tellsNobody(body),
    idleThreshold(body),
    idleEscalation(body),
  ];
  const present = (found: (RuleFinding | null)[]) => found.filter((finding) => finding !== null);
  return {
    errors: present([...clocks, ...beside]),
    warnings: [...present(doubts), ...looseClasses(body), ...emptySignatures(body)],
  };
}

type Limit = { field: "leaseSeconds" | "endSeconds"; called: string };
const LEASE: Limit = { field: "leaseSeconds", called: "the lease" };
const END: Limit = { field: "endSeconds", called: "the absolute end" };

type Clock = "idleSeconds" | "leaseSeconds" | "decideBySeconds" | "readySeconds" | "stallSeconds";

/** A clock that must fit inside another, and what is pointless about it when it does not. */
const fitsInside = (clock: Clock, limit: Limit, pointless: string) => (body: RuleBody) => {
  const value = body[clock];
  const most = body[limit.field];
  if (value === null || value <= most) return null;
  const sentence = `Longer than ${limit.called} (${sayDuration(most)}), so ${pointless}. Use ${sayDuration(most)} or less.`;
  return { field: clock, sentence, fits: most };
};

const CLOCK_CHECKS: readonly ((body: RuleBody) => RuleFinding | null)[] = [
  fitsInside("idleSeconds", LEASE, "it never fires"),
  fitsInside("leaseSeconds", END, "it never needs to be renewed"),
  fitsInside("decideBySeconds", END, "a question would stay open after its task has ended"),
  fitsInside("readySeconds", END, "an approved call would wait after its task has ended"),
  fitsInside("stallSeconds", LEASE, "it never fires"),
];

function escalatesInTime({ escalate, decideBySeconds }: RuleBody): RuleFinding | null {
  if (!escalate || escalate.beforeSeconds < decideBySeconds) return null;
  const sentence = `A question is open for ${sayDuration(decideBySeconds)} only. Use less, or decide by a later time.`;
  return { field: "escalate", sentence };
}

/** Whoever meets the stricter of two ways has met the other one before. */
function idleThreshold({ approvers }: RuleBody): RuleFinding | null {
  for (const [at, one] of approvers.entries()) {
    const enough = approvers.find((other, place) => place !== at && thresholdImplies(one, other));
    if (!enough) continue;
    const sentence = `“${sayThreshold(one)}” never matters, because “${sayThreshold(enough)}” is enough.`;
    return { field: "approvers", sentence };
  }
  return null;
}

function idleEscalation({ approvers, denials, escalate }: RuleBody): RuleFinding | null {
  const added = addedBy({ any: approvers, denials, escalate });
  const enough = added && approvers.find((one) => thresholdImplies(added, one));
  if (!enough) return null;
  return {
    field: "escalate",
    sentence: `“${sayThreshold(enough)}” is enough from the start, so they only learn of it.`,
  };
}

function nameTaken(body: RuleBody, others: readonly Rule[]): RuleFinding | null {
  if (!others.some((other) => other.name === body.name)) return null;
  return { field: "name", sentence: `There is a rule ${body.name} already. Choose another name.` };
}

/** Of two rules that are on and say the same about the same calls, only the name would decide: nobody means that. */
function equalRule(body: RuleBody, others: readonly Rule[]): RuleFinding | null {
  const equal = others.find(
    (other) => body.on && other.on && other.priority === body.priority && sameMatch(other.match, body.match),
  );
  if (!equal) return null;
  const sentence = `Rule ${equal.name} matches the same and has priority ${equal.priority} too, so neither comes first. Use another priority, or match something else.`;
  return { field: "priority", sentence };
}

function defaultRule(body: RuleBody): RuleFinding | null {
  if (body.name !== DEFAULT_RULE.name) return null;
  const consequence = "Calls that no other rule covers are then denied.";
  if (!body.on)
    return { field: "on", sentence: `This is the rule that covers what no other rule does. ${consequence}` };
  const narrowed = (["agent", "server", "tool", "class"] as const).find((field) => body.match[field] !== undefined);
  if (!narrowed || coversMatch(body.match, {})) return null;
  return { field: `match.${narrowed}`, sentence: `The default rule no longer covers everything. ${consequence}` };
}

function neverWins(body: RuleBody, others: readonly Rule[]): RuleFinding | null {
  const before = others.find(
    (other) => body.on && other.on && other.priority > body.priority && coversMatch(other.match, body.match),
  );
  if (!before) return null;
  const sentence = `Rule ${before.name} has priority ${before.priority} and matches all that this one does, so this one never applies.`;
  return { field: "priority", sentence };
}

function resumesUnasked(body: RuleBody): RuleFinding | null {
  const classes = allowedUnasked(body);
  if (body.resume !== "automatic" || classes.length === 0) return null;
  const sentence = `A task that may make ${sayList(classes)} calls without being asked is resumed by a person all the same. Hold them, or leave resuming to approval.`;
  return { field: "resume", sentence };
}

function startsUnasked(body: RuleBody): RuleFinding | null {
  const classes = allowedUnasked(body);
  if (body.start !== "automatic" || classes.length === 0) return null;
  const sentence = `Nobody signs before ${sayList(classes)} calls are made: the task starts by itself and they are not held.`;
  return { field: "start", sentence };
}

function tellsNobody(body: RuleBody): RuleFinding | null {
  const asks = body.start === "approval" || body.resume === "approval" || reach(body).some(isHeld(body));
  if (body.tell.length > 0 || !asks) return null;
  const sentence = "Nobody is told that a question waits. Unless somebody looks at the inbox in time, it expires.";
  return { field: "tell", sentence };
}

const isHeld = (body: RuleBody) => (name: ActionClass) => body.calls[name] === "hold";

function looseClasses(body: RuleBody): RuleFinding[] {
  const findings: RuleFinding[] = [];
  const inverted = body.match.class === undefined && body.calls.write === "hold";
  if (body.calls.unclassed === "allow" && reach(body).includes("unclassed")) {
    const sentence = "Nobody has looked at an unclassed tool yet: it may do anything. Holding is safer.";
    findings.push({ field: "calls.unclassed", sentence });
  }
  if (body.calls.destructive === "allow" && inverted) {
    const sentence = "Destructive calls are allowed while write calls are held.";
    findings.push({ field: "calls.destructive", sentence });
  }
  if (body.reviewBy.destructive === "any" && reach(body).includes("destructive")) {
    const sentence = "An access token may approve destructive calls: a token that approves is a robot that approves.";
    findings.push({ field: "reviewBy.destructive", sentence });
  }
  return findings;
}

/** A signature that is asked for where fewer are given than the rule seems to say. */
function emptySignatures(body: RuleBody): RuleFinding[] {
  const asked = reach(body).filter((name) => body.sign[name] !== "none");
  return asked.flatMap((name): RuleFinding[] => {
    const sentence = unsignedCalls(body, name) ?? unsignedByToken(body, name);
    return sentence === null ? [] : [{ field: `sign.${name}`, sentence }];
  });
}

function unsignedCalls(body: RuleBody, name: ActionClass): string | null {
  if (body.calls[name] === "hold") return null;
  const automatic = body.start === "automatic" && body.resume === "automatic";
  const what = automatic
    ? "and tasks start and resume by themselves, so nobody signs"
    : "so only starts and resumes are signed";
  return `Calls of the class ${name} are not held, ${what}. Hold them to have each one signed.`;
}

function unsignedByToken(body: RuleBody, name: ActionClass): string | null {
  if (body.reviewBy[name] === "page") return null;
  return `An access token cannot sign, so ${name} questions are answered on the page only.`;
}
