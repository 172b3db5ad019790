import { instanceId, type LogEntry } from "../audit/index";
import { log } from "../base/index";
import { dropLease, takeLease } from "../db/index";
import { deliver } from "./deliver";
import { CLAIM_SECONDS, claimDelivery, sweepDeliveries } from "./deliveries";
import { isTold } from "./happening";
import { planDeliveries } from "./plan";

export type Notifier = {
  /** Takes in entries of the log, in order: what they lead to is planned at once. */
  follow(entries: readonly LogEntry[]): void;
  /** Looks now for what is due, instead of within a second. */
  wake(): void;
  /** Takes nothing new, and waits for what is under way. What is not recorded by then is sent again later, under the same id. */
  stop(): Promise<void>;
};

const LEASE = "notify.send";
const TICK_MILLISECONDS = 1000;
const LEASE_SECONDS = 10;
/** The cursor follows the log also where nothing in it is told, every so many ticks. */
const PLAN_TICKS = 5;
const SWEEP_TICKS = 3600;
/** How many messages are under way at once, and how many of them through one channel: a dead one must not hold up others. */
const AT_ONCE = 8;
const AT_ONCE_PER_CHANNEL = 2;

/**
 * Starts telling people: every instance plans what the log leads to, and one at a time, under a database lease, sends.
 *
 * @param position The number up to which this process has read the log without a gap.
 */
export function startNotifier(position: () => bigint): Notifier {
  return new Worker(position);
}

class Worker implements Notifier {
  readonly #position: () => bigint;
  readonly #under = new Map<Promise<void>, string>();
  readonly #timer: NodeJS.Timeout;
  #planning: Promise<void> | null = null;
  #planAgain = false;
  #sending: Promise<void> | null = null;
  #sendAgain = false;
  #ticks = 0;
  #stopped = false;

  constructor(position: () => bigint) {
    this.#position = position;
    this.#timer = setInterval(() => this.#tick(), TICK_MILLISECONDS);
    this.#tick();
  }

  follow(entries: readonly LogEntry[]): void {
    if (entries.some(({ kind }) => isTold(kind))) this.#plan();
  }

  wake(): void {
    if (this.#stopped) return;
    this.#sendAgain = true;
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await Promise.all([this.#planning, this.#sending]);
    await Promise.all(this.#under.keys());
    await dropLease(LEASE, instanceId()).catch(() => {}); // it runs out by itself
  }

  #tick(): void {
    if (this.#ticks % PLAN_TICKS === 0) this.#plan();
    if (this.#ticks % SWEEP_TICKS === 0) void this.#quietly("sweeping deliveries", sweepDeliveries);
    this.#ticks += 1;
    this.wake();
  }

  #plan(): void {
    if (this.#stopped) return;
    this.#planAgain = true;
    this.#planning ??= this.#planAll().finally(() => {
      this.#planning = null;
    });
  }

  async #planAll(): Promise<void> {
    while (this.#planAgain && !this.#stopped) {
      this.#planAgain = false;
      await this.#quietly("planning deliveries", async () => {
        if ((await planDeliveries(this.#position())) > 0) this.wake();
      });
    }
  }

  async #sendAll(): Promise<void> {
    while (this.#sendAgain && !this.#stopped) {
      this.#sendAgain = false;
      await this.#quietly("sending", async () => {
        if ((await takeLease(LEASE, instanceId(), LEASE_SECONDS)) === null) return;
        while (!this.#stopped && this.#under.size < AT_ONCE && (await this.#sendNext()));
      });
    }
  }

  /** Begins with the message that is due first. False when none is. */
  async #sendNext(): Promise<boolean> {
    const claimed = await claimDelivery(this.#busy());
    if (!claimed) return false;
    const sent = this.#quietly("a delivery", () => deliver(claimed)).finally(() => {
      this.#under.delete(sent);
      this.wake();
    });
    this.#under.set(sent, claimed.channelId);
    return true;
  }

  #busy(): string[] {
    const channels = [...this.#under.values()];
    return [...new Set(channels)].filter(
      (id) => channels.filter((other) => other === id).length >= AT_ONCE_PER_CHANNEL,
    );
  }

  /** The database is away or slow: the next round does what this one did not. A claim that is left behind runs out. */
  async #quietly(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log().warn({ err: error, claimSeconds: CLAIM_SECONDS }, `${what} failed`);
    }
  }
}
