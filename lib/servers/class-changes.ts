import { record } from "../audit/index";
import type { HumanOrFile } from "../credentials/index";
import type { Tx } from "../db/index";
import { TOOL_CLASSES, type ToolClass } from "./schema";
import { classOf, type ToolRow, updateTool } from "./store";

export type ClassChange = { tool: string; before: ToolClass | null; after: ToolClass | null };

/** How severe a class is. Unclassed is the most severe: nobody has looked yet. */
const severity = (of: ToolClass | null) => (of === null ? TOOL_CLASSES.length : TOOL_CLASSES.indexOf(of));

export const isRaised = ({ before, after }: ClassChange): boolean => severity(after) > severity(before);

/** Tells whether a class is at least as severe as another. */
export const coversClass = (a: ToolClass, b: ToolClass): boolean => severity(a) >= severity(b);

/** The changes that a wish means for the tools that are there. */
export function classChanges(tools: ToolRow[], wanted: ReadonlyMap<string, ToolClass | null>): ClassChange[] {
  return tools.flatMap((row) => {
    const after = wanted.get(row.name);
    const before = classOf(row);
    return after === undefined || after === before ? [] : [{ tool: row.name, before, after }];
  });
}

/** Writes class changes, each with its entry. */
export async function writeClasses(
  tx: Tx,
  of: { serverId: string; human: HumanOrFile; now: Date },
  changes: ClassChange[],
): Promise<void> {
  for (const { tool, after } of changes) {
    const classed = { class: after, classedBy: of.human?.id ?? null, classedAt: after === null ? null : of.now };
    await updateTool(tx, { serverId: of.serverId, name: tool }, classed);
  }
  await record(tx, ...changes.map((change) => toolClassed(of, change)));
}

/** The entry of one class change. */
export function toolClassed(of: { serverId: string; human: HumanOrFile }, { tool, before, after }: ClassChange) {
  const facts = { before, after: after ?? "unclassed" };
  return { kind: "tool.classed" as const, serverId: of.serverId, tool, humanId: of.human?.id, facts };
}
