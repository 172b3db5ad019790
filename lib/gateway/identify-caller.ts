import type { IncomingMessage } from "node:http";
import { addressOf } from "../identity/index";
import { isFinal } from "../tasks/index";
import { identify, recall, refresh } from "../tokens/index";
import type { Caller } from "./caller";
import { subjectOf } from "./subject";

/**
 * Tells who calls and for which task. An agent key stands for the open task of its agent's default charter: when the one
 * it stood for has ended, it is asked again, which may open a new one.
 *
 * @param server The server that is called; null at doors that belong to none.
 * @throws What identify throws: NOT_SIGNED_IN, TOKEN_INVALID, RATE_LIMITED, AGENT_DISABLED, COOLING_DOWN …
 */
export function identifyCaller(request: IncomingMessage, server: string | null): Caller | Promise<Caller> {
  return recall(request.headers.authorization, server) ?? identifyAnew(request, server);
}

async function identifyAnew(request: IncomingMessage, server: string | null): Promise<Caller> {
  const { authorization } = request.headers;
  const address = addressOf(request) ?? "";
  const caller = await identify(authorization, server, address);
  if (caller.via === "token") return caller;
  const subject = await subjectOf(caller.taskId);
  return subject && !isFinal(subject.task.state) ? caller : refresh(authorization, server, address);
}
