import { type ActionClass, isMoreSevere } from "./class";
import { because, type Reason } from "./decision";
import { winningRule } from "./match-rules";
import { type Rule, type RuleRef, ruleRef } from "./rule";
import { CLOCK_NAMES, type ClockName, type Clocks, frozenOf, type Term, type Terms, tighterClock } from "./term";

/** One tool that a charter asks for, with the class it has now. */
export type AskedTool = { server: string; tool: string; class: ActionClass };

/** What a charter asks for: its tools, and less time or fewer calls than the rules would give. */
export type Asked = {
  agent: string;
  tools: readonly AskedTool[];
  ttl?: { idleSeconds?: number; leaseSeconds?: number; endSeconds?: number };
  calls?: number;
};

/** A tool that no rule covers: it is in nobody's terms, so every call to it is denied with this reason. */
export type UncoveredTool = { server: string; tool: string; reason: Reason };

/** What the rules give: the terms of a grant that is about to be approved. */
export type Given = {
  terms: Terms;
  clocks: Clocks;
  start: Rule["start"];
  resume: Rule["resume"];
  agentKeys: Rule["agentKeys"];
  uncovered: UncoveredTool[];
};

type Covered = { asked: AskedTool; rule: Rule };

/**
 * Says what the rules give to a charter: for each tool the terms of the rule that wins for it, and for the whole task
 * the tightest of each clock, with the rule it came from; where the charter asks for less, it gets less (`from` null).
 *
 * Starting and resuming are automatic only when every rule involved says so; resuming is not even then while a tool
 * that does more than read may be called without a hold, for such tools every resume is a new authorization. Agent
 * keys may open the task only when every rule involved lets them.
 *
 * @returns `{ terms, clocks, … }` and the tools that no rule covers; only `{ uncovered }` when no rule covers any of
 *   them: no matching rule means no.
 */
export function termsFor(rules: readonly Rule[], asked: Asked): Given | { uncovered: UncoveredTool[] } {
  const covered: Covered[] = [];
  const uncovered: UncoveredTool[] = [];
  for (const tool of asked.tools) {
    const rule = winningRule(rules, { ...tool, agent: asked.agent }).winner;
    if (rule) covered.push({ asked: tool, rule });
    else uncovered.push({ server: tool.server, tool: tool.tool, reason: noRule(tool) });
  }
  if (covered.length === 0) return { uncovered };
  const involved = distinct(covered.map((part) => part.rule));
  return {
    terms: covered.map(termOf),
    clocks: cutToFit(cutToCharter(tightestClocks(involved), asked)),
    start: involved.every((rule) => rule.start === "automatic") ? "automatic" : "approval",
    resume: covered.every(resumesAlone) ? "automatic" : "approval",
    agentKeys: involved.every((rule) => rule.agentKeys === "allow") ? "allow" : "deny",
    uncovered,
  };
}

const noRule = ({ server, tool }: AskedTool) =>
  because("no_rule", `No rule covers ${tool} on ${server}, and no rule means no.`);

function resumesAlone({ asked, rule }: Covered): boolean {
  const actsUnasked = isMoreSevere(asked.class, "read") && rule.calls[asked.class] === "allow";
  return rule.resume === "automatic" && !actsUnasked;
}

function termOf({ asked, rule }: Covered): Term {
  return {
    server: asked.server,
    tool: asked.tool,
    rule: ruleRef(rule),
    ...frozenOf(rule),
  };
}

/** Each rule once, by name: which of two equal numbers is named must not depend on the order of the tools. */
function distinct(rules: Rule[]): Rule[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return [...byId.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function tightestClocks(rules: Rule[]): Clocks {
  const tightest = (name: Exclude<ClockName, "stallSeconds" | "callsMax">) =>
    rules.map((rule) => rule[name]).reduce((a, b) => tighterClock(name, a, b));
  const tightestIfAny = (name: "stallSeconds" | "callsMax") =>
    rules.map((rule) => rule[name]).reduce((a, b) => tighterClock(name, a, b));
  const clocks: Clocks = {
    idleSeconds: tightest("idleSeconds"),
    leaseSeconds: tightest("leaseSeconds"),
    endSeconds: tightest("endSeconds"),
    decideBySeconds: tightest("decideBySeconds"),
    stallSeconds: tightestIfAny("stallSeconds"),
    coolDownSeconds: tightest("coolDownSeconds"),
    callsMax: tightestIfAny("callsMax"),
    from: {},
  };
  for (const name of CLOCK_NAMES) clocks.from[name] = sourceOf(rules, name, clocks[name]);
  return clocks;
}

function sourceOf(rules: Rule[], name: ClockName, value: number | null): RuleRef | null {
  const source = rules.find((rule) => rule[name] === value);
  return source ? ruleRef(source) : null;
}

type Cut = "idleSeconds" | "leaseSeconds" | "endSeconds" | "stallSeconds" | "callsMax";

/** Takes `most` where it is less than what is there. */
function cut(clocks: Clocks, name: Cut, { most, from }: { most: number | undefined; from: RuleRef | null }): Clocks {
  const now = clocks[name];
  if (most === undefined || (now !== null && now <= most)) return clocks;
  return { ...clocks, [name]: most, from: { ...clocks.from, [name]: from } };
}

function cutToCharter(clocks: Clocks, { ttl, calls }: Asked): Clocks {
  const idle = cut(clocks, "idleSeconds", { most: ttl?.idleSeconds, from: null });
  const lease = cut(idle, "leaseSeconds", { most: ttl?.leaseSeconds, from: null });
  const end = cut(lease, "endSeconds", { most: ttl?.endSeconds, from: null });
  return cut(end, "callsMax", { most: calls, from: null });
}

/** Each clock fits inside the next: a charter that asks for a short end has a short lease too. */
function cutToFit(clocks: Clocks): Clocks {
  const end = { most: clocks.endSeconds, from: clocks.from.endSeconds ?? null };
  const leased = cut(clocks, "leaseSeconds", end);
  const lease = { most: leased.leaseSeconds, from: leased.from.leaseSeconds ?? null };
  const idled = cut(leased, "idleSeconds", lease);
  return idled.stallSeconds === null ? idled : cut(idled, "stallSeconds", lease);
}
