import type { TaskDetail } from "@/lib/api/schema";
import type { TaskState } from "@/lib/tasks/schema";
import type { AuthoritySpan, AuthorityTick } from "../domain/authority-line";

type Life = TaskDetail["life"];

/** What a state is on the line. A task that has ended has no authority, so nothing is drawn. */
const SPANS: Readonly<Partial<Record<TaskState, AuthoritySpan["kind"]>>> = {
  requested: "waiting",
  running: "running",
  paused: "paused",
};

/**
 * The stretches of a task's life, oldest first. The last one of a task that has not ended is open.
 *
 * @param life Its moves, oldest first.
 */
export function spansOf(life: Life): AuthoritySpan[] {
  const moves = life.filter((entry) => entry.state !== null);
  return moves.flatMap((entry, at) => {
    const kind = entry.state && SPANS[entry.state];
    return kind ? [{ kind, from: entry.at, to: moves[at + 1]?.at ?? null }] : [];
  });
}

const TICKS = { allowed: "call", held: "held", denied: "denied" } as const;

/** Calls and signatures, as marks on the line. */
export function ticksOf({ marks, life }: Pick<TaskDetail, "marks" | "life">): AuthorityTick[] {
  return [
    ...marks.map(({ at, decision }) => ({ kind: TICKS[decision], at })),
    ...signatures(life).map(({ at }) => ({ kind: "signed" as const, at })),
  ];
}

/** When a person last signed for the task; null when its rule started it. */
export const lastSigned = (life: Life): string | null => signatures(life).at(-1)?.at ?? null;

const signatures = (life: Life): Life => life.filter(({ kind }) => kind === "approval.approved");

/** Where the lease would end if somebody approved now; null when nothing waits for that. */
export function leaseIfApproved({ state, clocks, now }: TaskDetail): string | null {
  if (state !== "paused" || clocks.leaseSeconds === null) return null;
  const lease = Date.parse(now) + clocks.leaseSeconds * 1000;
  const end = clocks.endAt === null ? lease : Date.parse(clocks.endAt);
  return new Date(Math.min(lease, end)).toISOString();
}

/** One epoch of a task: what began it, when it began, and when the next one did. */
export type Epoch = { kind: string; from: string; to: string | null };

/** The epochs of a task by their number. Every move of a task begins one. */
export function epochsOf(life: Life): ReadonlyMap<number, Epoch> {
  const moves = life.filter(({ kind }) => kind.startsWith("task."));
  const epochs = new Map<number, Epoch>();
  for (const [at, { epoch, kind, at: from }] of moves.entries())
    if (epoch !== null && !epochs.has(epoch)) epochs.set(epoch, { kind, from, to: moves[at + 1]?.at ?? null });
  return epochs;
}
