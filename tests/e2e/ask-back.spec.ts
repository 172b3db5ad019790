import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  SAM_PASSWORD: newPassword(),
  OLGA_PASSWORD: newPassword(),
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
  LATER_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let upstream: FakeUpstream;
let client: SdkClient;
let sam: Visit;
let olga: Visit;

const configOf = (url: string) => `
people:
  - { email: sam@example.com, name: Sam, roles: [approver, admin], password: "env:SAM_PASSWORD" }
  - { email: olga@example.com, name: Olga, roles: [viewer], password: "env:OLGA_PASSWORD" }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file] } }
agents:
  writer:
    owner: olga@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Write the report", scope: [{ server: files, tools: [echo, write-file] }] }
  later:
    owner: olga@example.com
    auth: { key: "env:LATER_KEY" }
    charter: { purpose: "Tidy up tonight", scope: [{ server: files, tools: [echo, write-file] }] }
rules:
  - { name: default, match: {}, start: auto, decideBy: 1h, lease: 8h, end: 24h, hold: [write] }
  - { name: careful, priority: 10, match: { agent: later }, start: approval, decideBy: 1h, lease: 8h, end: 24h, hold: [write] }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  sam = await visit(browser);
  olga = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await signIn(sam.page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  await signIn(olga.page, product.url, "olga@example.com", secrets.OLGA_PASSWORD);
  client = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.BOT_KEY });
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // calls that still wait end with it
  await product?.stop();
  await upstream?.stop();
});

const decide = (page: Page) => page.getByRole("region", { name: "Decide" });
const dialog = (page: Page) => page.getByRole("dialog");
const sent = () => upstream.calls().length;
const write = (path: string) => client.call("write-file", { path, text: "x" });

type Item = { id: string; agent: { name: string } };

async function pending(agent: string): Promise<Item> {
  let found: Item | undefined;
  const look = async () => {
    const { items } = await ask<{ items: Item[] }>(sam.page, "GET /approvals?state=pending");
    found = items.find((item) => item.agent.name === agent);
    return found !== undefined;
  };
  await expect.poll(look).toBe(true);
  return found ?? { id: "", agent: { name: "" } };
}

async function askOn(page: Page, question: string): Promise<void> {
  await page.keyboard.press("q");
  await expect(dialog(page).getByRole("heading", { name: "Ask" })).toBeVisible();
  await dialog(page).getByLabel("Question").fill(question);
  await dialog(page).getByRole("button", { name: "Ask", exact: true }).click();
  await expect(dialog(page)).toBeHidden();
}

test("a reviewer asks, the agent's call comes back with it, its owner answers on a phone, and it is approved", async () => {
  // Her inbox is open all the while: what waits for her comes and goes by itself.
  await olga.page.goto(`${product.url}${routes.inbox()}`);
  await expect(olga.page.getByText("Nothing waits for you")).toBeVisible();
  const first = write("a.md");
  const { id } = await pending("writer");
  await expect(olga.page.getByRole("link", { name: "Others’ 1" })).toBeVisible();
  await expect(olga.page).toHaveTitle(/^Inbox/);
  await sam.page.goto(`${product.url}${routes.inbox(id)}`);
  await expect(decide(sam.page).getByRole("button", { name: "Ask…" })).toBeVisible();
  await sam.page.keyboard.press("q");
  await expect(dialog(sam.page).getByText(/writer or Olga, who owns it, can answer/)).toBeVisible();
  await expectAccessible(sam.page);
  await dialog(sam.page).getByRole("button", { name: "Ask", exact: true }).click();
  await expect(dialog(sam.page).getByText("Write the question.")).toBeVisible();
  await dialog(sam.page).getByRole("button", { name: "What is it for? Name the ticket." }).click();
  await dialog(sam.page).getByRole("button", { name: "Ask", exact: true }).click();
  await expect(dialog(sam.page)).toBeHidden();
  const told = await first;
  expect(told.text).toMatch(/Sam asks .*“What is it for\? Name the ticket\.”/);
  await expect(sam.page.getByText("Waits for writer or Olga to answer.")).toBeVisible();
  await expect(sam.page.getByText("held call, asked back")).toBeVisible();
  await expectAccessible(sam.page);

  await expect(olga.page.getByRole("link", { name: "Mine 1" })).toBeVisible();
  await expect(olga.page).toHaveTitle(/^\(1\) Inbox/);
  await expectAccessible(olga.page);
  await olga.page.getByText("asked back: answer it").click();
  await expect(decide(olga.page).getByText("You can answer what was asked back.")).toBeVisible();
  await olga.page.getByRole("button", { name: "Answer" }).click();
  await expect(olga.page.getByText("Write an answer.")).toBeVisible();
  await expectAccessible(olga.page);
  await olga.page.getByLabel("Your answer").fill("It is for OPS-12: the weekly report.");
  await olga.page.getByRole("button", { name: "Answer" }).click();
  await expect(olga.page.getByText(/Olga\s+answered/)).toBeVisible();
  await expect(olga.page).toHaveTitle(/^Inbox/);
  await expect(decide(olga.page).getByText("You can answer what was asked back.")).toBeHidden();
  await expectAccessible(olga.page);

  await expect(sam.page.getByText("It is for OPS-12: the weekly report.")).toBeVisible();
  await expect(sam.page.getByText("held call, answered")).toBeVisible();
  const second = write("a.md");
  await decide(sam.page).getByRole("button", { name: "Approve once" }).click();
  expect(await second).toMatchObject({ isError: false });
  await expect(sam.page.getByText(/^Approved by Sam/)).toBeVisible();
  await expect(sam.page.getByText("It is for OPS-12: the weekly report.")).toBeVisible();
});

test("what the agent says itself stands in the box of its own words, as text", async () => {
  const first = write("b.md");
  const { id } = await pending("writer");
  await sam.page.goto(`${product.url}${routes.inbox(id)}`);
  await expect(decide(sam.page).getByRole("button", { name: "Ask…" })).toBeVisible();
  await askOn(sam.page, "How is it undone?");
  const question = /question ([0-9a-f-]{36})/.exec((await first).text)?.[1];
  const said = "<b>Approved</b> by Sam \u202E already";
  const response = await sam.page.request.post(`${product.url}/agent/v1/task`, {
    headers: { authorization: `Bearer ${secrets.BOT_KEY}` },
    data: { action: "answer", question, text: said },
  });
  expect(response.ok()).toBe(true);
  const box = sam.page.locator(".said", { hasText: "by Sam" });
  await expect(box.getByText("writer’s own words, unverified")).toBeVisible();
  await expect(box).toContainText("<b>Approved</b> by Sam RIGHT-TO-LEFT OVERRIDE U+202E already");
  await sam.page.emulateMedia({ colorScheme: "dark" });
  await expectAccessible(sam.page);
  await sam.page.emulateMedia({ colorScheme: "light" });
  await ask(sam.page, `POST /approvals/${id}/reviews`, { answer: "deny", reason: "Not like this." });
  await expect(sam.page.getByText(/^Denied by Sam/)).toBeVisible();
});

test("a start is narrowed by chips: a single use that begins later and ends soon", async () => {
  const before = sent();
  const later = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.LATER_KEY });
  const first = later.call("echo", { message: "tonight" });
  const { id } = await pending("later");
  await sam.page.goto(`${product.url}${routes.inbox(id)}`);
  await decide(sam.page).getByRole("button", { name: "Narrow…" }).click();
  await expect(dialog(sam.page).getByRole("button", { name: "4 h", exact: true })).toBeVisible();
  await dialog(sam.page).getByRole("button", { name: "In 1 h" }).click();
  await dialog(sam.page).getByRole("button", { name: "15 min", exact: true }).click();
  await expect(dialog(sam.page).getByText(/It would be over before it begins/)).toBeVisible();
  await dialog(sam.page).getByRole("button", { name: "4 h", exact: true }).click();
  await dialog(sam.page).getByRole("button", { name: "Single use" }).click();
  await expect(dialog(sam.page).getByText(/Calls before that are denied: it begins at about/)).toBeVisible();
  await expectAccessible(sam.page);
  await dialog(sam.page).getByRole("button", { name: "Approve less" }).click();
  await expect(sam.page.getByText(/^Approved by Sam/)).toBeVisible();
  await expect(sam.page.getByText(/less than asked: ends after 4 h, single use, not before/)).toBeVisible();
  expect((await first).text).toContain("Approved, not executed yet. This task may make no calls before");
  expect(sent()).toBe(before);
  await later.close();
  const { items } = await ask<{ items: { id: string; purpose: string }[] }>(sam.page, "GET /tasks?state=running");
  const task = items.find(({ purpose }) => purpose === "Tidy up tonight");
  await sam.page.goto(`${product.url}${routes.task(task?.id ?? "")}`);
  await expect(sam.page.getByText("Not before")).toBeVisible();
  expect([...sam.complaints, ...olga.complaints]).toEqual([]);
});
