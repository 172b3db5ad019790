import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClientCredentialsProvider } from "@modelcontextprotocol/sdk/client/auth-extensions.js";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, signIn, visit } from "./person";
import { freePort, newPassword, type Product, startProduct, startProgram } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  JANE_PASSWORD: newPassword(),
  SAM_PASSWORD: newPassword(),
  SAM_TOKEN: `cst_${newPassword()}${newPassword()}${newPassword()}`,
  BOT_SECRET: `css_${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let page: Page;
let complaints: string[];
let client: Client;
let notes = "";
const ends: (() => unknown)[] = [];

test.beforeAll(async ({ browser }) => {
  const [everythingPort, notesPort] = [await freePort(), await freePort()];
  // Servers first: the product looks at them as soon as it starts.
  notes = mkdtempSync(join(tmpdir(), "countersign-notes-"));
  ends.push(() => rmSync(notes, { recursive: true, force: true }));
  const everything = "node_modules/@modelcontextprotocol/server-everything/dist/index.js";
  const servers = await Promise.all([
    startProgram([everything, "streamableHttp"], { PORT: String(everythingPort) }, everythingPort),
    startProgram(
      ["--import", "tsx", "demo/notes-server.ts"],
      { NOTES_PORT: String(notesPort), NOTES_FOLDER: notes },
      notesPort,
    ),
  ]);
  for (const server of servers) ends.push(() => server.stop());
  product = await startProduct(secrets, configOf(everythingPort, notesPort));
  ends.push(() => product.stop());
  await untilInventoried();
  ({ page, complaints } = await visit(browser));
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // calls that still wait end with it
  for (const end of ends.reverse()) await end();
});

const configOf = (everythingPort: number, notesPort: number) => `
people:
  - { email: jane@example.com, name: Jane, roles: [admin], password: "env:JANE_PASSWORD" }
  - { email: sam@example.com, name: Sam, roles: [approver, auditor], password: "env:SAM_PASSWORD", accessToken: { value: "env:SAM_TOKEN", rights: [read, operate] } }
servers:
  everything: { url: "http://127.0.0.1:${everythingPort}/mcp", classes: { read: [echo] } }
  notes: { url: "http://127.0.0.1:${notesPort}/mcp", classes: { read: [list_notes, read_note], write: [write_note] } }
agents:
  notes-bot:
    owner: jane@example.com
    auth: { secret: "env:BOT_SECRET" }
    charter: { purpose: "Keep the notes", scope: [{ server: notes, tools: [list_notes, read_note, write_note] }, { server: everything, tools: [echo] }] }
rules:
  - { name: default, match: {}, idle: 4s, lease: 10m, end: 1h, decideBy: 10m, coolDown: 1m, hold: [write, destructive, unclassed] }
`;

async function api<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`${product.url}/api/v1${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      authorization: `Bearer ${secrets.SAM_TOKEN}`,
      "content-type": "application/json",
      "idempotency-key": newPassword(),
    },
    body: body && JSON.stringify(body),
  });
  const answer = (await response.json()) as T;
  expect(response.status, JSON.stringify(answer)).toBeLessThan(300);
  return answer;
}

type Task = { id: string; state: string; pausedFor: string | null };
const task = async () => (await api<{ items: Task[] }>("/tasks")).items[0] as Task;

async function untilInventoried(): Promise<void> {
  await expect
    .poll(async () => (await api<{ items: { health: string }[] }>("/servers")).items.map((server) => server.health), {
      timeout: 30_000,
    })
    .toEqual(["up", "up"]);
}

async function connect(server: string): Promise<Client> {
  const authProvider = new ClientCredentialsProvider({
    clientId: "notes-bot",
    clientSecret: secrets.BOT_SECRET,
    expectedIssuer: `${product.url}/oauth`,
  });
  const made = new Client({ name: "notes-bot", version: "1.0.0" });
  await made.connect(new StreamableHTTPClientTransport(new URL(`${product.url}/mcp/${server}`), { authProvider }));
  return made;
}

const call = async (name: string, args: Record<string, unknown> = {}) => {
  const result = await client.callTool({ name, arguments: args });
  return { isError: result.isError === true, text: (result.content as { text: string }[])[0]?.text ?? "" };
};

test("an approver signs in and finds nothing waiting", async () => {
  await signIn(page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
});

test("an unchanged client finds its way by itself and lists the tools", async () => {
  client = await connect("notes");
  const { tools } = await client.listTools();
  expect(tools.map((tool) => tool.name).sort()).toEqual(["list_notes", "read_note", "write_note"]);
});

test("its first call waits, appears in the inbox without a reload, and goes when it is approved", async () => {
  const answer = call("list_notes");
  await expect(page.locator(".item")).toHaveCount(1);
  await expect(page).toHaveTitle(/^\(1\) Inbox/);
  await expect(page.getByRole("heading", { level: 2 })).toContainText("Keep the notes");
  await expect(page.getByText("This task has not been approved yet.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Approve", exact: false }).click();
  expect(await answer).toEqual({ isError: false, text: "There are no notes." });
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
});

test("a call that writes waits for an approval of its own, and nothing is written before", async () => {
  const answer = call("write_note", { name: "monday.md", text: "# Monday" });
  await expect(page.locator(".item")).toHaveCount(1);
  await expect(page.getByText("# Monday")).toBeVisible();
  expect(existsSync(join(notes, "monday.md"))).toBe(false);
  await page.keyboard.press("a");
  expect((await answer).isError).toBe(false);
  expect(readFileSync(join(notes, "monday.md"), "utf8")).toBe("# Monday");
});

test("a denial reaches the agent with its reason", async () => {
  const answer = call("write_note", { name: "tuesday.md", text: "no" });
  await expect(page.getByRole("button", { name: /^Deny/ })).toBeVisible();
  await page.keyboard.press("d");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("textbox", { name: "Reason" }).fill("Not on a Tuesday.");
  await page.getByRole("dialog").getByRole("button", { name: "Deny", exact: true }).click();
  expect(await answer).toMatchObject({ isError: true, text: expect.stringContaining("Not on a Tuesday.") });
  expect(existsSync(join(notes, "tuesday.md"))).toBe(false);
});

test("left idle past its limit it pauses, and its next call waits for a person who is told why", async () => {
  await expect.poll(async () => (await task()).pausedFor, { timeout: 15_000 }).toBe("idle");
  const answer = call("read_note", { name: "monday.md" });
  await expect(page.getByText(/The task was idle for/)).toBeVisible();
  await page.keyboard.press("a");
  expect(await answer).toEqual({ isError: false, text: "# Monday" });
});

test("a tool taken out of its scope is denied with a reason, and the others still work", async () => {
  const { id } = await task();
  await api(`/tasks/${id}/narrow`, {
    reason: "No more writing.",
    scope: [
      { server: "notes", tools: ["list_notes", "read_note"] },
      { server: "everything", tools: ["echo"] },
    ],
  });
  expect(await call("write_note", { name: "monday.md", text: "x" })).toMatchObject({
    isError: true,
    text: expect.stringContaining("write_note"),
  });
  expect(await call("list_notes")).toEqual({ isError: false, text: "monday.md" });
  const everything = await connect("everything");
  const echoed = await everything.callTool({ name: "echo", arguments: { message: "hello" } });
  expect(JSON.stringify(echoed.content)).toContain("hello");
  await everything.close();
});

test("revoked, nothing of it works again, however often the client re-authenticates", async () => {
  const { id } = await task();
  await api(`/tasks/${id}/revoke`, { reason: "It is enough." });
  // A call that came just behind the revocation is told so itself; later ones get no token any more.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const ended = await call("list_notes").then(
      ({ isError, text }) => `${isError} ${text}`,
      () => "refused",
    );
    expect(ended).toMatch(/^refused$|^true Denied: .*It is enough/);
  }
  await expect(connect("notes")).rejects.toThrow(/It is enough|access_denied/);
  expect((await task()).state).toBe("revoked");
});

test("everything is in the log", async () => {
  const { id } = await task();
  const { items } = await api<{ items: { kind: string }[] }>(`/log?task=${id}&limit=200`);
  const kinds = new Set(items.map((entry) => entry.kind));
  for (const kind of [
    "task.requested",
    "call.held",
    "approval.approved",
    "task.started",
    "call.allowed",
    "call.succeeded",
    "approval.denied",
    "task.paused",
    "task.resumed",
    "task.narrowed",
    "call.denied",
    "task.revoked",
  ]) {
    expect(kinds, kind).toContain(kind);
  }
});

test("no page broke the content policy or complained", async () => {
  expect(complaints).toEqual([]);
});
