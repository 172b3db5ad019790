import { AppError, isId } from "../base/index";
import type { ServerView, ToolView } from "./schema";
import {
  countTools,
  findServerRow,
  findServerRowByName,
  listServerRows,
  listToolRows,
  toServerView,
  toToolView,
} from "./store";

/** Lists all servers by name, each with how many tools it has in which state. */
export async function listServers(): Promise<ServerView[]> {
  const [rows, counts] = await Promise.all([listServerRows(), countTools()]);
  return rows.map((row) => toServerView(row, counts.get(row.id)));
}

/**
 * Reads one server.
 *
 * @throws NOT_FOUND when there is none of that id.
 */
export async function findServer(serverId: string): Promise<ServerView> {
  const row = isId(serverId) ? await findServerRow(serverId) : null;
  if (!row) throw new AppError("NOT_FOUND", "There is no such server.");
  return toServerView(row, (await countTools(serverId)).get(serverId));
}

/** Reads one server by its name; null when there is none. */
export async function findServerByName(name: string): Promise<ServerView | null> {
  const row = await findServerRowByName(name);
  return row && toServerView(row, (await countTools(row.id)).get(row.id));
}

/** Lists a server's tools by name, those that are gone included. */
export async function listTools(serverId: string): Promise<ToolView[]> {
  return (await listToolRows(serverId)).map(toToolView);
}
