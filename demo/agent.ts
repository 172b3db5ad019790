// An agent made with the official SDK, unchanged: it is given an address and credentials, and knows nothing of Countersign.

import { ClientCredentialsProvider } from "@modelcontextprotocol/sdk/client/auth-extensions.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

const base = process.env.DEMO_URL ?? "http://localhost:3000";
const credentials = { clientId: process.env.DEMO_AGENT_ID ?? "", clientSecret: process.env.DEMO_AGENT_SECRET ?? "" };
/** A call that waits for a person is asked again until somebody has decided. */
const PATIENCE = 40;

const say = (line: string) => process.stdout.write(`  agent  ${line}\n`);
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

async function connect(server: string): Promise<Client> {
  const client = new Client({ name: "notes-bot", version: "1.0.0" });
  const authProvider = new ClientCredentialsProvider({ ...credentials, expectedIssuer: `${base}/oauth` });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${base}/mcp/${server}`), { authProvider }));
  return client;
}

async function call(client: Client, name: string, args: Record<string, unknown>): Promise<string> {
  say(`calls ${name} ${JSON.stringify(args)}`);
  for (let attempt = 0; attempt < PATIENCE; attempt += 1) {
    const result = await client.callTool({ name, arguments: args }, undefined, { timeout: 120_000 });
    const text = (result.content as { text?: string }[]).map((part) => part.text ?? "").join("\n"); // the demo's servers answer in text
    if (!text.startsWith("Pending:")) {
      say(`  ${result.isError ? "refused" : "got"}: ${text.split("\n")[0]}`);
      return text;
    }
    say("  still waits for a person");
  }
  throw new Error("nobody decided");
}

async function main(): Promise<void> {
  const notes = await connect("notes");
  const tools = await notes.listTools();
  say(`sees ${tools.tools.map((tool) => tool.name).join(", ")}`);
  await call(notes, "list_notes", {});
  await call(notes, "write_note", {
    name: "monday.md",
    text: "# Monday\n\n- Ship the release\n- Ask Sam about the audit",
  });
  await call(notes, "read_note", { name: "monday.md" });
  say("does nothing for 30 s: longer than its idle limit");
  await pause(30);
  await call(notes, "read_note", { name: "monday.md" });
  await call(notes, "delete_note", { name: "monday.md" });
  await call(notes, "list_notes", {});
  say("asks for something outside its scope");
  const everything = await connect("everything");
  await call(everything, "get-env", {});
  await call(everything, "echo", { message: "goodbye" });
  say("is done. Revoke its task in the dashboard, and nothing of it works again.");
  await pause(3600);
}

main().catch((error: unknown) => {
  say(`stops: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
