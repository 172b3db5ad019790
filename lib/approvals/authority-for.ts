import { termsFor, tightest } from "../policy/index";
import type { ActionClass, Reason, Rule } from "../policy/schema";
import { commonScope, type TaskView } from "../tasks/index";
import type { Authority } from "./schema";

export type AuthorityAsked = {
  /** null when no rule covers any tool of the charter. */
  authority: Authority | null;
  start: Rule["start"];
  resume: Rule["resume"];
  agentKeys: Rule["agentKeys"];
  uncovered: { server: string; tool: string; reason: Reason }[];
};

/**
 * Says what authority a task would get now: its charter's tools as far as rules cover them, with today's rules. A task
 * that holds a grant asks for no more than that grant's scope: what was narrowed away stays away.
 */
export function authorityFor(
  task: TaskView,
  agentName: string,
  rules: readonly Rule[],
  classOf: (server: string, tool: string) => ActionClass,
): AuthorityAsked {
  const { scope, ttl, calls } = task.charter.body;
  const wanted = task.grant ? commonScope(task.grant.scope, scope) : scope;
  const tools = wanted.flatMap((part) =>
    part.tools.map((tool) => ({ server: part.server, tool, class: classOf(part.server, tool) })),
  );
  const given = termsFor(rules, { agent: agentName, tools, ttl, calls });
  if (!("terms" in given))
    return { authority: null, start: "approval", resume: "approval", agentKeys: "deny", uncovered: given.uncovered };
  // A grant that is renewed without a word of a person never gets looser: of today's numbers only the tighter ones.
  const { terms, clocks } = task.grant ? tightest(task.grant, given) : given;
  const covered = terms.map((term) => ({ server: term.server, tools: [term.tool] }));
  const authority = {
    scope: commonScope(wanted, merge(covered)),
    terms,
    clocks,
    calls: clocks.callsMax,
  };
  return {
    authority,
    // After a revoked, denied or expired one a person is asked, whatever a rule says.
    start: task.alwaysAsks ? "approval" : given.start,
    resume: given.resume,
    agentKeys: given.agentKeys,
    uncovered: given.uncovered,
  };
}

function merge(parts: { server: string; tools: string[] }[]): { server: string; tools: string[] }[] {
  const tools = new Map<string, string[]>();
  for (const part of parts) tools.set(part.server, [...(tools.get(part.server) ?? []), ...part.tools]);
  return [...tools].map(([server, names]) => ({ server, tools: names }));
}
