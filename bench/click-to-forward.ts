import { setTimeout as pause } from "node:timers/promises";
import { callTool, fetchToken, taskOf } from "./agent";
import { type LatencyFigures, latencyFigures } from "./figures";
import { sharedClock } from "./processes/answer-asks";
import type { World } from "./world";

const WORKPLACE = { agent: "agent-0", server: "north", purpose: "Save what people have approved", run: "click" };

/**
 * Measures from a person's approval, by the API, until the call that waits for it has reached its server. Each call
 * waits for its own approval; its client is there.
 */
export async function measureClicks(world: World): Promise<LatencyFigures> {
  const { gateway, upstream, choices } = world;
  let token = await fetchToken(world, WORKPLACE);
  await callTool(gateway, { ...WORKPLACE, token, tool: "echo", args: { n: 0 } });
  await upstream.ask("arrivals", null);
  const clicked = new Map<string, number>();
  for (let number = 0; number < choices.clicks; number += 1) {
    const mark = `click-${number}`;
    token = await fetchToken(world, WORKPLACE);
    const answer = callTool(gateway, { ...WORKPLACE, token, tool: "save", args: { mark, n: number } });
    const { id, digest } = await pendingApproval(world, taskOf(token));
    await pause(50 + Math.random() * 100);
    clicked.set(mark, sharedClock());
    await world.api.post(`/approvals/${id}/reviews`, { answer: "approve", digest });
    const { text } = await answer;
    if (!text.includes(`ok ${number}`)) throw new Error(`an approved call was answered: ${text.slice(0, 300)}`);
  }
  const arrivals = await upstream.ask("arrivals", null);
  return latencyFigures(arrivals.map(({ mark, at }) => at - (clicked.get(mark) ?? Number.NaN)));
}

type Pending = { id: string; digest: string };

async function pendingApproval({ api }: World, task: string): Promise<Pending> {
  for (const end = Date.now() + 10_000; Date.now() < end; await pause(10)) {
    const { items } = await api.get<{ items: Pending[] }>(`/approvals?state=pending&task=${task}`);
    if (items[0]) return items[0];
  }
  throw new Error("a call that writes did not wait for an approval");
}
