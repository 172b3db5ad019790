import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { McpServer as LegacyServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import {
  joinToolsPages,
  type ReadTool,
  readDiscoverResult,
  readInitializeResult,
  readSessionId,
  readToolsPage,
  toolReply,
  type UpstreamAnswer,
  type UpstreamEvent,
  type UpstreamPost,
  UpstreamReader,
  type UpstreamSpeech,
  upstreamCall,
  upstreamInitialize,
  upstreamNotification,
  upstreamRequest,
} from "../../../lib/mcp/index";
import { accepted, legacy, post } from "./post";

const self = { name: "countersign", version: "0.1.0" };
let server: Server | undefined;
let url: string;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((done) => server?.close(done));
});

async function listen(handler: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<void> {
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((done) => server?.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
}

type Exchange = { events: UpstreamEvent[]; answer: UpstreamAnswer | undefined; session: string | null; status: number };

/** Sends what this module wrote, and reads the answer with it, a few bytes at a time. */
async function send(written: UpstreamPost, id: string | number, hasSession = false): Promise<Exchange> {
  const headers: [string, string][] = [];
  for (let at = 0; at < written.headers.length; at += 2)
    headers.push([written.headers[at] ?? "", written.headers[at + 1] ?? ""]);
  const response = await fetch(url, { method: "POST", headers, body: written.body, redirect: "manual" });
  const contentType = response.headers.get("content-type") ?? undefined;
  const head = {
    status: response.status,
    contentType,
    id,
    progressToken: "p",
    hasSession,
    limits: { bytes: 100_000, depth: 64 },
  };
  const reader = new UpstreamReader(head);
  const events: UpstreamEvent[] = [];
  for await (const chunk of response.body ?? []) {
    for (let at = 0; at < chunk.length; at += 7) events.push(...reader.push(chunk.subarray(at, at + 7)));
    if (reader.isDone) break;
  }
  events.push(...reader.end());
  const last = events.at(-1);
  const session = readSessionId(response.headers.get("mcp-session-id") ?? undefined);
  return { events, answer: last?.kind === "answer" ? last.answer : undefined, session, status: response.status };
}

function resultOf({ answer }: Exchange): string {
  if (answer?.kind !== "result") throw new Error(JSON.stringify(answer));
  return answer.result;
}

async function toolsOf(speech: UpstreamSpeech): Promise<Map<string, ReadTool>> {
  const session = speech.era === "legacy" && speech.session !== null;
  const page = readToolsPage(resultOf(await send(upstreamRequest({ speech, self, id: 2 }, "tools/list"), 2, session)));
  if (page.fault !== undefined) throw new Error(page.fault);
  return new Map(joinToolsPages([page]).tools.map((tool) => [tool.definition.name, tool]));
}

async function call(
  speech: UpstreamSpeech,
  tool: ReadTool | undefined,
  args: Record<string, unknown>,
): Promise<Exchange> {
  if (tool === undefined) throw new Error("no such tool");
  const message = accepted(post(legacy("tools/call", { name: tool.definition.name, arguments: args as never })));
  if (message.kind !== "request" || message.method !== "tools/call") throw new Error("not a call");
  const details = { ...message, paramHeaders: tool.paramHeaders, progressToken: "p" };
  return send(
    upstreamCall({ speech, self, id: "c-9" }, details),
    "c-9",
    speech.era === "legacy" && speech.session !== null,
  );
}

/** The legacy handshake as a server of this gateway would do it. */
async function open(): Promise<UpstreamSpeech & { era: "legacy" }> {
  const opened = await send(upstreamInitialize({ self, id: 1 }), 1);
  const facts = readInitializeResult(resultOf(opened));
  if (facts.fault !== undefined) throw new Error(facts.fault);
  expect(facts).toMatchObject({ version: "2025-11-25", info: { name: "upstream" }, hasTools: true });
  const speech = { era: "legacy" as const, version: facts.version, session: opened.session };
  const { status } = await send(upstreamNotification(speech, "notifications/initialized"), 0);
  expect(status).toBe(202);
  return speech;
}

const text = (value: string) => ({ content: [{ type: "text" as const, text: value }] });

function modernServer(): McpServer {
  const upstream = new McpServer({ name: "upstream", version: "2" }, { instructions: "Mind the gap." });
  const inputSchema = z.object({ region: z.string().meta({ "x-mcp-header": "Region" }), n: z.number().optional() });
  upstream.registerTool("query", { inputSchema, annotations: { readOnlyHint: true } }, async (args) =>
    text(JSON.stringify(args)),
  );
  upstream.registerTool("steps", { inputSchema: z.object({}) }, async (_args, context) => {
    const progressToken = context.mcpReq._meta?.progressToken ?? "none";
    await context.mcpReq.notify({ method: "notifications/progress", params: { progressToken, progress: 1, total: 2 } });
    return text("done");
  });
  return upstream;
}

describe("the official modern server", () => {
  const speech: UpstreamSpeech = { era: "modern" };

  it("takes our requests, mirrored headers included, and is understood", async () => {
    await listen(toNodeHandler(createMcpHandler(modernServer, { legacy: "reject" })));
    const facts = readDiscoverResult(
      resultOf(await send(upstreamRequest({ speech, self, id: 1 }, "server/discover"), 1)),
    );
    expect(facts).toMatchObject({ instructions: "Mind the gap.", hasTools: true, info: { name: "upstream" } });

    const tools = await toolsOf(speech);
    expect(tools.get("query")).toMatchObject({
      proposedClass: "read",
      paramHeaders: [{ path: ["region"], header: "Region" }],
    });
    const exchange = await call(speech, tools.get("query"), { region: "zürich \n", n: 1.5 });
    const reply = toolReply({ id: 5, era: "legacy" }, "modern", exchange.answer ?? { kind: "asks", method: "" });
    expect(JSON.parse(reply.body)).toMatchObject({
      id: 5,
      result: { content: [{ text: '{"region":"zürich \\n","n":1.5}' }] },
    });
    expect(reply.outcome).toBe("succeeded");
    expect(JSON.parse(reply.body).result).not.toHaveProperty("resultType");
  });

  it("refuses the call when the mirrored header is left out, which is explained to the agent", async () => {
    await listen(toNodeHandler(createMcpHandler(modernServer)));
    const query = (await toolsOf(speech)).get("query");
    const exchange = await call(speech, query && { ...query, paramHeaders: [] }, { region: "eu" });
    expect(exchange.answer).toMatchObject({ kind: "error", code: -32020 });
    const { body } = toolReply({ id: 5, era: "modern" }, "modern", exchange.answer ?? { kind: "asks", method: "" });
    expect(JSON.parse(body).result).toMatchObject({ resultType: "complete", isError: true });
  });

  it("tells its progress before the result", async () => {
    await listen(toNodeHandler(createMcpHandler(modernServer)));
    const { events } = await call(speech, (await toolsOf(speech)).get("steps"), {});
    expect(events).toMatchObject([
      { kind: "progress", progress: { progress: 1, total: 2 } },
      { kind: "answer", answer: { kind: "result" } },
    ]);
  });

  it("is also understood when it speaks the legacy protocol", async () => {
    await listen(toNodeHandler(createMcpHandler(modernServer)));
    const spoken = await open();
    const exchange = await call(spoken, (await toolsOf(spoken)).get("query"), { region: "eu" });
    const reply = toolReply({ id: "x", era: "modern" }, "legacy", exchange.answer ?? { kind: "asks", method: "" });
    expect(JSON.parse(reply.body)).toMatchObject({
      id: "x",
      result: { resultType: "complete", content: [{ text: '{"region":"eu"}' }] },
    });
  });
});

describe("the official legacy server", () => {
  async function listenLegacy(): Promise<Map<string, StreamableHTTPServerTransport>> {
    const sessions = new Map<string, StreamableHTTPServerTransport>();
    await listen(async (request, response) => {
      const known = sessions.get(String(request.headers["mcp-session-id"]));
      if (known !== undefined) return known.handleRequest(request, response);
      const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: (id) => void sessions.set(id, transport),
      });
      await legacyServer().connect(transport);
      await transport.handleRequest(request, response);
    });
    return sessions;
  }

  function legacyServer(): LegacyServer {
    const upstream = new LegacyServer({ name: "upstream", version: "1" });
    upstream.registerTool(
      "add",
      { inputSchema: { a: z.number(), b: z.number() }, outputSchema: { sum: z.number() } },
      async ({ a, b }, { sendNotification, _meta }) => {
        const progressToken = _meta?.progressToken ?? "none";
        await sendNotification({
          method: "notifications/progress",
          params: { progressToken, progress: 0.5, message: "half" },
        });
        return { ...text(String(a + b)), structuredContent: { sum: a + b } };
      },
    );
    upstream.registerTool("ask", { inputSchema: {} }, async (_args, { sendRequest }) => {
      const params = { message: "Who?", requestedSchema: { type: "object" as const, properties: {} } };
      await sendRequest({ method: "elicitation/create", params }, z.object({}));
      return text("unreachable");
    });
    return upstream;
  }

  it("takes our session and calls, and is understood", async () => {
    await listenLegacy();
    const speech = await open();
    expect(speech.session).not.toBeNull();
    const tools = await toolsOf(speech);
    const { events, answer } = await call(speech, tools.get("add"), { a: 2, b: 3 });
    expect(events[0]).toEqual({ kind: "progress", progress: { progress: 0.5, total: null, message: "half" } });
    const reply = toolReply({ id: 1, era: "modern" }, "legacy", answer ?? { kind: "asks", method: "" });
    expect(JSON.parse(reply.body).result).toMatchObject({ resultType: "complete", structuredContent: { sum: 5 } });
  });

  it("that asks for input in the middle of a call is answered with a readable tool error", async () => {
    await listenLegacy();
    const speech = await open();
    const { answer } = await call(speech, (await toolsOf(speech)).get("ask"), {});
    expect(answer).toEqual({ kind: "asks", method: "elicitation/create" });
  });

  it("has its refusal of bad arguments passed on as the tool's error", async () => {
    await listenLegacy();
    const speech = await open();
    const { answer } = await call(speech, (await toolsOf(speech)).get("add"), { a: "two" });
    expect(toolReply({ id: 1, era: "legacy" }, "legacy", answer ?? { kind: "asks", method: "" })).toMatchObject({
      outcome: "failed",
    });
  });

  it("that forgot the session is told apart from one that refuses", async () => {
    const sessions = await listenLegacy();
    const speech = await open();
    const add = (await toolsOf(speech)).get("add");
    sessions.clear();
    expect((await call(speech, add, { a: 1, b: 1 })).answer).toMatchObject({ kind: "fault", fault: "SESSION_GONE" });
  });
});
