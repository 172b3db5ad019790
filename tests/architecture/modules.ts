/**
 * The import law in one line: a module may import only modules to its left, and only their `index.ts` or `schema.ts`.
 * A table is named in SQL or through Prisma only in its own module and in modules to its right.
 */
export const MODULES = [
  "base",
  "db",
  "audit",
  "identity",
  "credentials",
  "mcp",
  "servers",
  "policy",
  "rendering",
  "tasks",
  "approvals",
  "tokens",
  "gateway",
  "live",
  "notify",
  "config",
  "api",
] as const;

/** Files that compose: they may use every face, and nothing may use them. */
export const COMPOSITION = ["server.ts", "server", "cli"];

/** Starts PostgreSQL: for server.ts and the commands, and kept out of index.ts so that no page bundle ever holds it. */
export const START_ONLY = "lib/db/embedded.ts";

/** Who asks for a page, from Next's own request: for pages, and kept out of index.ts since Node alone cannot load it. */
export const PAGES_ONLY = "lib/identity/human.ts";

/** Addresses of pages, for links: what every browser file may import besides schemas. */
export const ROUTES = "lib/base/routes.ts";

/** The module a file belongs to; undefined outside lib. */
export const moduleOf = (path: string) => /^lib\/([^/]+)\//.exec(path)?.[1];

export const placeOf = (module: string) => (MODULES as readonly string[]).indexOf(module);

/** A module's face, open to those on its right, to pages and to the composition root. */
export const isFace = (path: string) => /^lib\/[^/]+\/(index|schema)\.ts$/.test(path);

export const isSchema = (path: string) => /^lib\/[^/]+\/schema\.ts$/.test(path);
