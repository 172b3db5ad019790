import type { TaskDetail } from "@/lib/api/schema";
import type { Scope } from "@/lib/policy/schema";

export type GrantedTool = NonNullable<TaskDetail["grant"]>["tools"][number];

/** Tells one tool from all others: servers may offer tools of the same name. */
export const toolKey = ({ server, tool }: { server: string; tool: string }): string => `${server}/${tool}`;

/** A list of tools as a scope: by server, in the order in which they come. */
export function scopeOf(tools: readonly { server: string; tool: string }[]): Scope {
  const servers = new Map<string, string[]>();
  for (const { server, tool } of tools) servers.set(server, [...(servers.get(server) ?? []), tool]);
  return [...servers].map(([server, names]) => ({ server, tools: names }));
}

/** The tools of a scope one by one. */
export const toolsOf = (scope: Scope): { server: string; tool: string }[] =>
  scope.flatMap(({ server, tools }) => tools.map((tool) => ({ server, tool })));
