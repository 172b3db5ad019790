import { type AuditEvent, record } from "../audit/index";
import type { Tx } from "../db/index";
import { type Amendment, amendServer } from "./amend-server";
import { declaredClasses } from "./declared-classes";
import type { Classing, ToolClass } from "./schema";
import { insertTools, markSeen, type NewTool, type ServerRow, type ToolRow, updateServer, updateTool } from "./store";

/** One tool as a server offers it: the canonical text of its definition, that text's digest, and what its hints propose. */
export type OfferedTool = { name: string; definition: string; digest: string; proposedClass: ToolClass };

/** What a look at a server found out about the server itself. */
export type ServerFacts = {
  era: "modern" | "legacy";
  protocol: string;
  title: string | null;
  instructions: string | null;
  note: string | null;
};

export type Pinned = { pinned: number; drifted: number; gone: number };

/** What has to be done about one tool. */
type Step =
  | { step: "pin"; tool: NewTool }
  | { step: "drift"; tool: ToolRow; offered: OfferedTool }
  | { step: "return"; tool: ToolRow }
  | { step: "lose"; tool: ToolRow }
  | { step: "class"; tool: ToolRow; class: ToolClass };

/**
 * Compares what a server offers with what is pinned, and writes the differences: new tools are pinned, changed ones
 * are drifted until a person accepts the change, vanished ones are gone, and one that is offered again as it was
 * pinned is pinned again. What was allowed and no longer is raises the epoch of the tasks concerned.
 *
 * @param checkedAt When this look was marked; when a later look was marked since, this one writes nothing.
 * @returns How many tools changed in which way, or null when a later look has overtaken this one.
 */
export async function pinTools(
  serverId: string,
  { facts, offered, checkedAt }: { facts: ServerFacts; offered: OfferedTool[]; checkedAt: Date },
): Promise<Pinned | null> {
  let result: Pinned | null = null;
  await amendServer(serverId, (server, tools): Amendment => {
    result = null;
    if (server.checkedAt?.getTime() !== checkedAt.getTime()) return { tightens: [], reason: "", write: async () => {} };
    const steps = compareTools(server, tools, offered);
    result = countSteps(steps);
    const lost = steps.filter(({ step, tool }) => (step === "drift" || step === "lose") && isPinned(tool));
    return {
      tightens: lost.map(({ tool }) => tool.name),
      reason: `${server.name} changed or withdrew a tool's definition.`,
      write: (tx, now) => writeSteps(tx, { serverId, facts, offered, steps, now }),
    };
  });
  return result;
}

const isPinned = (tool: ToolRow | NewTool) => "state" in tool && tool.state === "pinned";

/** The difference between what is stored and what is offered. */
export function compareTools(
  server: Pick<ServerRow, "classing" | "declared">,
  tools: ToolRow[],
  offered: OfferedTool[],
): Step[] {
  const known = new Map(tools.map((tool) => [tool.name, tool]));
  const seen = new Set(offered.map((tool) => tool.name));
  const steps = offered.flatMap((tool) => compareTool(server, known.get(tool.name), tool));
  const lost = tools.filter((tool) => tool.state !== "gone" && !seen.has(tool.name));
  return [...steps, ...lost.map((tool) => ({ step: "lose" as const, tool }))];
}

function compareTool(
  server: Pick<ServerRow, "classing" | "declared">,
  row: ToolRow | undefined,
  offered: OfferedTool,
): Step[] {
  const { name, definition, digest, proposedClass } = offered;
  const first = firstClass(server, name, proposedClass);
  if (!row) return [{ step: "pin", tool: { name, definition, digest, proposedClass, class: first } }];
  if (row.digest !== digest) {
    return row.state === "drifted" && row.offeredDigest === digest ? [] : [{ step: "drift", tool: row, offered }];
  }
  const steps: Step[] = row.state === "pinned" ? [] : [{ step: "return", tool: row }];
  // A class that a person took away stays away.
  if (row.class === null && row.classedBy === null && first !== null)
    steps.push({ step: "class", tool: row, class: first });
  return steps;
}

/** The class that needs no click: what the file declares, else the server's hints where they are trusted. */
function firstClass(
  server: { classing: string; declared: ServerRow["declared"] },
  tool: string,
  proposed: ToolClass,
): ToolClass | null {
  const trusted: Classing = "hints";
  return declaredClasses(server)[tool] ?? (server.classing === trusted ? proposed : null);
}

type Found = { serverId: string; facts: ServerFacts; offered: OfferedTool[]; steps: Step[]; now: Date };

async function writeSteps(tx: Tx, { serverId, facts, offered, steps, now }: Found): Promise<void> {
  const { note, ...rest } = facts;
  await updateServer(tx, serverId, { ...rest, health: "up", healthNote: note });
  await insertTools(
    tx,
    serverId,
    steps.flatMap((step) => (step.step === "pin" ? [step.tool] : [])),
  );
  for (const step of steps) await writeStep(tx, { serverId, now }, step);
  await markSeen(
    tx,
    serverId,
    offered.map((tool) => tool.name),
  );
  await record(tx, ...steps.flatMap((step) => entriesOf(serverId, step)));
}

async function writeStep(tx: Tx, of: { serverId: string; now: Date }, step: Step): Promise<void> {
  const key = { serverId: of.serverId, name: step.tool.name };
  const back = { offered: null, offeredDigest: null };
  if (step.step === "drift") {
    const { definition, digest } = step.offered;
    await updateTool(tx, key, { state: "drifted", offered: definition, offeredDigest: digest });
  }
  if (step.step === "return") await updateTool(tx, key, { state: "pinned", ...back });
  if (step.step === "lose") await updateTool(tx, key, { state: "gone", ...back });
  if (step.step === "class") await updateTool(tx, key, { class: step.class, classedAt: of.now });
}

function entriesOf(serverId: string, step: Step): AuditEvent[] {
  const about = { serverId, tool: step.tool.name };
  const { digest, proposedClass } = step.tool;
  const pinned = { kind: "tool.pinned" as const, ...about, facts: { digest, proposedClass } };
  const classed = (after: string | null) =>
    after === null ? [] : [{ kind: "tool.classed" as const, ...about, facts: { before: null, after } }];
  switch (step.step) {
    case "pin":
      return [pinned, ...classed(step.tool.class)];
    case "return":
      return [pinned];
    case "drift":
      return [{ kind: "tool.drifted", ...about, facts: { pinned: digest, offered: step.offered.digest } }];
    case "lose":
      return [{ kind: "tool.gone", ...about, facts: {} }];
    case "class":
      return classed(step.class);
  }
}

function countSteps(steps: Step[]): Pinned {
  const count = (...kinds: Step["step"][]) => steps.filter(({ step }) => kinds.includes(step)).length;
  return { pinned: count("pin", "return"), drifted: count("drift"), gone: count("lose") };
}
