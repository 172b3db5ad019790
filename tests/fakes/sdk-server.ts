import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

/** A server made with the official SDK, version 2, over real HTTP. Modern only unless `legacy` says otherwise. */
export async function startSdkServer(legacy: "reject" | "stateless" = "reject") {
  const handler = createMcpHandler(
    () => {
      const server = new McpServer({ name: "sdk-v2", version: "1.0.0" });
      const inputSchema = z.object({ a: z.number(), b: z.number() });
      server.registerTool(
        "add",
        { description: "Adds", inputSchema, annotations: { readOnlyHint: true } },
        ({ a, b }) => ({ content: [{ type: "text", text: String(a + b) }] }),
      );
      server.registerTool("fail", { inputSchema: z.object({}) }, () => {
        throw new Error("it fell over");
      });
      return server;
    },
    { legacy },
  );
  const http = createServer(toNodeHandler(handler));
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    stop: async () => {
      await handler.close();
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
  };
}
