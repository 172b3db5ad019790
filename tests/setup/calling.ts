import { expect, vi } from "vitest";
import { recordedAllow } from "../../lib/audit/index";
import { newId } from "../../lib/base/index";
import { lend } from "../../lib/credentials/index";
import {
  type CallOutcome,
  callUpstream,
  findTool,
  type ServerView,
  type UpstreamCalling,
} from "../../lib/servers/index";

/** Arguments with what people cannot see in them, and their canonical text. */
export const ARGUMENTS = { message: "hi\u202e <b>\u200b", n: 1 };
export const CANONICAL = '{"message":"hi\u202e <b>\u200b","n":1}';

/** A call of `echo` as the gateway makes it once its allow is recorded. */
export async function calling(server: ServerView, over: Partial<UpstreamCalling> = {}): Promise<UpstreamCalling> {
  const found = await findTool(server.name, "echo");
  if (!found.server || !found.tool) throw new Error("the fake has no echo");
  const taskId = newId();
  const evidence = recordedAllow({ callId: newId(), taskId, serverId: server.id, seq: 1n, askedAt: performance.now() });
  return {
    server: found.server,
    tool: found.tool,
    taskId,
    arguments: ARGUMENTS,
    canonicalArguments: CANONICAL,
    to: { id: "agent-7", era: "legacy" },
    secretHeaders: await lend(server.id, evidence),
    deadline: performance.now() + 5000,
    stillGood: () => true,
    ...over,
  };
}

export const call = async (server: ServerView, over: Partial<UpstreamCalling> = {}): Promise<CallOutcome> =>
  callUpstream(await calling(server, over));

export const answerOf = (outcome: CallOutcome) => JSON.parse(outcome.body);
export const textOf = (outcome: CallOutcome): string => answerOf(outcome).result.content[0].text;

/** Waits until something has happened at the other end. */
export const until = (condition: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(condition()).toBe(true), { timeout: 5000, interval: 5 });
