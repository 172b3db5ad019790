import type { Committer } from "../tasks/index";
import type { ActivityNotes } from "./activity";
import type { Cancellations } from "./cancellations";
import type { HoldSignals } from "./hold-signals";
import type { InFlightCalls } from "./in-flight";
import type { LateAnswers } from "./late-answers";
import type { Refusals } from "./refusals";

export type GatewaySettings = {
  /** Origin of the dashboard, for links in answers and for the Origin check. */
  publicUrl: string;
  version: string;
  /** How long a held call blocks before it is told to call again, in milliseconds (default 45 000). */
  holdMilliseconds: number;
  /** How long a server may take for one call, in milliseconds. */
  callMilliseconds: number;
};

/** What the machine door of one process works with. */
export type Gateway = {
  readonly settings: GatewaySettings;
  readonly committer: Committer;
  readonly inFlight: InFlightCalls;
  readonly signals: HoldSignals;
  readonly activity: ActivityNotes;
  readonly cancellations: Cancellations;
  readonly lateAnswers: LateAnswers;
  readonly refusals: Refusals;
  /** Aborts when the process begins to stop: nobody waits here any longer. */
  readonly stopping: AbortSignal;
};
