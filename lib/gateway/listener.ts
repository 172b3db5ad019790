import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, isAppError, isPromise, type Logger } from "../base/index";
import { isOutage, outage } from "../db/index";
import { addressOf } from "../identity/index";
import {
  type ClientRequest,
  discoverReply,
  initializeReply,
  isRefusal,
  parseMessage,
  pingReply,
  type RequestId,
  refusalReply,
  type ServerFace,
  toolsListReply,
  toolText,
} from "../mcp/index";
import { findTools } from "../servers/index";
import { Answer } from "./answer";
import type { Caller } from "./caller";
import type { Gateway } from "./gateway";
import { identifyCaller } from "./identify-caller";
import { networkOf } from "./network-of";
import { requireOwnOrigin } from "./origin";
import { startPassage } from "./passage";
import { readBody } from "./read-body";
import { refuse, sayRefusal } from "./refuse";
import { requireCurrent } from "./require-current";
import { findRoute, isGatewayPath } from "./routes";
import { readSubject, subjectOf } from "./subject";
import { actOnTask, describeTask } from "./task-door";
import { callTool } from "./tool-call";
import { listToolsFor } from "./tool-list";

/**
 * Makes the handler of the machine doors.
 *
 * @returns A function that answers a request and says true, or says false when the path is not the gateway's.
 */
export function createListener(gateway: Gateway, logger: Logger) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    if (!isGatewayPath(path)) return false;
    const of: Of = { id: null, server: null, answer: null };
    void serve(gateway, request, response, path, of).catch((error: unknown) => {
      const refusal = refusalOf(error);
      gateway.refusals.count(refusal.code);
      if (refusal.code === "INTERNAL") logger.error({ err: error }, "a request failed");
      if (!response.headersSent) refuse(response, refusal, of);
      else if (of.answer) of.answer.finish(sayRefusal(refusal, of.id));
      else response.destroy();
    });
    return true;
  };
}

function refusalOf(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (isOutage(error)) return outage(error, "nothing was forwarded.");
  return new AppError("INTERNAL");
}

/** What a refusal has to know of its request: its id, the server asked for, and the answer once one has been begun. */
type Of = { id: RequestId | null; server: string | null; answer: Answer | null };

async function serve(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  of: Of,
): Promise<void> {
  const found = findRoute(request.method ?? "", path);
  if (!found) throw new AppError("NOT_FOUND", "There is no such address.");
  if ("allow" in found) {
    response.setHeader("allow", found.allow.join(", "));
    throw new AppError("METHOD_NOT_ALLOWED", `This address takes ${found.allow.join(" and ")} only.`);
  }
  requireOwnOrigin(request, gateway.settings.publicUrl);
  of.server = found.server;
  const body = await readBody(request, found.route.body);
  if (found.route.does === "message" && found.server)
    return serveMessage(gateway, { request, response, body, of, server: found.server });
  const caller = await identifyCaller(request, null);
  if (found.route.does === "actOnTask") {
    await requireCurrent(caller, await readSubject(caller.taskId));
    await actOnTask(caller.taskId, body);
  }
  const subject = await readSubject(caller.taskId);
  if (!subject) throw new AppError("TOKEN_INVALID");
  const described = JSON.stringify(await describeTask(subject));
  response.writeHead(200, { "content-type": "application/json" }).end(described);
}

type Message = { request: IncomingMessage; response: ServerResponse; body: Buffer; of: Of; server: string };

async function serveMessage(gateway: Gateway, { request, response, body, of, server }: Message): Promise<void> {
  const message = parseMessage({ headers: request.rawHeaders, body });
  if (isRefusal(message)) {
    gateway.refusals.count(message.reason);
    const { http, body: reply } = refusalReply(message);
    response
      .writeHead(http, { "content-type": "application/json", "content-length": Buffer.byteLength(reply) })
      .end(reply);
    return;
  }
  if (message.kind === "notification") {
    const caller = await identifyCaller(request, server);
    if (message.method === "notifications/cancelled") gateway.cancellations.cancel(caller, message.requestId);
    response.writeHead(202).end();
    return;
  }
  of.id = message.id;
  of.answer = new Answer(response);
  const identified = identifyOr(request, server, message, of.answer);
  const caller = isPromise(identified) ? await identified : identified;
  const network = networkOf(addressOf(request));
  if (caller) await serveRequest(gateway, { message, caller, server, network, answer: of.answer });
}

/** A charter that is cooling down has no task to name: an agent key learns why in the terms of its call. */
function identifyOr(
  request: IncomingMessage,
  server: string,
  message: ClientRequest,
  answer: Answer,
): Caller | Promise<Caller | null> {
  const caller = identifyCaller(request, server);
  if (!isPromise(caller)) return caller;
  return caller.catch((error: unknown) => {
    if (!isAppError(error) || error.code !== "COOLING_DOWN" || message.method !== "tools/call") throw error;
    answer.finish(toolText(message, `Denied: ${error.message}`, true));
    return null;
  });
}

type Request = {
  message: ClientRequest;
  caller: Caller;
  server: string;
  network: string;
  answer: Answer;
};

async function serveRequest(gateway: Gateway, { message, caller, server, network, answer }: Request): Promise<void> {
  switch (message.method) {
    case "initialize":
      return void answer.finish(initializeReply(message, await faceOf(gateway, server)));
    case "server/discover":
      return void answer.finish(discoverReply(message.id, await faceOf(gateway, server)));
    case "ping":
      return void answer.finish(pingReply(message.id));
    case "tools/list": {
      const subject = await subjectOf(caller.taskId);
      return void answer.finish(toolsListReply(message, subject ? await listToolsFor(subject, server) : []));
    }
    case "tools/call": {
      answer.streamWhenLate(gateway.lateAnswers);
      return gateway.cancellations.run(caller, message.id, (cancelled) =>
        callTool(startPassage({ gateway, caller, call: message, serverName: server, network, answer, cancelled })),
      );
    }
  }
}

async function faceOf(gateway: Gateway, server: string): Promise<ServerFace> {
  const found = await findTools(server);
  if (!found) throw new AppError("NOT_FOUND", "There is no such server.");
  return { info: { name: server, title: found.server.title ?? server, version: gateway.settings.version } };
}
