import type { TimelineEntry } from "@/lib/api/schema";

/** Calls in a row that were allowed and succeeded: one line, that opens. */
export type CallRun = { kind: "run"; calls: readonly TimelineEntry[] };
/** One entry, with those that only say the same from another side: the question of a held call, the calls of an answer. */
export type TimelineOne = { kind: "one"; entry: TimelineEntry; also: readonly TimelineEntry[] };
export type TimelineItem = TimelineOne | CallRun;
export type TimelineGroup = { epoch: number | null; key: string; items: readonly TimelineItem[] };

/** So many calls in a row are told as one. Fewer are read faster than opened. */
const RUN = 6;

/**
 * Entries by the epoch in which they happened, newest first. What a move ends is recorded after it under its own, older
 * epoch, and stands with the move; so does an entry without an epoch.
 */
export function groupEntries(entries: readonly TimelineEntry[]): TimelineGroup[] {
  const groups: { epoch: number | null; entries: TimelineEntry[] }[] = [];
  for (const entry of entries.toReversed()) {
    const last = groups.at(-1);
    const epoch = Math.max(entry.epoch ?? 0, last?.epoch ?? 0) || null;
    if (last && last.epoch === epoch) last.entries.push(entry);
    else groups.push({ epoch, entries: [entry] });
  }
  return groups.reverse().map(({ epoch, entries: own }) => ({ epoch, key: String(epoch), items: itemsOf(own) }));
}

const isPlain = ({ kind, outcome }: TimelineEntry): boolean =>
  kind === "call.allowed" && outcome?.state === "succeeded";

/** The lines of one group, newest first, from its entries, oldest first. */
function itemsOf(entries: readonly TimelineEntry[]): TimelineItem[] {
  const items: TimelineItem[] = [];
  let run: TimelineEntry[] = [];
  const close = () => {
    if (run.length >= RUN) items.push({ kind: "run", calls: run.toReversed() });
    else items.push(...run.map(alone));
    run = [];
  };
  for (const entry of entries) {
    if (isPlain(entry)) {
      run.push(entry);
      continue;
    }
    close();
    const last = items.at(-1);
    const joined = last?.kind === "one" ? join(last, entry) : null;
    if (joined) items[items.length - 1] = joined;
    else items.push(alone(entry));
  }
  close();
  return items.reverse();
}

const alone = (entry: TimelineEntry): TimelineOne => ({ kind: "one", entry, also: [] });

const ANSWERS: ReadonlySet<string> = new Set([
  "approval.approved",
  "approval.broken_glass",
  "task.started",
  "task.resumed",
]);

const ENDS = /^approval\.(denied|expired|superseded|withdrawn)$/;

/** One line of an entry and the one after it, where both are about one approval and say one thing; else null. */
function join(before: TimelineOne, entry: TimelineEntry): TimelineOne | null {
  if (entry.approvalId === undefined || before.entry.approvalId !== entry.approvalId) return null;
  if (entry.kind === "call.held" && before.entry.kind === "approval.requested")
    return { kind: "one", entry, also: [before.entry] };
  if (entry.kind === "hold.ready" && ANSWERS.has(before.entry.kind))
    return { ...before, also: [...before.also, entry] };
  const ended = ENDS.exec(before.entry.kind)?.[1];
  if (ended !== undefined && entry.kind === `hold.${ended}`) return { ...before, also: [...before.also, entry] };
  return null;
}

/** How often each tool was called, most first. */
export function callsByTool(calls: readonly TimelineEntry[]): { tool: string; calls: number }[] {
  const counts = new Map<string, number>();
  for (const { tool } of calls) if (tool !== undefined) counts.set(tool, (counts.get(tool) ?? 0) + 1);
  return [...counts].map(([tool, count]) => ({ tool, calls: count })).sort((a, b) => b.calls - a.calls);
}
