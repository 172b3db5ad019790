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

type Connection = { client: Client; token(): string };

async function connect(server: string): Promise<Connection> {
  const client = new Client({ name: "notes-bot", version: "1.0.0" });
  const authProvider = new ClientCredentialsProvider({ ...credentials, expectedIssuer: `${base}/oauth` });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${base}/mcp/${server}`), { authProvider }));
  return { client, token: () => authProvider.tokens()?.access_token ?? "" };
}

async function call({ client }: Connection, name: string, args: Record<string, unknown>): Promise<string> {
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
  const tools = await notes.client.listTools();
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
  await lookAfterNotes(notes);
}

/** Reads the list every ten seconds for five minutes, and completes its task; or hears that somebody has revoked it. */
async function lookAfterNotes(notes: Connection): Promise<void> {
  say("looks at the notes every 10 s now. Revoke its task in the dashboard, and nothing of it works again.");
  for (let round = 0; round < 30; round += 1) {
    await pause(10);
    const ended = await call(notes, "list_notes", {}).then(
      (text) => text.startsWith("Denied: This task is "),
      (error: unknown) => {
        say(`  refused, also a new token: ${error instanceof Error ? error.message : String(error)}`);
        return true;
      },
    );
    if (ended) {
      say("has nothing left that works, and ends.");
      return;
    }
  }
  const response = await fetch(`${base}/agent/v1/task`, {
    method: "POST",
    headers: { authorization: `Bearer ${notes.token()}`, "content-type": "application/json" },
    body: JSON.stringify({ action: "complete", summary: "The notes are in order." }),
  });
  say(response.ok ? "has completed its task, and ends." : `could not complete its task: ${await response.text()}`);
}

main().catch((error: unknown) => {
  say(`stops: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
