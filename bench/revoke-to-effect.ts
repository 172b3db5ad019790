import { setTimeout as pause } from "node:timers/promises";
import { callTool, fetchToken, inParallel, taskOf } from "./agent";
import { apiClient } from "./api-client";
import { latencyFigures, type RevokeFigures } from "./figures";
import { LogBook } from "./log-book";
import type { Arrival } from "./processes/upstream";
import type { Gateway, World } from "./world";
import { AGENTS } from "./world-config";

/** Races that run at the same time; each has a task of its own. */
const WIDTH = 2;
/** Callers of one race at each gateway, besides the one whose call is under way all the time. */
const CALLERS = 2;
/** A caller gives up after so many refusals in a row. */
const REFUSALS = 3;
const LONG = 20_000;

type Race = { number: number; taskId: string };

/**
 * Races calls against the revocation of their task, through two gateways on one database: quick calls one after the
 * other at both, and a long one in flight at each, while a person revokes the task at one of them.
 */
export async function measureRevocations(world: World): Promise<RevokeFigures> {
  const { upstream, choices, gateway } = world;
  const gateways = [gateway, await world.secondGateway()];
  await upstream.ask("arrivals", null);
  const races: Race[] = [];
  const numbers = Array.from({ length: choices.races }, (_, number) => number);
  await inParallel(numbers, WIDTH, async (number) => {
    races.push(await race(world, gateways, number));
  });
  await pause(1500); // later than a recorded allow is good for
  return figuresOf(world, races, await upstream.ask("arrivals", null));
}

async function race(world: World, gateways: Gateway[], number: number): Promise<Race> {
  const agent = AGENTS[number % AGENTS.length] ?? "";
  const workplace = { agent, server: "north", purpose: `Race ${number} against its revocation`, run: "" };
  const first = await fetchToken(world, workplace);
  await callTool(world.gateway, { server: "north", token: first, tool: "echo", args: { n: 0 } });
  const token = await fetchToken(world, workplace);
  const taskId = taskOf(token);
  const running = gateways.flatMap((gateway) => [
    callTool(gateway, { server: "north", token, tool: "look", args: { mark: `${number} long`, slow: LONG } }),
    ...Array.from({ length: CALLERS }, () => callUntilRefused(gateway, token, number)),
  ]);
  await pause(60 + Math.random() * 80);
  const revoker = gateways[number % gateways.length] ?? world.gateway;
  const api = apiClient(`http://127.0.0.1:${revoker.ready.port}`, world.approverToken);
  await api.post(`/tasks/${taskId}/revoke`, { reason: "The race is over." });
  await Promise.all(running);
  return { number, taskId };
}

async function callUntilRefused(gateway: Gateway, token: string, race: number): Promise<void> {
  for (let refusals = 0; refusals < REFUSALS; ) {
    const { text } = await callTool(gateway, {
      server: "north",
      token,
      tool: "echo",
      args: { mark: `${race} quick`, n: 1 },
    });
    refusals = text.includes('"text":"ok 1"') ? 0 : refusals + 1;
  }
}

async function figuresOf({ gateway }: World, races: Race[], arrivals: Arrival[]): Promise<RevokeFigures> {
  const log = await LogBook.open(gateway.ready.databaseUrl);
  const last: number[] = [];
  const aborts: number[] = [];
  let allowsAfter = 0;
  for (const { number, taskId } of races) {
    const revocation = await log.revocation(taskId);
    if (!revocation) throw new Error("a revocation that was acknowledged is not in the log");
    allowsAfter += revocation.allowsAfter;
    const since = (wall: number) => wall - revocation.at;
    last.push(Math.max(...arrivals.filter(({ mark }) => mark === `${number} quick`).map(({ wall }) => since(wall))));
    for (const { mark, abortedWall } of arrivals)
      if (mark === `${number} long`) aborts.push(abortedWall === null ? Number.POSITIVE_INFINITY : since(abortedWall));
  }
  await log.close();
  return {
    races: races.length,
    arrivals: arrivals.length,
    allowsAfter,
    lastArrival: latencyFigures(last),
    abort: latencyFigures(aborts),
  };
}
