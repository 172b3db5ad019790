import { setTimeout as pause } from "node:timers/promises";
import { callTool, fetchToken } from "./agent";
import { type LatencyFigures, latencyFigures } from "./figures";
import { sessionsOf, type World } from "./world";

const SOCKETS = 49;
/** Each call writes two entries: its decision and its outcome. */
const CALLS_PER_SECOND = 25;
const WORKPLACE = { agent: "agent-1", server: "east", purpose: "Be watched at work", run: "screen" };

export type ScreenFigures = { sockets: LatencyFigures; page: LatencyFigures | null };

/** Measures from the commit of an entry until 49 open pages have heard of it, at 50 entries a second. */
export async function measureScreen(world: World): Promise<ScreenFigures> {
  const { gateway, pages, choices } = world;
  const [cookie] = await sessionsOf(gateway);
  const { publicUrl, port } = gateway.ready;
  const open = Array.from({ length: SOCKETS }, () => ({ cookie, queries: [] }));
  await pages.ask("open", { url: publicUrl, port, pages: open });
  await work(world, 1000);
  await pages.ask("listen", null);
  await work(world, choices.screenSeconds * 1000);
  await pause(500);
  const { delays } = await pages.ask("heard", null);
  await pages.ask("close", null);
  return { sockets: latencyFigures(delays), page: null };
}

/** Calls at an even pace, whatever the answers do. */
async function work(world: World, milliseconds: number): Promise<void> {
  await fetchToken(world, WORKPLACE).then((token) =>
    callTool(world.gateway, { ...WORKPLACE, token, tool: "echo", args: { n: 0 } }),
  );
  const token = await fetchToken(world, WORKPLACE);
  const calls: Promise<unknown>[] = [];
  const start = performance.now();
  for (let made = 0; (made * 1000) / CALLS_PER_SECOND < milliseconds; made += 1) {
    calls.push(callTool(world.gateway, { ...WORKPLACE, token, tool: "echo", args: { n: made } }));
    await pause(Math.max(0, start + ((made + 1) * 1000) / CALLS_PER_SECOND - performance.now()));
  }
  await Promise.all(calls);
}
