import type { IncomingMessage, ServerResponse } from "node:http";
import type { LogEntry } from "../audit/index";
import type { Logger } from "../base/index";
import { sayDuration } from "../base/schema";
import { type Committer, pauseTask } from "../tasks/index";
import { ActivityNotes } from "./activity";
import { Cancellations } from "./cancellations";
import { followLog } from "./follow-log";
import type { Gateway, GatewaySettings } from "./gateway";
import { HoldSignals } from "./hold-signals";
import { InFlightCalls } from "./in-flight";
import { LateAnswers } from "./late-answers";
import { createListener } from "./listener";
import { Refusals, type RefusedFor } from "./refusals";

export type GatewayDoor = {
  /** Answers a request of a machine door and says true; false when the path is not one. */
  listen(request: IncomingMessage, response: ServerResponse): boolean;
  /** Takes in entries of the log, in order. */
  follow(entries: LogEntry[]): void;
  /** How much is going on. */
  load(): { inFlight: number; waiting: number };
  /** How many requests were refused before they were decided, by reason. */
  refusals(): ReadonlyMap<RefusedFor, number>;
  /** Sends away who waits for a person, lets calls under way finish for a while, then aborts them, and notes what was counted. */
  stop(milliseconds: number): Promise<void>;
};

const STALL_CHECK_MILLISECONDS = 1000;
/** A JSON answer that takes longer than this becomes a stream, in milliseconds. */
const STREAM_AFTER_MILLISECONDS = 1000;

/** Makes the machine door of one process. The committer must have been started. */
export function createGateway(settings: GatewaySettings, committer: Committer, logger: Logger): GatewayDoor {
  const inFlight = new InFlightCalls();
  const stopping = new AbortController();
  const gateway: Gateway = {
    settings,
    committer,
    inFlight,
    signals: new HoldSignals(),
    activity: new ActivityNotes(inFlight),
    cancellations: new Cancellations(),
    lateAnswers: new LateAnswers(STREAM_AFTER_MILLISECONDS),
    refusals: new Refusals(),
    stopping: stopping.signal,
  };
  const stalls = setInterval(() => pauseStalled(gateway, logger), STALL_CHECK_MILLISECONDS);
  return {
    listen: createListener(gateway, logger),
    follow: (entries) => followLog(gateway, entries),
    refusals: () => gateway.refusals.all(),
    load: () => ({ inFlight: inFlight.count(), waiting: gateway.signals.count() }),
    stop: async (milliseconds) => {
      clearInterval(stalls);
      stopping.abort();
      gateway.signals.tellAll();
      const end = performance.now() + milliseconds;
      while (inFlight.count() > 0 && performance.now() < end) await pause(20);
      inFlight.abortAll("This instance is stopping.");
      while (inFlight.count() > 0 && performance.now() < end + 1000) await pause(20);
      await gateway.activity.stop();
    },
  };
}

/** Pauses tasks whose work in flight shows no progress. */
function pauseStalled(gateway: Gateway, logger: Logger): void {
  for (const { taskId, seconds } of gateway.inFlight.stalled()) {
    const note = `A call in flight has shown no progress for ${sayDuration(seconds)}.`;
    // It may have moved already, by another call or another instance; a pause that failed is tried again a second later.
    pauseTask(taskId, { pausedFor: "stalled", note }).catch((error: unknown) =>
      logger.debug({ err: error, taskId }, "a stalled task was not paused"),
    );
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
