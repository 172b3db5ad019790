import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerAsks, sharedClock } from "./answer-asks";

/** A marked call as it arrived: by the clock that all processes share, and by the wall clock. */
export type Arrival = { mark: string; at: number; wall: number; abortedWall: number | null };
export type UpstreamAsks = {
  /** The marked calls since this was last asked. */
  arrivals: { given: null; answers: Arrival[] };
};
export type UpstreamReady = { port: number };

/** What each of its tools is called; the first is the one that is called most. */
const TOOLS = ["echo", "find", "look", "save", "purge"];

const arrivals: Arrival[] = [];

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => answer(Buffer.concat(chunks).toString("utf8"), request, response));
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo; // it listens on a port
  answerAsks<UpstreamAsks>({ port } satisfies UpstreamReady, { arrivals: () => arrivals.splice(0) });
});

type Message = { id?: number | string; method: string; params?: { arguments?: Record<string, unknown> } };

function answer(text: string, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "POST") return void response.writeHead(405).end();
  const message = JSON.parse(text) as Message; // only what we start ourselves sends here
  if (message.id === undefined) return void response.writeHead(202).end();
  if (message.method !== "tools/call") return void reply(response, message.id, resultOf(message));
  const given = message.params?.arguments ?? {};
  const arrival = typeof given.mark === "string" ? note(given.mark) : null;
  const say = () => reply(response, message.id ?? 0, { content: [{ type: "text", text: `ok ${given.n}` }] });
  if (typeof given.slow !== "number") return void say();
  const timer = setTimeout(say, given.slow);
  response.on("close", () => {
    clearTimeout(timer);
    if (arrival && !response.writableEnded) arrival.abortedWall = Date.now();
  });
}

function note(mark: string): Arrival {
  const arrival: Arrival = { mark, at: sharedClock(), wall: Date.now(), abortedWall: null };
  arrivals.push(arrival);
  return arrival;
}

function resultOf({ method }: Message): object | null {
  if (method === "initialize")
    return {
      protocolVersion: "2025-11-25",
      capabilities: { tools: {} },
      serverInfo: { name: "bench", version: "1.0.0" },
    };
  if (method === "tools/list")
    return { tools: TOOLS.map((name) => ({ name, description: `Does ${name}`, inputSchema: { type: "object" } })) };
  return method === "ping" ? {} : null;
}

function reply(response: ServerResponse, id: number | string, result: object | null): void {
  const said = result ? { result } : { error: { code: -32601, message: "Method not found" } };
  const body = JSON.stringify({ jsonrpc: "2.0", id, ...said });
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) }).end(body);
}
