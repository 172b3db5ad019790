/** The machine doors, one line each. Anything else is refused. */
// biome-ignore format: a table, to be read in columns
export const ROUTES = [
  { path: "/mcp/{server}",  method: "POST", body: 4_194_304, does: "message" },
  { path: "/agent/v1/task", method: "GET",  body: 0,         does: "describeTask" },
  { path: "/agent/v1/task", method: "POST", body: 16_384,    does: "actOnTask" },
] as const;

export type Route = (typeof ROUTES)[number];

/** The messages of the MCP door. Every other method is answered "not found". */
// biome-ignore format: a table, to be read in columns
export const MESSAGES = {
  "initialize":      { task: false, decided: false, recorded: false },
  "server/discover": { task: false, decided: false, recorded: false },
  "ping":            { task: false, decided: false, recorded: false },
  "tools/list":      { task: true,  decided: false, recorded: false },
  "tools/call":      { task: true,  decided: true,  recorded: true  },
} as const;

const SERVER_PATH = /^\/mcp\/([a-z0-9-]{1,63})$/;

/** What a path and method lead to; `allow` when the path takes other methods only; null when it is no door. */
export function findRoute(
  method: string,
  path: string,
): { route: Route; server: string | null } | { allow: string[] } | null {
  const server = SERVER_PATH.exec(path)?.[1] ?? null;
  const known = server === null ? path : "/mcp/{server}";
  const routes = ROUTES.filter((route) => route.path === known);
  if (routes.length === 0) return null;
  const route = routes.find((candidate) => candidate.method === method);
  return route ? { route, server } : { allow: routes.map((candidate) => candidate.method) };
}

/** Whether a path is the gateway's at all. */
export function isGatewayPath(path: string): boolean {
  return path === "/mcp" || path.startsWith("/mcp/") || path.startsWith("/agent/");
}
