import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Behaviour, misbehave } from "./upstream-behaviours";
import { type Message, readMessage, reply, type ToolOffer } from "./upstream-messages";

export type { Behaviour } from "./upstream-behaviours";
export type { ToolOffer } from "./upstream-messages";

/** One HTTP request as it arrived, whole. */
export type Arrival = {
  /** performance.now() of this process when its last byte was read. */
  at: number;
  httpMethod: string;
  path: string;
  /** Tells connections apart. */
  remotePort: number | undefined;
  headers: IncomingMessage["headers"];
  rawHeaders: string[];
  bytes: Buffer;
  message: Message | null;
  /** Whether the client went away before the answer was complete. */
  left: boolean;
};

export type UpstreamOptions = {
  era?: "legacy" | "modern";
  /** Legacy only: hands out a session at initialize and asks for it ever after. */
  sessions?: boolean;
  answers?: "json" | "sse";
  tools?: ToolOffer[];
  /** Tools per page of tools/list. */
  pageSize?: number;
  /** Every page of tools/list promises another one. */
  endless?: boolean;
  /** What becomes of tools/call; see upstream-behaviours.ts. */
  behaviour?: Behaviour;
  /** The same for every other request. */
  others?: Behaviour;
  /** A header that every request must carry; 401 without it. */
  credential?: { header: string; value: string };
  protocol?: string;
};

export const DEFAULT_TOOLS: ToolOffer[] = [
  {
    name: "echo",
    description: "Says it again",
    inputSchema: { type: "object", properties: { message: { type: "string" } }, required: ["message"] },
    annotations: { readOnlyHint: true },
  },
  {
    name: "write-file",
    description: "Writes a file",
    inputSchema: { type: "object", properties: { path: { type: "string" } } },
    annotations: { readOnlyHint: false, destructiveHint: false },
  },
  { name: "delete-all", inputSchema: { type: "object" } },
];

export type FakeUpstream = Awaited<ReturnType<typeof startUpstream>>;

/** A real MCP server over HTTP that does what it is told, well or badly, and remembers every byte that arrived. */
export async function startUpstream(options: UpstreamOptions = {}) {
  const state = { tools: DEFAULT_TOOLS, era: "legacy", answers: "json", ...options } as UpstreamState;
  state.arrivals = [];
  state.sessionIds = new Set();
  state.gate = newGate();
  const server = createServer((request, response) => void serve(state, request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const ofMethod = (method: string) => state.arrivals.filter((arrival) => arrival.message?.method === method);
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    /** Change any option while it runs. */
    state,
    arrivals: state.arrivals,
    ofMethod,
    calls: () => ofMethod("tools/call"),
    /** Lets everything that "waits" answer. */
    release: () => state.gate.open(),
    /** Ends all sessions, so that requests under them get 404. */
    endSessions: () => state.sessionIds.clear(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

export type UpstreamState = UpstreamOptions & {
  era: "legacy" | "modern";
  answers: "json" | "sse";
  tools: ToolOffer[];
  arrivals: Arrival[];
  sessionIds: Set<string>;
  gate: { opened: Promise<void>; open: () => void };
};

function newGate() {
  let open = () => {};
  const opened = new Promise<void>((done) => {
    open = done;
  });
  return { opened, open };
}

async function serve(state: UpstreamState, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const arrival = await readArrival(request);
  state.arrivals.push(arrival);
  response.on("close", () => {
    arrival.left = !response.writableFinished;
  });
  const { credential } = state;
  if (credential && arrival.headers[credential.header.toLowerCase()] !== credential.value) {
    return void response.writeHead(401).end("who are you?");
  }
  const isCall = arrival.message?.method === "tools/call";
  const behaviour = isCall ? state.behaviour : state.others;
  if (behaviour && (await misbehave(behaviour, { state, arrival, response }))) return;
  answerWell(state, arrival, response);
}

async function readArrival(request: IncomingMessage): Promise<Arrival> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return {
    at: performance.now(),
    httpMethod: request.method ?? "",
    path: request.url ?? "",
    remotePort: request.socket.remotePort,
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    bytes,
    message: readMessage(bytes),
    left: false,
  };
}

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
