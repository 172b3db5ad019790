import { db } from "../../db/index";
import { listRules, type StoredRule, winningRule } from "../../policy/index";
import { type ActionClass, CLASSES, matchesPattern } from "../../policy/schema";
import type { Handler } from "../handler";
import { groupBy } from "./group-by";
import { THRESHOLDS } from "./metrics";
import { type Facts, readFacts } from "./read-facts";
import { readUnasked } from "./read-unasked";
import type { SuggestedRule, Suggestion } from "./schema";

type Of<Kind extends Suggestion["kind"]> = Extract<Suggestion, { kind: Kind }>;

/**
 * Suggests rules, from what was asked and what was not. It never suggests to ask less about what writes, destroys or is
 * unclassed; and nothing is saved by it.
 */
export const suggestRules: Handler<"suggestRules"> = async ({ days }) => {
  const [facts, rules] = await Promise.all([readFacts(days), listRules()]);
  const [unasked, agents, asking, active] = await Promise.all([
    readUnasked(facts.from),
    readAgents(),
    readAsking(facts.from),
    isActive(facts.from),
  ]);
  return {
    items: [
      ...alwaysApproved(facts, rules),
      ...unasked.flatMap((tool) => neverAsked(tool, rules)),
      ...matchesNobody(rules, agents),
      // Where nothing was called, nothing could be held.
      ...(active ? heldNothing(rules, asking, facts.from) : []),
    ],
  };
};

/** What was approved as asked each time, often enough, by whomever, and only reads. */
export function alwaysApproved(
  { answers, approvals }: Pick<Facts, "answers" | "approvals">,
  rules: readonly StoredRule[],
) {
  const keyOf = ({ agent, call }: Facts["answers"][number] | Facts["approvals"][number]) =>
    call && JSON.stringify([agent.id, call.server, call.tool]);
  const answered = groupBy(answers, keyOf);
  const asked = groupBy(approvals, keyOf);
  return [...answered].flatMap(([key, group]): Of<"always_approved">[] => {
    const [first] = group;
    if (!first?.call) return [];
    const all = [...group, ...(asked.get(key) ?? [])];
    const given = new Set(group.map(({ approvalId }) => approvalId)).size;
    if (given < THRESHOLDS.alwaysApproved || all.some((one) => one.class !== "read")) return [];
    if (group.some(({ answer }) => answer !== "approve") || asked.get(key)?.some(({ state }) => state === "denied"))
      return [];
    const { agent, call } = first;
    const draft = draftFor(rules, { agent: agent.name, ...call, class: "read", answer: "allow" });
    if (!draft) return [];
    const people = new Set(group.map(({ human }) => human.id)).size;
    const { server, tool } = call;
    return [{ kind: "always_approved", agent, server, tool, class: "read", approvals: given, people, ...draft }];
  });
}

type Unasked = Awaited<ReturnType<typeof readUnasked>>[number];

function neverAsked(
  { agent, server, tool, class: of, calledAt }: Unasked,
  rules: readonly StoredRule[],
): Of<"never_asked">[] {
  const draft = draftFor(rules, { agent: agent.name, server, tool, class: of, answer: "hold" });
  if (!draft) return [];
  // It is for every agent: that this one was not asked about says the same of the others.
  const { agent: _one, ...everybody } = draft.draft;
  return [
    {
      kind: "never_asked",
      server,
      tool,
      class: of,
      agent,
      calledAt: calledAt.toISOString(),
      rule: draft.rule,
      draft: everybody,
    },
  ];
}

type Wanted = { agent: string; server: string; tool: string; class: ActionClass; answer: "allow" | "hold" };

/** The rule that applies now, and what would be another one beside it; null where it says so already, or nothing applies. */
function draftFor(
  rules: readonly StoredRule[],
  { agent, server, tool, class: of, answer }: Wanted,
): { rule: { id: string; name: string }; draft: SuggestedRule } | null {
  const { winner } = winningRule(rules, { agent, server, tool, class: of });
  if (!winner || winner.calls[of] === answer) return null;
  const rule = { id: winner.id, name: winner.name };
  return { rule, draft: { basis: winner.id, agent, server, tool, class: of, answer } };
}

function matchesNobody(rules: readonly StoredRule[], agents: readonly string[]): Of<"matches_nobody">[] {
  return rules.flatMap(({ id, name, on, match: { agent: pattern } }) => {
    if (!on || pattern === undefined || agents.some((agent) => matchesPattern(pattern, agent))) return [];
    return [{ kind: "matches_nobody", rule: { id, name }, pattern }];
  });
}

function heldNothing(rules: readonly StoredRule[], asking: ReadonlySet<string>, from: Date): Of<"held_nothing">[] {
  return rules
    .filter(
      ({ id, on, calls, savedAt }) =>
        on && savedAt < from && !asking.has(id) && CLASSES.some((of) => calls[of] === "hold"),
    )
    .map(({ id, name }) => ({ kind: "held_nothing", rule: { id, name } }));
}

async function readAgents(): Promise<string[]> {
  return (await db().agent.findMany({ where: { state: "active" }, select: { name: true } })).map(({ name }) => name);
}

/** The rules that asked anything since then. */
async function readAsking(from: Date): Promise<Set<string>> {
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT a.rule_id::text AS id FROM approval a WHERE a.created_at > ${from}::timestamptz AND a.rule_id IS NOT NULL`;
  return new Set(rows.map(({ id }) => id));
}

async function isActive(from: Date): Promise<boolean> {
  const [row] = await db().$queryRaw<{ active: boolean }[]>`
    SELECT EXISTS (SELECT FROM task t WHERE t.last_at > ${from}::timestamptz) AS active`;
  return row?.active ?? false;
}
