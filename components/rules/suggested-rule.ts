import { type RuleRow, type SuggestedRule, suggestedRuleSchema } from "@/lib/api/schema";
import { bodyOf, type RuleBody } from "@/lib/policy/schema";

type Readable = { entries: () => Iterable<[string, string]> };

/** Reads a suggestion from an address; null where there is none, or none that we make. */
export function readSuggested(query: Readable): SuggestedRule | null {
  return suggestedRuleSchema.safeParse(Object.fromEntries(query.entries())).data ?? null;
}

/** How far above the rule that it is made from, so that it comes first and leaves room between. */
const ABOVE = 10;
const PRIORITY_MOST = 1000;

/**
 * The rule that a suggestion would make: as the one that applies now in everything but whom it is for and this one
 * answer. Null when that rule is gone.
 */
export function suggestedBody(suggested: SuggestedRule, rules: readonly RuleRow[]): RuleBody | null {
  const basis = rules.find(({ id }) => id === suggested.basis);
  if (!basis) return null;
  const { agent, server, tool, class: ofClass, answer } = suggested;
  const body = bodyOf(basis);
  return {
    ...body,
    name: freeName(`${agent ?? server}-${tool}-${answer === "allow" ? "through" : "asks"}`, rules),
    on: true,
    priority: Math.min(PRIORITY_MOST, body.priority + ABOVE),
    match: { ...(agent !== undefined && { agent }), server, tool, class: ofClass },
    calls: { ...body.calls, [ofClass]: answer },
  };
}

const NAME_MOST = 60;

/** A name as rules have it, that no other rule has. */
function freeName(wanted: string, rules: readonly RuleRow[]): string {
  const plain = wanted
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, NAME_MOST)
    .replace(/^-+|-+$/g, "");
  const name = plain === "" ? "suggested" : plain;
  const taken = new Set(rules.map((rule) => rule.name));
  let free = name;
  for (let more = 2; taken.has(free); more += 1) free = `${name.slice(0, NAME_MOST - 1)}-${more}`;
  return free;
}
