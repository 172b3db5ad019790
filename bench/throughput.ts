import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { cpuSeconds } from "./cpu-seconds";
import { LogBook } from "./log-book";
import type { SliceResult } from "./processes/slice";
import { median, quantile, type Spread, shuffled, spreadOf } from "./statistics";
import { Tasks } from "./tasks";
import { sessionsOf, type World } from "./world";

/** The three ways of a call that are compared. */
export const TARGETS = ["direct", "hop", "governed"] as const;
export type Target = (typeof TARGETS)[number];

/** What one slice of load on one target came to. */
export type Measured = {
  target: Target;
  connections: number;
  round: number;
  calls: number;
  perSecond: number;
  /** Microseconds of CPU time for each call: of the target's processes, PostgreSQL among them where it has one. */
  cpuPerCall: number;
  /** What of that is PostgreSQL's. */
  cpuOfDatabase: number;
  p50: number;
  p99: number;
  bad: number;
  samples: string[];
  denied: number;
  freshTokens: number;
  /** Commits that wrote to the log, for each call. */
  commitsPerCall: number;
};

/** What is still under way when the last answer is there: outcomes are recorded after it. */
const SETTLE = 100;
/**
 * Before each slice, the same without being measured: while the others had their turn this one was idle, and what it
 * keeps in memory for seconds has gone.
 */
const LEAD_IN = { milliseconds: 700, fresh: [] };
/** Enough new tokens for a slice, as a share of the calls of the last one like it. */
const FRESH_SHARE = 0.065;

/** Compares the three targets in interleaved rounds of random order. */
export async function measureThroughput(world: World, say: (line: string) => void): Promise<Measured[]> {
  const { choices } = world;
  const tasks = await Tasks.open(world);
  const log = await LogBook.open(world.gateway.ready.databaseUrl);
  await openPages(world);
  const bench = new Bench(world, tasks, log);
  const most = Math.max(...choices.connections);
  for (const target of TARGETS) await bench.slice({ target, connections: most, round: 0 }, choices.warmUp);
  const measured: Measured[] = [];
  for (let round = 1; round <= choices.rounds; round += 1) {
    for (const connections of shuffled(choices.connections)) {
      for (const target of shuffled(TARGETS)) {
        measured.push(await bench.slice({ target, connections, round }, choices.slice));
      }
    }
    say(`round ${round} of ${choices.rounds}`);
  }
  await world.pages.ask("close", null);
  await log.close();
  return measured;
}

/** The inbox of an approver and the list of tasks of an admin, with what lies in their caches. */
async function openPages({ gateway, pages }: World): Promise<void> {
  const [approver, admin] = await sessionsOf(gateway);
  const me = { name: "me", input: {}, path: "/api/v1/me" };
  const inbox = { name: "listApprovals", input: { view: "mine" }, path: "/api/v1/approvals?view=mine" };
  const tasks = { name: "listTasks", input: {}, path: "/api/v1/tasks" };
  await pages.ask("open", {
    url: gateway.ready.publicUrl,
    port: gateway.ready.port,
    pages: [
      { cookie: approver, queries: [me, inbox] },
      { cookie: admin, queries: [me, tasks] },
    ],
  });
}

type Place = { target: Target; connections: number; round: number };

class Bench {
  readonly #world: World;
  readonly #tasks: Tasks;
  readonly #log: LogBook;
  /** How many calls the last slice like it made. */
  readonly #before = new Map<string, number>();

  constructor(world: World, tasks: Tasks, log: LogBook) {
    this.#world = world;
    this.#tasks = tasks;
    this.#log = log;
  }

  async slice({ target, connections, round }: Place, milliseconds: number): Promise<Measured> {
    const { upstream, hop, gateway, load } = this.#world;
    const place = { direct: upstream, hop, governed: gateway }[target];
    const denies = target === "governed";
    const key = `${target} ${connections}`;
    const expected = this.#before.get(key) ?? (connections === 1 ? 1000 : 4000);
    const fresh = denies ? await this.#tasks.fresh(Math.ceil(expected * FRESH_SHARE)) : [];
    const callers = await this.#tasks.callers();
    const pids = denies ? [gateway.pid] : [place.pid];
    const databasePids = denies ? [gateway.ready.postmaster] : [];
    const host = new URL(gateway.ready.publicUrl).host;
    const order = { port: place.ready.port, host, connections, milliseconds, callers, fresh, denies };
    await load.ask("slice", { ...order, ...LEAD_IN, connections: Math.max(...this.#world.choices.connections) });
    await pause(SETTLE);
    const from = await this.#log.position();
    const before = [cpuSeconds([...pids, ...databasePids]), cpuSeconds(databasePids)] as const;
    const result = await this.#profiled(`${key} ${round}`, denies, () => load.ask("slice", order));
    await pause(SETTLE);
    const cpu = cpuSeconds([...pids, ...databasePids]) - before[0];
    const database = cpuSeconds(databasePids) - before[1];
    this.#before.set(key, result.calls);
    const commits = denies ? await this.#log.commitsSince(from) : 0;
    return { target, connections, round, ...summary(result, cpu, database), commitsPerCall: commits / result.calls };
  }

  async #profiled<T>(name: string, governed: boolean, work: () => Promise<T>): Promise<T> {
    const { gateway, choices } = this.#world;
    if (!governed || !choices.profile) return work();
    await gateway.ask("startProfile", null);
    const result = await work();
    await gateway.ask("endProfile", join(choices.profile, `${name.replaceAll(" ", "-")}.cpuprofile`));
    return result;
  }
}

function summary(result: SliceResult, cpu: number, database: number) {
  const { calls, milliseconds, bad, samples, denied, freshTokens } = result;
  const latencies = [...result.latencies];
  return {
    calls,
    perSecond: (calls / milliseconds) * 1000,
    cpuPerCall: (cpu / calls) * 1e6,
    cpuOfDatabase: (database / calls) * 1e6,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    bad,
    samples,
    denied,
    freshTokens,
  };
}

export type Ratios = { throughput: Spread; cpu: Spread };

/** How a target did against the hop: medians of the ratios of each round. */
export function ratiosToHop(measured: readonly Measured[], target: Target, connections: number): Ratios {
  const at = (of: Target) =>
    measured.filter((one) => one.target === of && one.connections === connections).sort((a, b) => a.round - b.round);
  const hop = at("hop");
  const pairs = at(target).flatMap((one, index) => (hop[index] ? [{ one, hop: hop[index] }] : []));
  return {
    throughput: spreadOf(pairs.map(({ one, hop }) => one.perSecond / hop.perSecond)),
    cpu: spreadOf(pairs.map(({ one, hop }) => one.cpuPerCall / hop.cpuPerCall)),
  };
}

/** The median of one figure over the rounds. */
export function medianOf(
  measured: readonly Measured[],
  of: Pick<Place, "target" | "connections">,
  figure: keyof Measured,
): number {
  const these = measured.filter((one) => one.target === of.target && one.connections === of.connections);
  return median(these.map((one) => Number(one[figure])));
}

/** How far the hop's own throughput lay apart over the rounds, at most by at least. */
export function hopSpread(measured: readonly Measured[], connections: number): number {
  const speeds = measured.filter((one) => one.target === "hop" && one.connections === connections);
  return Math.max(...speeds.map((one) => one.perSecond)) / Math.min(...speeds.map((one) => one.perSecond));
}
