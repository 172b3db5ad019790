import { z } from "zod";
import type { LogEntry } from "../../audit/index";
import { classSchema, reasonSchema, ruleRefSchema } from "../../policy/schema";
import { type Names, readNames } from "../find-by-name";
import type { LogRow } from "./schema";

/** What of an entry's facts a row shows in columns of its own. Each may be missing: kinds differ. */
const liftedSchema = z.object({
  reason: z.string().optional(),
  note: z.string().optional(),
  sentence: z.string().optional(),
  class: classSchema.optional().catch(undefined),
  reasons: z.array(reasonSchema).optional().catch(undefined),
  rule: ruleRefSchema.nullish().catch(null),
  workload: z.string().optional(),
  purpose: z.string().optional(),
  summary: z.string().optional(),
  /** A question about an approval, or an answer to one, and whether the agent gave it. */
  text: z.string().optional().catch(undefined),
  by: z.string().optional().catch(undefined),
});

/** Turns entries into rows: what they point at by its name of today, and why in one sentence. */
export async function toLogRows(entries: readonly LogEntry[]): Promise<LogRow[]> {
  const of = (pick: (entry: LogEntry) => string | undefined) =>
    entries.map(pick).filter((id): id is string => id !== undefined);
  const names = await readNames({
    people: of((entry) => entry.humanId),
    agents: of((entry) => entry.agentId),
    servers: of((entry) => entry.serverId),
    tasks: of((entry) => entry.taskId),
  });
  return entries.map((entry) => toLogRow(entry, names));
}

function toLogRow(entry: LogEntry, names: Names): LogRow {
  const parsed = liftedSchema.safeParse(entry.facts);
  const facts = parsed.success ? parsed.data : {};
  const reasons = facts.reasons ?? [];
  const byAgent = facts.by === "agent";
  const name = (from: ReadonlyMap<string, string>, id: string | undefined) =>
    id === undefined ? undefined : from.get(id);
  return {
    ...entry,
    names: {
      task: name(names.tasks, entry.taskId),
      agent: name(names.agents, entry.agentId),
      server: name(names.servers, entry.serverId),
      person: name(names.people, entry.humanId),
    },
    because:
      (facts.note ?? facts.reason ?? facts.sentence ?? reasons[0]?.sentence ?? (byAgent ? null : facts.text)) || null,
    words: (facts.summary ?? facts.purpose ?? (byAgent ? facts.text : null)) || null,
    class: facts.class ?? null,
    reasons,
    rule: facts.rule ?? null,
    workload: facts.workload ?? null,
    outcome: null,
  };
}
