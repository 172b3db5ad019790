import type { ServerResponse } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { db } from "../lib/db/index";
import { deliveryCounts } from "../lib/notify/index";
import type { Door } from "./doors";
import type { Machines } from "./machines";

/** How long the tail may be held up by a gap before that counts as trouble, in seconds. */
const TAIL_BEHIND_SECONDS = 2;

/**
 * The doors for those who run this: `/healthz` (the process lives), `/readyz` (it can decide: database, log) and
 * `/metrics` (Prometheus).
 */
export function statusDoor(machines: Machines): Door {
  const registry = metricsOf(machines);
  return (request, response) => {
    const path = request.url?.split("?", 1)[0];
    if (path === "/healthz") text(response, 200, "alive\n");
    else if (path === "/readyz") void ready(machines, response);
    else if (path === "/metrics")
      void registry.metrics().then((metrics) => text(response, 200, metrics, registry.contentType));
    else return false;
    return true;
  };
}

async function ready(machines: Machines, response: ServerResponse): Promise<void> {
  const checks = {
    database: await db().$queryRaw`SELECT 1`.then(
      () => true,
      () => false,
    ), // what is wrong stands in the log of the process
    log: machines.ready(),
    tail: machines.tail.behindSeconds() < TAIL_BEHIND_SECONDS,
  };
  const ok = checks.database && checks.log;
  text(response, ok ? 200 : 503, JSON.stringify({ ready: ok, ...checks }), "application/json");
}

function metricsOf(machines: Machines): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `countersign_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(read());
      },
    });
  gauge("calls_in_flight", "Calls sent to servers whose answer has not come", () => machines.gateway.load().inFlight);
  gauge("calls_waiting", "Held calls that block on this instance", () => machines.gateway.load().waiting);
  gauge("log_position", "Number of the last entry this instance has read", () => Number(machines.tail.position()));
  gauge("log_behind_seconds", "For how long a gap has held the reading of the log up", () =>
    machines.tail.behindSeconds(),
  );
  gauge("recording", "1 when decisions can be recorded", () => (machines.ready() ? 1 : 0));
  new Counter({
    name: "countersign_requests_refused_total",
    help: "Requests of machines that were refused before they were decided, by reason; they are not in the log",
    labelNames: ["reason"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [reason, count] of machines.gateway.refusals()) this.inc({ reason }, count);
    },
  });
  countDeliveries(registry);
  return registry;
}

function countDeliveries(registry: Registry): void {
  new Counter({
    name: "countersign_deliveries_total",
    help: "Attempts of this process to tell somebody something, by kind of channel and what came of it",
    labelNames: ["kind", "outcome"],
    registers: [registry],
    collect() {
      this.reset();
      for (const { kind, outcome, count } of deliveryCounts()) this.inc({ kind, outcome }, count);
    },
  });
}

function text(response: ServerResponse, status: number, body: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}
