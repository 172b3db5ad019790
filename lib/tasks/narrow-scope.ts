import type { Scope, Terms } from "../policy/schema";

const key = (server: string, tool: string) => `${server}/${tool}`;

/** The tools of a scope, each as `server/tool`. */
export function toolsOf(scope: Scope): Set<string> {
  return new Set(scope.flatMap((part) => part.tools.map((tool) => key(part.server, tool))));
}

/** Whether everything in `inner` is in `outer`. */
export function isWithin(inner: Scope, outer: Scope): boolean {
  const held = toolsOf(outer);
  return [...toolsOf(inner)].every((tool) => held.has(tool));
}

/** What both scopes allow; servers without a common tool fall away. The result is within both. */
export function commonScope(held: Scope, asked: Scope): Scope {
  const wanted = toolsOf(asked);
  return held
    .map((part) => ({ server: part.server, tools: part.tools.filter((tool) => wanted.has(key(part.server, tool))) }))
    .filter((part) => part.tools.length > 0);
}

/** The terms of the tools that a scope still names. */
export function termsWithin(terms: Terms, scope: Scope): Terms {
  const tools = toolsOf(scope);
  return terms.filter((term) => tools.has(key(term.server, term.tool)));
}
