import { type Activity, noteActivity } from "../tasks/index";
import type { InFlightCalls } from "./in-flight";

type Counted = "allowed" | "held" | "denied";

/** How often activity is written, in milliseconds: a task's own row is touched at most that often. */
const EVERY_MILLISECONDS = 1000;

/** Counts the calls of tasks and notes them once a second, with the tasks that have work in flight. */
export class ActivityNotes {
  readonly #counts = new Map<string, Activity>();
  readonly #inFlight: InFlightCalls;
  readonly #timer: NodeJS.Timeout;
  #writing: Promise<void> = Promise.resolve();

  constructor(inFlight: InFlightCalls) {
    this.#inFlight = inFlight;
    this.#timer = setInterval(() => void this.flush(), EVERY_MILLISECONDS);
  }

  count(taskId: string, counted: Counted): void {
    const activity = this.#counts.get(taskId) ?? { taskId, allowed: 0, held: 0, denied: 0, inFlight: false };
    activity[counted] += 1;
    this.#counts.set(taskId, activity);
  }

  /** Writes what was counted. While the database is away, the counts wait. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write());
    return this.#writing;
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.flush();
  }

  async #write(): Promise<void> {
    for (const taskId of this.#inFlight.tasks()) {
      const activity = this.#counts.get(taskId) ?? { taskId, allowed: 0, held: 0, denied: 0, inFlight: true };
      this.#counts.set(taskId, { ...activity, inFlight: true });
    }
    const noted = [...this.#counts.values()];
    this.#counts.clear();
    try {
      await noteActivity(noted);
    } catch {
      for (const activity of noted) this.#putBack(activity); // the database is away: the next second tries again
    }
  }

  #putBack(activity: Activity): void {
    const since = this.#counts.get(activity.taskId);
    if (!since) this.#counts.set(activity.taskId, activity);
    else
      this.#counts.set(activity.taskId, {
        ...since,
        allowed: since.allowed + activity.allowed,
        held: since.held + activity.held,
        denied: since.denied + activity.denied,
      });
  }
}
