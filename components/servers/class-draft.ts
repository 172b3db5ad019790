import type { ServerTool } from "@/lib/api/schema";
import { TOOL_CLASSES, type ToolClass } from "@/lib/servers/schema";

/** What a person has chosen and not saved yet: classes by tool. */
export type ClassDraft = ReadonlyMap<string, ToolClass | null>;

export const NO_CHOICE: ClassDraft = new Map();

/** Unclassed is the most severe: nobody has looked yet. */
const severity = (of: ToolClass | null): number => (of === null ? TOOL_CLASSES.length : TOOL_CLASSES.indexOf(of));

/** Whether a choice lets a tool do less than before, so that running tasks notice. */
export const isRaise = (before: ToolClass | null, after: ToolClass | null): boolean =>
  severity(after) > severity(before);

/** The draft after a choice. What a tool is already needs no saving. */
export function choose(draft: ClassDraft, tool: ServerTool, wanted: ToolClass | null): ClassDraft {
  const next = new Map(draft);
  if (wanted === tool.class) next.delete(tool.name);
  else next.set(tool.name, wanted);
  return next;
}

export type ClassChange = { tool: string; class: ToolClass | null; digest: string; raises: boolean };

/** What saving would change, for the tools as they are now: live news may have done it already. */
export function changesOf(draft: ClassDraft, tools: readonly ServerTool[]): ClassChange[] {
  return tools.flatMap((tool) => {
    const wanted = draft.get(tool.name);
    if (wanted === undefined || wanted === tool.class) return [];
    return [{ tool: tool.name, class: wanted, digest: tool.digest, raises: isRaise(tool.class, wanted) }];
  });
}

/** Tools that wait for their first class: what one click confirms. */
export const unclassedOf = (tools: readonly ServerTool[]): ServerTool[] =>
  tools.filter((tool) => tool.class === null && tool.state === "pinned");
