import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from "@modelcontextprotocol/client";
import { Client as LegacyClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as LegacyTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CallToolResultSchema, EmptyResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type CallToolRequest,
  type ClientRequest,
  discoverReply,
  initializeReply,
  isRefusal,
  type ParsedMessage,
  parseMessage,
  pingReply,
  progressFor,
  type Refusal,
  readParamHeaders,
  refusalReply,
  refuseParamHeaders,
  STREAM_HEADERS,
  sseComment,
  sseMessage,
  type ToolDefinition,
  toolsListReply,
  toolText,
} from "../../../lib/mcp/index";

const FACE = { info: { name: "gate", version: "1" }, instructions: "Be brief." };
const TOOLS: ToolDefinition[] = [
  {
    name: "echo",
    inputSchema: { type: "object" },
    outputSchema: { type: "object" },
    execution: { taskSupport: "required" },
  },
  { name: "slow", inputSchema: { type: "object" } },
  {
    name: "文件",
    inputSchema: { type: "object", properties: { region: { type: "string", "x-mcp-header": "Region" } } },
  },
];

/** A server of nothing but this module: what it read, and answers the official clients have to accept. */
let server: Server;
let url: URL;
let seen: (ParsedMessage | Refusal)[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp/x`);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") {
    response.writeHead(405, { allow: "POST" }).end();
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const message = parseMessage({ headers: request.rawHeaders, body: Buffer.concat(chunks) });
  seen.push(message);
  if (isRefusal(message)) return refuse(response, message);
  if (message.kind === "notification") {
    response.writeHead(202).end();
    return;
  }
  if (message.method === "tools/call" && message.name === "slow") return answerSlowly(response, message);
  const refusal = message.method === "tools/call" ? refusalOf(message) : null;
  if (refusal !== null) return refuse(response, refusal);
  response.writeHead(200, { "content-type": "application/json" }).end(replyTo(message));
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { http, body } = refusalReply(refusal);
  response.writeHead(http, { "content-type": "application/json" }).end(body);
}

function refusalOf(call: CallToolRequest): Refusal | null {
  const tool = TOOLS.find(({ name }) => name === call.name);
  return tool === undefined
    ? null
    : refuseParamHeaders(readParamHeaders(tool.inputSchema as never).headers ?? [], call);
}

function replyTo(message: ClientRequest): string {
  switch (message.method) {
    case "initialize":
      return initializeReply(message, FACE);
    case "server/discover":
      return discoverReply(message.id, FACE);
    case "ping":
      return pingReply(message.id);
    case "tools/list":
      return toolsListReply(message, TOOLS);
    default:
      return toolText(message, `${message.name} ${message.canonicalArguments}`, message.name === "echo");
  }
}

/** The form a held call takes: headers at once, progress and comments, then the result. */
async function answerSlowly(response: ServerResponse, call: CallToolRequest): Promise<void> {
  response.writeHead(200, STREAM_HEADERS);
  response.write(sseComment());
  const writer = call.progressToken === null ? null : progressFor(call.progressToken);
  const rounds = Number(call.arguments.rounds ?? 3);
  for (let round = 0; round < rounds && !response.destroyed; round++) {
    response.write(writer === null ? sseComment() : sseMessage(writer.say("waiting for approval")));
    await new Promise((done) => setTimeout(done, 5));
  }
  response.end(sseMessage(toolText(call, "done", false)));
}

const calls = () =>
  seen.filter((message): message is CallToolRequest => message.kind === "request" && message.method === "tools/call");
const refusals = () => seen.filter((message) => isRefusal(message));

type Sdk = "v1" | "v2, legacy" | "v2, automatic" | "v2, modern only";
const modes = { "v2, legacy": "legacy", "v2, automatic": "auto", "v2, modern only": { pin: "2026-07-28" } } as const;

const info = { name: "agent", version: "9" };

async function connectV1(): Promise<LegacyClient> {
  const client = new LegacyClient(info, { capabilities: { elicitation: { url: {} } } });
  await client.connect(new LegacyTransport(url));
  return client;
}

async function connect(sdk: Sdk): Promise<LegacyClient | ModernClient> {
  if (sdk === "v1") return connectV1();
  const client = new ModernClient(info, {
    capabilities: { elicitation: { url: {} } },
    versionNegotiation: { mode: modes[sdk] },
  });
  await client.connect(new ModernTransport(url));
  return client;
}

const SDKS: [Sdk, "legacy" | "modern"][] = [
  ["v1", "legacy"],
  ["v2, legacy", "legacy"],
  ["v2, automatic", "modern"],
  ["v2, modern only", "modern"],
];

describe.each(SDKS)("the official client %s", (sdk, era) => {
  it("connects, lists and calls, and is understood in every message", async () => {
    const client = await connect(sdk);
    expect(client.getServerVersion()).toMatchObject(FACE.info);
    expect(client.getInstructions()).toBe("Be brief.");
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(["echo", "slow", "文件"]);

    const held = await client.callTool({ name: "echo", arguments: { b: 1.5, a: "é" } });
    expect(held).toMatchObject({ isError: true, content: [{ type: "text", text: 'echo {"a":"é","b":1.5}' }] });
    const other = await client.callTool({ name: "文件", arguments: { region: "zürich" } });
    expect(other).toMatchObject({ content: [{ text: '文件 {"region":"zürich"}' }] });
    await client.callTool({ name: "echo" });

    expect(refusals()).toEqual([]);
    expect(calls().map((call) => [call.era, call.name, call.canonicalArguments])).toEqual([
      [era, "echo", '{"a":"é","b":1.5}'],
      [era, "文件", '{"region":"zürich"}'],
      [era, "echo", "{}"],
    ]);
    await client.close();
  });

  it("reads a stream with comments and progress, and takes every progress notification", async () => {
    const client = await connect(sdk);
    const heard: number[] = [];
    const onprogress = ({ progress }: { progress: number }) => void heard.push(progress);
    const options = { onprogress, resetTimeoutOnProgress: true };
    const result =
      client instanceof LegacyClient
        ? await client.callTool({ name: "slow", arguments: {} }, undefined, options)
        : await client.callTool({ name: "slow", arguments: {} }, options);
    expect(result).toMatchObject({ content: [{ text: "done" }] });
    expect(heard).toEqual([1, 2, 3]);
    expect(calls()[0]?.progressToken).not.toBeNull();
    await client.close();
  });

  it("runs ten calls at once", async () => {
    const client = await connect(sdk);
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, n) => client.callTool({ name: "文件", arguments: { n } })),
    );
    expect(results.map((result) => JSON.stringify(result.content))).toEqual(
      results.map((_, n) => JSON.stringify([{ type: "text", text: `文件 {"n":${n}}` }])),
    );
    await client.close();
  });

  it("hears about a method that is not served, and goes on", async () => {
    const client = await connect(sdk);
    const asked =
      client instanceof LegacyClient
        ? client.request({ method: "resources/read", params: { uri: "x:y" } }, EmptyResultSchema)
        : client.request({ method: "resources/read", params: { uri: "x:y" } });
    await expect(asked).rejects.toThrow(/not served|404/);
    expect(refusals()).toMatchObject([{ reason: "METHOD", http: era === "modern" ? 404 : 200 }]);
    expect((await client.listTools()).tools).toHaveLength(3);
    await client.close();
  });

  it("is told by name, as information", async () => {
    const client = await connect(sdk);
    await client.listTools();
    const first = seen[0];
    const informed = era === "modern" ? seen.at(-1) : first;
    expect(informed).toMatchObject({
      client: { name: "agent", version: "9" },
      abilities: { elicitationUrl: true, tasks: false },
    });
    await client.close();
  });
});

describe("cancelling", () => {
  it("by the official v1 client arrives as a notification of the call's id", async () => {
    const client = await connectV1();
    const stop = new AbortController();
    const params = { name: "slow", arguments: { rounds: 10_000 } };
    const call = client.request({ method: "tools/call", params }, CallToolResultSchema, { signal: stop.signal });
    call.catch(() => {});
    await expect.poll(() => calls()).toHaveLength(1);
    stop.abort("enough");
    await expect(call).rejects.toThrow(/enough/);
    await expect.poll(() => seen.at(-1)).toMatchObject({ kind: "notification", method: "notifications/cancelled" });
    const last = seen.at(-1);
    expect(last).toHaveProperty("requestId", calls()[0]?.id);
    await client.close();
  });
});

describe("a client of an unserved version", () => {
  it("is offered one that is served when it initializes", async () => {
    const body = {
      jsonrpc: "2.0",
      id: 1,
      method: "initialize",
      params: { protocolVersion: "2024-11-05", capabilities: {}, clientInfo: { name: "old", version: "1" } },
    };
    const headers = { "content-type": "application/json", accept: "application/json, text/event-stream" };
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    expect(await answer.json()).toMatchObject({ result: { protocolVersion: "2025-11-25" } });
  });
});
