// A small MCP server over HTTP whose tools really write files, so that "not executed" can be seen on disk.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";

const folder = process.env.NOTES_FOLDER ?? "";
const port = Number(process.env.NOTES_PORT ?? 3902);
if (!folder) throw new Error("NOTES_FOLDER must name a folder");
mkdirSync(folder, { recursive: true });

const name = z.string().regex(/^[a-z0-9-]{1,40}\.md$/, "a name such as monday.md");
const text = (said: string) => ({ content: [{ type: "text" as const, text: said }] });

function makeServer(): McpServer {
  const server = new McpServer({ name: "notes", version: "1.0.0" });
  server.registerTool(
    "list_notes",
    { description: "Lists the notes.", inputSchema: z.object({}), annotations: { readOnlyHint: true } },
    () => text(readdirSync(folder).sort().join("\n") || "There are no notes."),
  );
  server.registerTool(
    "read_note",
    { description: "Reads a note.", inputSchema: z.object({ name }), annotations: { readOnlyHint: true } },
    ({ name: file }) => text(readFileSync(join(folder, file), "utf8")),
  );
  server.registerTool(
    "write_note",
    {
      description: "Writes a note, over whatever was there.",
      inputSchema: z.object({ name, text: z.string().max(10_000) }),
      annotations: { destructiveHint: false },
    },
    ({ name: file, text: content }) => {
      writeFileSync(join(folder, file), content);
      return text(`Wrote ${content.length} characters to ${file}.`);
    },
  );
  server.registerTool(
    "delete_note",
    { description: "Deletes a note for good.", inputSchema: z.object({ name }) },
    ({ name: file }) => {
      rmSync(join(folder, file));
      return text(`Deleted ${file}.`);
    },
  );
  return server;
}

createServer(toNodeHandler(createMcpHandler(makeServer))).listen(port, "127.0.0.1");
