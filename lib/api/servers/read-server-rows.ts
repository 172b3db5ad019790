import { db } from "../../db/index";
import { findServer, listServers as list, type ServerView } from "../../servers/index";
import type { ServerRow } from "./schema";

/** Reads all servers as rows, each with how many live tasks name it. */
export async function readServerRows(): Promise<ServerRow[]> {
  return withTasks(await list());
}

/** Reads one server as a row. @throws NOT_FOUND. */
export async function readServerRow(id: string): Promise<ServerRow> {
  const [row] = await withTasks([await findServer(id)]);
  if (!row) throw new Error("a server was turned into no row");
  return row;
}

async function withTasks(servers: ServerView[]): Promise<ServerRow[]> {
  const rows = await db().$queryRaw<{ server: string; tasks: number }[]>`
    SELECT part->>'server' AS server, count(DISTINCT t.id)::int AS tasks
    FROM task t JOIN charter c ON c.id = t.charter_id, jsonb_array_elements(c.body->'scope') AS part
    WHERE t.state IN ('requested', 'running', 'paused') GROUP BY 1`;
  const tasks = new Map(rows.map((row) => [row.server, row.tasks]));
  return servers.map((server) => ({ ...server, tasks: tasks.get(server.name) ?? 0 }));
}
