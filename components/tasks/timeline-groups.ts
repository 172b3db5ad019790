import type { TimelineEntry } from "@/lib/api/schema";

/** Calls in a row that were allowed and succeeded: one line, that opens. */
export type CallRun = { kind: "run"; calls: readonly TimelineEntry[] };
export type TimelineItem = { kind: "one"; entry: TimelineEntry } | CallRun;
export type TimelineGroup = { epoch: number | null; key: string; items: readonly TimelineItem[] };

/** So many calls in a row are told as one. Fewer are read faster than opened. */
const RUN = 6;

/** Entries by the epoch they belong to, newest first. An entry without one stands with what came before it. */
export function groupEntries(entries: readonly TimelineEntry[]): TimelineGroup[] {
  const groups: { epoch: number | null; entries: TimelineEntry[] }[] = [];
  for (const entry of entries) {
    const last = groups.at(-1);
    const epoch = entry.epoch ?? last?.epoch ?? null;
    if (last && last.epoch === epoch) last.entries.push(entry);
    else groups.push({ epoch, entries: [entry] });
  }
  return groups.map(({ epoch, entries: own }, at) => {
    const before = groups.slice(0, at).filter((group) => group.epoch === epoch).length;
    return { epoch, key: `${epoch} ${before}`, items: withRuns(own) };
  });
}

const isPlain = ({ kind, outcome }: TimelineEntry): boolean =>
  kind === "call.allowed" && outcome?.state === "succeeded";

function withRuns(entries: readonly TimelineEntry[]): TimelineItem[] {
  const items: TimelineItem[] = [];
  let run: TimelineEntry[] = [];
  const close = () => {
    if (run.length >= RUN) items.push({ kind: "run", calls: run });
    else items.push(...run.map((entry) => ({ kind: "one" as const, entry })));
    run = [];
  };
  for (const entry of entries) {
    if (isPlain(entry)) run.push(entry);
    else {
      close();
      items.push({ kind: "one", entry });
    }
  }
  close();
  return items;
}

/** How often each tool was called, most first. */
export function callsByTool(calls: readonly TimelineEntry[]): { tool: string; calls: number }[] {
  const counts = new Map<string, number>();
  for (const { tool } of calls) if (tool !== undefined) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  return [...counts].map(([tool, count]) => ({ tool, calls: count })).sort((a, b) => b.calls - a.calls);
}
