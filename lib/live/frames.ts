import type { LogEntry } from "../audit/index";
import type { LiveEvent, LiveFrame } from "./schema";
import { type Room, roomOf, toLiveEvent } from "./to-live-event";

/** Events of this long, in milliseconds, leave in one frame: a burst costs a browser one message, not two hundred. */
const COALESCE_MILLISECONDS = 100;

/** Gathers entries into frames, one for each room. */
export class Frames {
  readonly #send: (room: Room, frame: LiveFrame) => void;
  #waiting: Record<Room, LiveEvent[]> = { everyone: [], people: [] };
  #timer: NodeJS.Timeout | undefined;
  #seq = "0";

  constructor(send: (room: Room, frame: LiveFrame) => void) {
    this.#send = send;
  }

  add(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.#waiting[roomOf(entry)].push(toLiveEvent(entry));
      this.#seq = entry.seq;
    }
    this.#timer ??= setTimeout(() => this.flush(), COALESCE_MILLISECONDS);
  }

  /** Sends what is waiting; with nothing waiting, nothing. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const room of ["everyone", "people"] as const) {
      const events = this.#waiting[room];
      this.#waiting[room] = [];
      if (events.length > 0) this.#send(room, { events, seq: this.#seq });
    }
  }
}
