import { expect, type Page, test } from "@playwright/test";
import { canonicalJson } from "../../lib/base/index";
import type { Json } from "../../lib/base/schema";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { SPOOFS } from "../vectors/spoofs";
import { readPage } from "./arguments-on-page";
import { signIn, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = { JANE_PASSWORD: newPassword(), SAM_PASSWORD: newPassword(), BOT_KEY: `csk_${"k".repeat(43)}` };
let product: Product;
let upstream: FakeUpstream;
let page: Page;

const configOf = (url: string) => `
people:
  - { email: jane@example.com, name: Jane, roles: [admin], password: "env:JANE_PASSWORD" }
  - { email: sam@example.com, name: Sam, roles: [approver], password: "env:SAM_PASSWORD" }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file] } }
agents:
  clerk:
    owner: jane@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Keep the files", scope: [{ server: files, tools: [write-file] }] }
rules:
  - { name: default, start: automatic, asksPerMinute: none, approvalsPerHour: none }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  ({ page } = await visit(browser));
  await signIn(page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  const health = async () => {
    const response = await page.request.get(`${product.url}/api/v1/servers`);
    return ((await response.json()) as { items: { health: string }[] }).items.map((server) => server.health);
  };
  await expect.poll(health, { timeout: 30_000 }).toEqual(["up"]);
});
test.afterAll(async () => {
  await product?.stop();
  await upstream?.stop();
});

/** Calls as an agent does, and waits for the whole answer. */
const call = async (given: object): Promise<string> => {
  const response = await fetch(`${product.url}/mcp/files`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${secrets.BOT_KEY}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-protocol-version": "2025-11-25",
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "write-file", arguments: given },
    }),
  });
  return response.text();
};

/** Waits for the card of a call, which opens by itself; a call that is answered at once raises none. */
async function cardOf(answer: Promise<string>): Promise<void> {
  let shown = false;
  const early = answer.then((text) => {
    if (!shown) throw new Error(`the call was answered: ${text}`);
  });
  await Promise.race([early, expect(page.getByRole("button", { name: "Approve once" })).toBeVisible()]);
  shown = true;
}

const arrived = (): { raw: string; given: Json }[] =>
  upstream.calls().flatMap(({ bytes }) => {
    const raw = bytes.toString("utf8");
    const message = JSON.parse(raw) as { method?: string; params?: { arguments?: Json } };
    return message.method === "tools/call" ? [{ raw, given: message.params?.arguments ?? null }] : [];
  });

for (const spoof of SPOOFS) {
  test(`what the page shows is what the server gets: ${spoof.name}`, async () => {
    const before = arrived().length;
    const answer = call(spoof.arguments);
    await cardOf(answer);
    await expect(page.getByText("Not complete yet.")).toHaveCount(0);
    expect(await readPage(page)).toBe(canonicalJson(spoof.arguments));
    if (spoof.uninspectable) {
      // Not in one click: first somebody says that they could not read it.
      await expect(page.getByRole("button", { name: "Approve once" })).toHaveAttribute("aria-disabled", "true");
      await page.getByLabel("Let it through although a part of it cannot be read").check();
    }
    await page.getByRole("button", { name: "Approve once" }).click();
    expect(await answer).not.toContain("isError");
    await expect(page.getByRole("button", { name: "Approve once" })).toHaveCount(0);
    const got = arrived().slice(before);
    expect(got).toHaveLength(1);
    expect(canonicalJson(got[0]?.given ?? null)).toBe(canonicalJson(spoof.arguments));
    expect(got[0]?.raw).toContain(canonicalJson(spoof.arguments));
  });
}
