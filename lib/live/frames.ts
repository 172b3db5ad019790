import type { LogEntry } from "../audit/index";
import { audienceOf, type Room } from "./audience";
import type { LiveEvent, LiveFrame } from "./schema";
import { toLiveEvent } from "./to-live-event";

/** At most one frame in so many milliseconds: a burst costs a browser one message, not two hundred. */
const COALESCE_MILLISECONDS = 100;
/** More events than this in one frame are thinned out: a page only needs to know what to look at again. */
const FRAME_MOST = 200;

/** Sends a frame to a room; to those who are in `except` as well it is not sent. */
export type Send = (room: Room, frame: LiveFrame, except?: Room) => void;

/**
 * Gathers entries into frames. The first entry after a quiet moment leaves at once; those that follow leave together.
 * What is about people goes first: a browser that was told a number has been told everything before it.
 */
export class Frames {
  readonly #send: Send;
  #entries: LogEntry[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sentAt = Number.NEGATIVE_INFINITY;
  #told: string | undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  /** The number up to which everything was sent; undefined before the first frame. */
  get told(): string | undefined {
    return this.#told;
  }

  add(entries: readonly LogEntry[]): void {
    for (const entry of entries) this.#entries.push(entry);
    if (this.#entries.length === 0) return;
    const wait = this.#sentAt + COALESCE_MILLISECONDS - performance.now();
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, wait));
  }

  /** Sends what is waiting, and how far that is; with nothing waiting, a sign of life. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentAt = performance.now();
    const entries = this.#entries;
    this.#entries = [];
    const everyone: LiveEvent[] = [];
    const people: LiveEvent[] = [];
    for (const entry of entries) {
      const audience = audienceOf(entry);
      const event = toLiveEvent(entry);
      (audience.everyone ? everyone : people).push(event);
      if (audience.everyone) continue;
      for (const id of audience.personIds) this.#send(`person:${id}`, { events: [event] }, "people");
    }
    if (people.length > 0) this.#send("people", { events: thinned(people) });
    this.#told = entries.at(-1)?.seq ?? this.#told;
    this.#send("everyone", { events: thinned(everyone), seq: this.#told });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Of many events keeps the latest of each kind about the same things. */
function thinned(events: LiveEvent[]): LiveEvent[] {
  if (events.length <= FRAME_MOST) return events;
  const latest = new Map<string, LiveEvent>();
  for (const event of events) {
    const { kind, taskId, agentId, serverId, approvalId, humanId } = event;
    latest.set([kind, taskId, agentId, serverId, approvalId, humanId].join(" "), event);
  }
  return [...latest.values()];
}
