import { type AuditEvent, entryRow, type NewBody, type RecordedAllow, recordedAllow } from "../audit/index";
import { AppError } from "../base/index";
import type { OutcomeKind } from "./call-lifecycle";
import { CommitLane } from "./commit-lane";
import type { CommitRow } from "./commit-statement";

export type CallEvent = Extract<AuditEvent, { kind: `call.${string}` }>;
type AllowEvent = Extract<CallEvent, { kind: "call.allowed" }>;
export type OutcomeEvent = Extract<CallEvent, { kind: OutcomeKind }>;

/** What became of an allow: it is recorded, its task has moved on, or its task's budget is spent. */
export type AllowVerdict = { verdict: "recorded"; allow: RecordedAllow } | { verdict: "stale" } | { verdict: "spent" };

/** The committer of one process: a few lanes, and the allows whose outcome is still to come. */
export type Committer = ReturnType<typeof createCommitter>;

/**
 * Makes the process's committer. A task always uses the same lane, so its decisions keep their order.
 *
 * @param lanes Connections that write at the same time, 1–8. One is fastest on few cores: its batches are larger.
 * @param changed Told when a lane loses or regains its connection.
 */
export function createCommitter(url: string, lanes: number, changed: (up: boolean) => void) {
  /** The number of each allow that has no outcome yet; while it is being asked for, one that it will not be below. */
  const open = new Map<string, bigint>();
  /** The same of allows whose acknowledgement was lost. */
  const doubtful = new Map<string, bigint>();
  const unrecorded = new Set<Promise<unknown>>();
  let highest = 0n;
  const all = Array.from({ length: lanes }, () => new CommitLane(url, { inDoubt, afterLoss, changed }));

  function laneOf(taskId: string | null): CommitLane {
    // The last hex digits of a UUIDv7 are random.
    const lane = all[taskId === null ? 0 : Number.parseInt(taskId.slice(-4), 16) % all.length];
    if (!lane) throw new Error("a committer has at least one lane");
    return lane;
  }

  function inDoubt(rows: CommitRow[]): void {
    for (const { entry } of rows) if (entry.callId) doubtful.set(entry.callId, open.get(entry.callId) ?? 0n);
  }

  function afterLoss(found: CommitRow[], missing: CommitRow[]): void {
    for (const { entry } of missing) doubtful.delete(entry.callId ?? "");
    closeLost(found);
  }

  /** Closes allows that were committed although their caller had been refused: nothing was sent for them. */
  function closeLost(rows: CommitRow[]): void {
    for (const row of rows) {
      const { taskId, callId, agentId, serverId, tool, epoch } = row.entry;
      if (!taskId || !callId) continue;
      const facts = {
        milliseconds: 0,
        result: null,
        note: "The database was lost while this was decided; nothing was sent.",
      };
      const references = {
        taskId,
        callId,
        agentId: agentId ?? undefined,
        serverId: serverId ?? undefined,
        tool: tool ?? undefined,
        epoch: epoch ?? undefined,
      };
      void recordOutcome({ kind: "call.not_sent", ...references, facts }).catch(() => {}); // then the sweeper closes it
    }
  }

  /** Numbers are drawn in their order, so one that is still to be drawn is above every one that is known. */
  function expect(callId: string): void {
    open.set(callId, highest + 1n);
  }

  async function allowCall(event: AllowEvent, body: NewBody | null): Promise<AllowVerdict> {
    const { taskId, callId, serverId } = event;
    if (!taskId || !callId || !serverId) throw new Error("an allow names its task, call and server");
    const askedAt = performance.now();
    expect(callId);
    const row = { entry: entryRow(event), asks: true, body };
    const verdict = await laneOf(taskId)
      .commit(row)
      .catch((error: unknown) => {
        open.delete(callId); // the lane has said so before when it is in doubt
        throw error;
      });
    if (!verdict.written || verdict.seq === null) {
      open.delete(callId);
      return { verdict: verdict.live ? "spent" : "stale" };
    }
    open.set(callId, verdict.seq);
    return { verdict: "recorded", allow: recordedAllow({ callId, taskId, serverId, seq: verdict.seq, askedAt }) };
  }

  async function denyCall(event: Extract<CallEvent, { kind: "call.denied" }>, body: NewBody | null): Promise<void> {
    await laneOf(event.taskId ?? null).commit({ entry: entryRow(event), asks: false, body });
  }

  function recordOutcome(event: OutcomeEvent, body: NewBody | null = null): Promise<void> {
    const written = laneOf(event.taskId ?? null)
      .commit({ entry: entryRow(event), asks: false, body })
      .then((verdict) => {
        if (verdict.seq !== null && verdict.seq > highest) highest = verdict.seq;
        open.delete(event.callId ?? "");
        doubtful.delete(event.callId ?? "");
      });
    unrecorded.add(written);
    return written.finally(() => unrecorded.delete(written));
  }

  return {
    /**
     * Records an allow, if its task still runs under the event's epoch, no clock has run out and the budget is not spent.
     *
     * @throws UNAVAILABLE when it is not known to be recorded.
     */
    allowCall,
    /** Records a denial. @throws UNAVAILABLE when it could not be recorded. */
    denyCall,
    /** Records what came of an allow, again and again while the database is away. Resolves once it is written. */
    recordOutcome,
    /** Says that another statement of this process is about to record an allow: the release of an approved hold. */
    expect,
    /** Adopts the allow that it recorded. */
    adopt: (allow: RecordedAllow) => void open.set(allow.callId, allow.seq),
    /** Forgets one that was not recorded. */
    forget: (callId: string) => void open.delete(callId),
    /** The number up to which every allow of this process has its outcome. */
    settledSeq: (): bigint => {
      let lowest: bigint | null = null;
      for (const seq of [...open.values(), ...doubtful.values()]) if (lowest === null || seq < lowest) lowest = seq;
      return lowest === null ? highest : lowest - 1n;
    },
    /** Whether decisions can be recorded. */
    up: () => all.every((lane) => lane.up),
    start: async () => void (await Promise.all(all.map((lane) => lane.open()))),
    /** Waits for outcomes under way (at most `milliseconds`), then closes the lanes. */
    stop: async (milliseconds = 5000) => {
      const timer = new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
      await Promise.race([Promise.allSettled([...unrecorded]), timer]);
      await Promise.all(all.map((lane) => lane.close()));
    },
  };
}

/** The error of a committer that is not there: nothing can be decided. */
export const notRecording = () =>
  new AppError("UNAVAILABLE", "This instance does not record decisions; nothing was forwarded.");
