/** The messages of a small, correct MCP server of either era. */

export type ToolOffer = {
  name: string;
  description?: string;
  inputSchema: Record<string, unknown>;
  annotations?: Record<string, unknown>;
};

export type Message = {
  id?: string | number;
  method?: string;
  params?: { name?: string; arguments?: unknown; cursor?: string; _meta?: Record<string, unknown> };
};

type Server = { era: "legacy" | "modern"; tools: ToolOffer[]; pageSize?: number; protocol?: string; endless?: boolean };

export function readMessage(bytes: Buffer): Message | null {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Message) : null;
  } catch {
    return null;
  }
}

/** The answer to a request, and the HTTP status it goes with. */
export function reply(server: Server, message: Message): { status: number; body: unknown } {
  const result = resultOf(server, message);
  if (result) return { status: 200, body: { jsonrpc: "2.0", id: message.id, result: stamped(server, result) } };
  if (server.era === "legacy" && message.method === "server/discover") {
    return { status: 400, body: failure(message, -32000, "Bad Request: Server not initialized") };
  }
  return { status: server.era === "modern" ? 404 : 200, body: failure(message, -32601, "Method not found") };
}

const failure = (message: Message, code: number, text: string) => ({
  jsonrpc: "2.0",
  id: message.id ?? null,
  error: { code, message: text },
});

/** Modern results say what kind they are. */
const stamped = (server: Server, result: object) =>
  server.era === "modern" ? { resultType: "complete", ...result } : result;

function resultOf(server: Server, message: Message): object | null {
  switch (message.method) {
    case "initialize":
      return server.era === "legacy" ? initialized(server) : null;
    case "server/discover":
      return server.era === "modern" ? discovered() : null;
    case "tools/list":
      return listed(server, message);
    case "tools/call":
      return called(server, message);
    case "ping":
      return {};
    default:
      return null;
  }
}

const initialized = (server: Server) => ({
  protocolVersion: server.protocol ?? "2025-11-25",
  capabilities: { tools: { listChanged: true } },
  serverInfo: { name: "fake-upstream", title: "Fake upstream", version: "1.0.0" },
  instructions: "Call echo.",
});

const discovered = () => ({
  supportedVersions: ["2026-07-28"],
  capabilities: { tools: {} },
  instructions: "Call echo.",
  ttlMs: 0,
  cacheScope: "private",
  _meta: { "io.modelcontextprotocol/serverInfo": { name: "fake-upstream", title: "Fake upstream", version: "1.0.0" } },
});

function listed(server: Server, message: Message): object {
  const size = server.pageSize ?? server.tools.length;
  const from = Number(message.params?.cursor ?? 0);
  const tools = server.tools.slice(from, from + size);
  const next = server.endless || from + size < server.tools.length ? { nextCursor: String(from + size) } : {};
  return { tools, ...next, ...(server.era === "modern" ? { ttlMs: 0, cacheScope: "private" } : {}) };
}

function called(server: Server, message: Message): object {
  const name = message.params?.name ?? "";
  if (!server.tools.some((tool) => tool.name === name)) {
    return { content: [{ type: "text", text: `Unknown tool ${name}` }], isError: true };
  }
  const said = { tool: name, arguments: message.params?.arguments ?? {} };
  return { content: [{ type: "text", text: JSON.stringify(said) }] };
}
