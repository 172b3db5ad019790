import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { reply } from "./upstream-messages";
import type { Arrival, UpstreamState } from "./upstream-state";

/** The answer of a well-behaved server. */
export function answerWell(state: UpstreamState, arrival: Arrival, response: ServerResponse): void {
  const { message } = arrival;
  const sessionId = arrival.headers["mcp-session-id"];
  if (arrival.httpMethod === "DELETE") {
    const known = state.sessionIds.delete(String(sessionId));
    return void response.writeHead(known ? 200 : 404).end();
  }
  if (arrival.httpMethod !== "POST") return void response.writeHead(405).end();
  if (!message) return void response.writeHead(400).end("not a message");
  const opens = message.method === "initialize";
  if (state.sessions && !opens) {
    if (sessionId === undefined) return void response.writeHead(400).end("Mcp-Session-Id is missing");
    if (!state.sessionIds.has(String(sessionId))) return void response.writeHead(404).end("Session not found");
  }
  if (message.id === undefined) return void response.writeHead(202).end();
  const headers: Record<string, string> = {};
  if (opens && state.sessions && state.era === "legacy") {
    headers["Mcp-Session-Id"] = randomUUID();
    state.sessionIds.add(headers["Mcp-Session-Id"]);
  }
  const { status, body } = reply(state, message);
  send(state, response, { status, headers, body });
}

/** Sends one JSON-RPC message in the form the server is set to. */
export function send(
  state: UpstreamState,
  response: ServerResponse,
  { status, headers, body }: { status: number; headers: Record<string, string>; body: unknown },
): void {
  const text = JSON.stringify(body);
  if (state.answers === "sse" && status === 200) {
    response.writeHead(200, { "Content-Type": "text/event-stream", ...headers });
    response.end(`: hello\n\nevent: message\ndata: ${text}\n\n`);
    return;
  }
  response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(text);
}
