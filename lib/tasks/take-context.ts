import type { Tx } from "../db/index";
import type { Scope } from "../policy/schema";
import type { CallerContext, Context } from "./schema";

/** Takes the fingerprint of a context: these callers, and the servers and tools of a scope as they stand now. */
export async function takeContext(tx: Tx, scope: Scope, callers: readonly CallerContext[]): Promise<Context> {
  const rows = await tx.$queryRaw<{ server: string; url: string; tool: string | null; digest: string | null }[]>`
    SELECT s.name AS server, s.url, t.name AS tool, COALESCE(t.offered_digest, t.digest) AS digest
    FROM server s LEFT JOIN tool t ON t.server_id = s.id WHERE s.name = ANY(${scope.map((part) => part.server)}::text[])`;
  const held = new Set(scope.flatMap((part) => part.tools.map((tool) => `${part.server}/${tool}`)));
  const tools = rows.flatMap(({ server, tool, digest }): [string, string][] =>
    digest !== null && held.has(`${server}/${tool}`) ? [[`${server}/${tool}`, digest]] : [],
  );
  return {
    workloads: [...new Set(callers.map(({ workload }) => workload))],
    networks: [...new Set(callers.map(({ network }) => network))],
    servers: Object.fromEntries(rows.map(({ server, url }) => [server, url])),
    tools: Object.fromEntries(tools),
  };
}
