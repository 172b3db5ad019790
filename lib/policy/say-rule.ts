import { sayDuration } from "../base/schema";
import type { ActionClass } from "./class";
import { matchesAny } from "./match-pattern";
import type { ContextPart, RuleBody, RuleMatch } from "./rule";
import type { RuleField } from "./rule-field";
import { allowedUnasked, reach } from "./rule-reach";
import { sayEscalation, sayThresholds } from "./say-approvers";
import { sayList } from "./say-list";
import type { Sign } from "./sign";
import { ALL_APPROVERS, channelTold, groupTold } from "./told";

/** A piece of a rule's sentence; with a field where the words stand for what that field says. */
export type SaidPart = { text: string; field?: RuleField };

/**
 * Says a rule in plain language, as pieces that a form links to its fields. The pieces joined are the whole text;
 * every field of a rule except its name is in it, so that a change of any can be marked.
 */
export function sayRule(body: RuleBody): SaidPart[] {
  return [
    ...whether(body),
    ...who(body.match),
    ...clocks(body),
    ...startAndResume(body),
    say("A question nobody answers expires after "),
    part("decideBySeconds", sayDuration(body.decideBySeconds)),
    say(". "),
    ...calls(body),
    ...reviews(body),
    ...signatures(body),
    ...tells(body),
    ...care(body),
    ...approvers(body),
    ...limits(body),
  ];
}

const say = (text: string): SaidPart => ({ text });
const part = (field: RuleField, text: string): SaidPart => ({ text, field });

const whether = (body: RuleBody): SaidPart[] =>
  body.on ? [] : [part("on", "Off"), say(", so it applies to nothing. When on: ")];

function who(match: RuleMatch): SaidPart[] {
  return [
    say("When "),
    part("match.agent", named(match.agent, "agent")),
    say(" uses "),
    ...whichTool(match),
    say(" on "),
    part("match.server", named(match.server, "server")),
  ];
}

function named(pattern: string | undefined, noun: string): string {
  if (pattern === undefined || matchesAny(pattern)) return `any ${noun}`;
  return pattern.includes("*") ? `any ${noun} named ${pattern}` : pattern;
}

function whichTool({ tool, class: ofClass }: RuleMatch): SaidPart[] {
  if (!ofClass) return [part("match.tool", named(tool, "tool"))];
  const classed = part("match.class", `${ofClass === "unclassed" ? "an" : "a"} ${ofClass} tool`);
  if (tool === undefined || matchesAny(tool)) return [classed];
  return [classed, say(" named "), part("match.tool", tool)];
}

function clocks(body: RuleBody): SaidPart[] {
  return [
    say(", its task pauses after "),
    part("idleSeconds", `${sayDuration(body.idleSeconds)} idle`),
    say(", is revalidated every "),
    part("leaseSeconds", sayDuration(body.leaseSeconds)),
    say(" and ends after "),
    part("endSeconds", sayDuration(body.endSeconds)),
    say(", whatever happens. "),
    ...stall(body.stallSeconds),
  ];
}

function stall(seconds: number | null): SaidPart[] {
  if (seconds === null) {
    return [say("Work in flight may take "), part("stallSeconds", "as long as these clocks allow"), say(". ")];
  }
  return [
    say("It pauses too when work in flight makes no progress for "),
    part("stallSeconds", sayDuration(seconds)),
    say(". "),
  ];
}

function startAndResume(body: RuleBody): SaidPart[] {
  const starting = part("start", "Starting");
  if (body.start === "approval" && body.resume === "approval") {
    return [starting, say(" and "), part("resume", "resuming"), say(" need a person. ")];
  }
  const needs = (answer: RuleBody["start"]) => (answer === "approval" ? "needs a person" : "is automatic");
  return [
    starting,
    say(` ${needs(body.start)}, `),
    part("resume", "resuming"),
    say(` ${needs(body.resume)}${exception(body)}. `),
  ];
}

/** Tools that do more than read treat every resume as a new authorization, whatever the rule says. */
function exception(body: RuleBody): string {
  const classes = allowedUnasked(body);
  if (body.resume === "approval" || classes.length === 0) return "";
  return ` unless the task holds a tool whose ${sayList(classes)} calls are not held`;
}

function calls(body: RuleBody): SaidPart[] {
  const answered = (answer: "allow" | "hold") => reach(body).filter((name) => body.calls[name] === answer);
  const ready = [
    say("An approved call waits "),
    part("readySeconds", sayDuration(body.readySeconds)),
    say(" for its agent. "),
  ];
  return [
    ...groups("calls", [answered("allow"), " calls are allowed"], [answered("hold"), " calls are held"]),
    ...ready,
  ];
}

function reviews(body: RuleBody): SaidPart[] {
  const by = (answer: "page" | "any") => reach(body).filter((name) => body.reviewBy[name] === answer);
  return groups(
    "reviewBy",
    [by("any"), " questions may be answered with an access token"],
    [by("page"), " questions only on the page"],
  );
}

function signatures(body: RuleBody): SaidPart[] {
  const by = (sign: Sign) => reach(body).filter((name) => body.sign[name] === sign);
  return groups(
    "sign",
    [by("device_passkey"), " questions are signed with a passkey that cannot leave its device"],
    [by("passkey"), " questions are signed with a passkey"],
    [by("none"), " questions need no passkey"],
  );
}

function tells({ tell }: RuleBody): SaidPart[] {
  if (tell.length === 0) return [part("tell", "Nobody"), say(" is told that a question waits. ")];
  const said = tell.map((told) => (told === ALL_APPROVERS ? "those who may answer it" : sayTold(told)));
  return [say("When a question waits, "), part("tell", sayList(said)), say(said.length > 1 ? PLURAL : singular(tell))];
}

const PLURAL = " are told. ";
const singular = ([only]: readonly string[]) => (only === ALL_APPROVERS ? PLURAL : " is told. ");

function sayTold(told: string): string {
  const [channel, group] = [channelTold(told), groupTold(told)];
  if (channel !== null) return `the channel ${channel}`;
  return group === null ? told : `the group ${group}`;
}

function approvers(body: RuleBody): SaidPart[] {
  return [
    say("A question takes "),
    part("approvers", sayThresholds(body.approvers)),
    say("; "),
    part("denials", body.denials === 1 ? "1 denial" : `${body.denials} denials`),
    say(body.denials === 1 ? " ends it. It goes to " : " end it. It goes to "),
    part("escalate", sayEscalation(body.escalate)),
    say(". Breaking the glass gives "),
    part("breakGlassSeconds", sayDuration(body.breakGlassSeconds)),
    say(". "),
  ];
}

type Group = [classes: ActionClass[], said: string];

/** `Read calls are allowed; write, destructive and unclassed calls are held.`, each class a piece of its own. */
function groups(field: "calls" | "reviewBy" | "sign", ...all: Group[]): SaidPart[] {
  const present = all.filter(([classes]) => classes.length > 0);
  return present.flatMap(([classes, said], index) => [
    ...classes.flatMap((name, at) => [
      ...(at === 0 ? [] : [say(at === classes.length - 1 ? " and " : ", ")]),
      part(`${field}.${name}`, index === 0 && at === 0 ? name.charAt(0).toUpperCase() + name.slice(1) : name),
    ]),
    say(index === present.length - 1 ? `${said}. ` : `${said}; `),
  ]);
}

const CONTEXT_WORDS = {
  workload: "who calls",
  network: "the network it calls from",
  server: "the server’s address",
  tools: "a tool’s definition",
  approver: "the standing of whoever approved it",
} as const satisfies Record<ContextPart, string>;

function care(body: RuleBody): SaidPart[] {
  const parts = body.context.map((name) => CONTEXT_WORDS[name]);
  const asks = body.asksPerMinute === null ? "Any number of" : `More than ${body.asksPerMinute}`;
  return [
    ...(parts.length === 0
      ? [part("context", "No change around it")]
      : [say("A change of "), part("context", sayList(parts, "or"))]),
    say(" pauses the task. "),
    part("asksPerMinute", asks),
    say(body.asksPerMinute === null ? " questions a minute are asked. " : " questions in a minute pause it. "),
    say("One person gives "),
    part("approvalsPerHour", body.approvalsPerHour === null ? "any number of" : `at most ${body.approvalsPerHour}`),
    say(" approvals in an hour. "),
    part("mask", sayMask(body.mask)),
    say(" masked. "),
  ];
}

/** More names than these make no sentence. */
const NAMED = 3;

function sayMask(names: readonly string[]): string {
  if (names.length === 0) return "No arguments are";
  if (names.length > NAMED) return `Arguments of ${names.length} names are`;
  return `Arguments named ${sayList(names, "or")} are`;
}

function limits(body: RuleBody): SaidPart[] {
  const coolDown = body.coolDownSeconds === 0 ? "at once" : `after ${sayDuration(body.coolDownSeconds)}`;
  const most = body.callsMax === null ? "any number of calls" : `at most ${body.callsMax} calls`;
  return [
    say("What was denied or revoked may be asked for again "),
    part("coolDownSeconds", coolDown),
    say(". One grant allows "),
    part("callsMax", most),
    say(". Agent keys "),
    part("agentKeys", body.agentKeys === "allow" ? "may open the task" : "may not open the task"),
    say(". Of the rules that match, the highest priority wins; this one has "),
    part("priority", String(body.priority)),
    say("."),
  ];
}
