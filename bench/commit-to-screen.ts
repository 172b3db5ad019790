import { setTimeout as pause } from "node:timers/promises";
import { callTool, fetchToken } from "./agent";
import { type LatencyFigures, latencyFigures } from "./figures";
import { LogBook } from "./log-book";
import { LogPage } from "./log-page";
import { sessionsOf, type World } from "./world";

const SOCKETS = 49;
/** Each call writes two entries: its decision and its outcome. */
const CALLS_PER_SECOND = 25;
/** How long a page that was just opened works before it is measured, in milliseconds. */
const WARM_UP = 5000;
/** How long the last entries may take to be shown, in milliseconds. */
const SETTLE = 1000;
const WORKPLACE = { agent: "agent-1", server: "east", purpose: "Be watched at work", run: "screen" };

export type ScreenFigures = { sockets: LatencyFigures; page: LatencyFigures | null };

/**
 * Measures from the commit of an entry until 49 open pages have heard of it, at 50 entries a second; with a browser,
 * also until the entry's row stands in a page of the log.
 */
export async function measureScreen(world: World): Promise<ScreenFigures> {
  const { gateway, pages, choices } = world;
  const [cookie] = await sessionsOf(gateway);
  const { publicUrl, port } = gateway.ready;
  const open = Array.from({ length: SOCKETS }, () => ({ cookie, queries: [] }));
  await pages.ask("open", { url: publicUrl, port, pages: open });
  await work(world, 1000);
  const log = await LogBook.open(gateway.ready.databaseUrl);
  const page = choices.browser ? await LogPage.open(gateway, cookie, choices.browser) : null;
  if (page) await work(world, WARM_UP);
  const from = await log.position();
  await pages.ask("listen", null);
  await work(world, choices.screenSeconds * 1000);
  await pause(SETTLE);
  const { delays } = await pages.ask("heard", null);
  const shown = page ? delaysOf(await log.times(from), await page.seen()) : null;
  await Promise.all([pages.ask("close", null), page?.close(), log.close()]);
  return { sockets: latencyFigures(delays), page: shown && latencyFigures(shown) };
}

/** An entry that was never shown counts as one that took for ever: it must not flatter the figure. */
function delaysOf(times: ReadonlyMap<string, number>, seen: Record<string, number>): number[] {
  return [...times].map(([seq, at]) => (seen[seq] ?? Number.POSITIVE_INFINITY) - at);
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
