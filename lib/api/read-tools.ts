import { db } from "../db/index";
import { type ActionClass, classSchema } from "../policy/schema";

/** What a tool is today: its class (unclassed when nobody has said) and how it stands to its pin. */
export type ToolFact = { class: ActionClass; state: "pinned" | "drifted" | "gone" | "unknown" };

const UNKNOWN: ToolFact = { class: "unclassed", state: "unknown" };
type Row = { server: string; tool: string; class: string | null; state: string };

/** Reads the tools of servers, by the servers' names. The answer tells of any tool; one that is not there is unknown. */
export async function readTools(servers: readonly string[]): Promise<(server: string, tool: string) => ToolFact> {
  const names = [...new Set(servers)];
  const rows =
    names.length === 0
      ? []
      : await db().$queryRaw<Row[]>`
          SELECT s.name AS server, t.name AS tool, t.class, t.state FROM tool t JOIN server s ON s.id = t.server_id
          WHERE s.name = ANY(${names}::text[])`;
  const facts = new Map(rows.map((row) => [`${row.server}/${row.tool}`, toFact(row)]));
  return (server, tool) => facts.get(`${server}/${tool}`) ?? UNKNOWN;
}

function toFact({ class: ofClass, state }: Row): ToolFact {
  return {
    class: ofClass === null ? "unclassed" : classSchema.parse(ofClass),
    state: state === "pinned" || state === "drifted" || state === "gone" ? state : "unknown",
  };
}
