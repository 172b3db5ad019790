import { CALL_EVENTS, TASK_EVENTS } from "../tasks/index";
import { APPROVAL_EVENTS, HOLD_EVENTS } from "./lifecycle";

type Row = { from: readonly string[]; to: string; by: readonly string[]; writes: string };
type Table = Readonly<Record<string, Row>>;

const TABLES: readonly { title: string; says: string; table: Table }[] = [
  {
    title: "Task",
    says: "One governed unit of an agent's work. Every event but `open` raises the epoch: a token, a decision or an approval of before it counts no more.",
    table: TASK_EVENTS,
  },
  {
    title: "Approval",
    says: "A question to humans. Only humans approve and deny; clocks expire.",
    table: APPROVAL_EVENTS,
  },
  {
    title: "Hold",
    says: "A call that waits for a human. An approval never sends: it makes the hold ready, and one identical call uses it.",
    table: HOLD_EVENTS,
  },
  { title: "Call", says: "One `tools/call`. Its state is its last entry in the log.", table: CALL_EVENTS },
];

/**
 * Writes docs/task-lifecycle.md from the tables of states that the code itself runs on, as Markdown with a Mermaid
 * diagram for each. A test fails when the file and the tables differ.
 */
export function describeLifecycles(): string {
  const parts = TABLES.map(({ title, says, table }) => `## ${title}\n\n${says}\n\n${diagram(table)}\n\n${rows(table)}`);
  return `# The states of tasks, approvals, holds and calls\n\nWritten by \`npm run docs\` from the tables in the code; do not edit.\n\n${parts.join("\n\n")}\n`;
}

function diagram(table: Table): string {
  const arrows = Object.entries(table).flatMap(([event, row]) =>
    origins(row).map((from) => `  ${from} --> ${row.to === "same" ? from : row.to}: ${event}`),
  );
  return ["```mermaid", "stateDiagram-v2", ...arrows, "```"].join("\n");
}

/** A row without an origin, or from nothing, begins the life of what it is about. */
function origins({ from }: Row): string[] {
  return from.length === 0 ? ["[*]"] : from.map((state) => (state === "nothing" ? "[*]" : state));
}

function rows(table: Table): string {
  const lines = Object.entries(table).map(
    ([event, { from, to, by, writes }]) =>
      `| ${event} | ${from.join(", ") || "–"} | ${to} | ${by.join(", ")} | \`${writes}\` |`,
  );
  return ["| event | from | to | by | entry |", "|---|---|---|---|---|", ...lines].join("\n");
}
