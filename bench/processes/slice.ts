import type { RawAnswer, RawConnection } from "./raw-connection";

/** One caller: which server it calls, and the token it does that with. */
export type Caller = { path: string; token: string };

export type SliceOrder = {
  port: number;
  host: string;
  connections: number;
  milliseconds: number;
  /** Calls take them in turn. */
  callers: Caller[];
  /** Tokens that were never used before: each stands for the caller at its place from then on. */
  fresh: { caller: number; token: string }[];
  /** Whether a call of a tool out of scope is refused here; elsewhere it is answered like any other. */
  denies: boolean;
};

export type SliceResult = {
  calls: number;
  denied: number;
  freshTokens: number;
  bad: number;
  /** The first few of the bad answers. */
  samples: string[];
  milliseconds: number;
  /** How long each call took, in milliseconds. */
  latencies: Float64Array;
};

/** Of so many calls one is made with a new token. */
const FRESH_EVERY = 20;
/** Of so many calls one is out of scope. */
const DENIED_EVERY = 50;
const SAMPLES = 3;

/** About 1 kB of arguments, as an agent would send them; `n` tells the calls apart. */
const FILLER = [
  ',"path":"reports/2026/q3/summary.md","recursive":true,"limit":250,',
  '"filters":{"owner":"jane@example.com","states":["open","waiting","closed"],"since":"2026-07-01T00:00:00Z"},"text":"',
  "The quarterly figures, as they were agreed upon, with the notes of everybody who has read them. ".repeat(8),
  '"}}}',
].join("");

/** A slice of load: every connection sends its next call when it has the answer to its last one. */
export class Slice {
  readonly #order: SliceOrder;
  readonly #connections: RawConnection[];
  readonly #heads: string[];
  readonly #latencies: number[] = [];
  readonly #samples: string[] = [];
  readonly #start = performance.now();
  #sent = 0;
  #denied = 0;
  #freshTokens = 0;
  #bad = 0;
  #busy = 0;

  constructor(order: SliceOrder, connections: RawConnection[]) {
    this.#order = order;
    this.#connections = connections;
    this.#heads = order.callers.map((caller) => headOf(order.host, caller));
  }

  run(): Promise<SliceResult> {
    return new Promise((resolve) => {
      this.#busy = this.#connections.length;
      for (const connection of this.#connections) this.#next(connection, () => resolve(this.#result()));
    });
  }

  #next(connection: RawConnection, done: () => void): void {
    const startedAt = performance.now();
    if (startedAt - this.#start >= this.#order.milliseconds) {
      this.#busy -= 1;
      if (this.#busy === 0) done();
      return;
    }
    const n = ++this.#sent;
    const denied = n % DENIED_EVERY === DENIED_EVERY / 2;
    const caller = n % FRESH_EVERY === 0 ? this.#renew(n) : n % this.#heads.length;
    const body = `{"jsonrpc":"2.0","id":${n},"method":"tools/call","params":{"name":"${denied ? "purge" : "echo"}","arguments":{"n":${n}${FILLER}`;
    connection.send(`${this.#heads[caller]}content-length: ${body.length}\r\n\r\n${body}`, (answer) => {
      this.#latencies.push(performance.now() - startedAt);
      this.#judge(answer, n, denied);
      this.#next(connection, done);
    });
  }

  /** The next new token takes its caller's place; when they have run out, the call is made with a known one. */
  #renew(n: number): number {
    const fresh = this.#order.fresh[this.#freshTokens];
    const caller = fresh && this.#order.callers[fresh.caller];
    if (!fresh || !caller) return n % this.#heads.length;
    this.#freshTokens += 1;
    this.#heads[fresh.caller] = headOf(this.#order.host, { ...caller, token: fresh.token });
    return fresh.caller;
  }

  #judge({ status, body }: RawAnswer, n: number, outOfScope: boolean): void {
    const denied = outOfScope && this.#order.denies;
    if (denied) this.#denied += 1;
    const expected = denied ? '"text":"Denied: ' : `"text":"ok ${n}"`;
    if (status === 200 && body.includes(`"id":${n},`) && body.includes(expected)) return;
    this.#bad += 1;
    if (this.#samples.length < SAMPLES) this.#samples.push(`${status} ${body.slice(0, 300)}`);
  }

  #result(): SliceResult {
    return {
      calls: this.#sent,
      denied: this.#denied,
      freshTokens: this.#freshTokens,
      bad: this.#bad,
      samples: this.#samples,
      milliseconds: performance.now() - this.#start,
      latencies: Float64Array.from(this.#latencies),
    };
  }
}

function headOf(host: string, { path, token }: Caller): string {
  return [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${token}`,
    "content-type: application/json",
    "accept: application/json, text/event-stream",
    "mcp-protocol-version: 2025-11-25",
    "",
  ].join("\r\n");
}
