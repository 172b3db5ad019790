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
});
test.afterAll(async () => {
  await product?.stop();
  await upstream?.stop();
});

const call = (given: object): Promise<Response> =>
  fetch(`${product.url}/mcp/files`, {
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

async function waiting(): Promise<string> {
  let id: string | undefined;
  await expect
    .poll(async () => {
      const response = await page.request.get(`${product.url}/api/v1/approvals?view=mine`);
      ({ id } = ((await response.json()) as { items: { id: string }[] }).items[0] ?? {});
      return id;
    })
    .toBeDefined();
  return id ?? "";
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
    await page.goto(`${product.url}/inbox/${await waiting()}`);
    await expect(page.getByRole("button", { name: "Approve once" })).toBeVisible();
    await expect(page.getByText("Not complete yet.")).toHaveCount(0);
    expect(await readPage(page)).toBe(canonicalJson(spoof.arguments));
    if (spoof.uninspectable) {
      // Not in one click: first somebody says that they could not read it.
      await expect(page.getByRole("button", { name: "Approve once" })).toHaveAttribute("aria-disabled", "true");
      await page.getByLabel("Let it through although a part of it cannot be read").check();
    }
    await page.getByRole("button", { name: "Approve once" }).click();
    expect((await answer).status).toBe(200);
    const got = arrived().slice(before);
    expect(got).toHaveLength(1);
    expect(canonicalJson(got[0]?.given ?? null)).toBe(canonicalJson(spoof.arguments));
    expect(got[0]?.raw).toContain(canonicalJson(spoof.arguments));
  });
}
