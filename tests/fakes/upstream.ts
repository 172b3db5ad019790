import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerWell } from "./upstream-answers";
import { misbehave } from "./upstream-behaviours";
import { readMessage, type ToolOffer } from "./upstream-messages";
import type { Arrival, UpstreamOptions, UpstreamState } from "./upstream-state";

export type { Behaviour } from "./upstream-behaviours";
export type { ToolOffer } from "./upstream-messages";
export type { Arrival, UpstreamOptions } from "./upstream-state";

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
  const server = createServer((request, response) => {
    serve(state, request, response).catch(() => response.destroy()); // the client went away while it was read
  });
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
