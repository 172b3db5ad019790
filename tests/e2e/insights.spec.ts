import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, graveFindings, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";
import { seedCanary } from "./seed-canary";

test.describe.configure({ mode: "serial" });

const secrets = {
  JANE_PASSWORD: newPassword(),
  SAM_PASSWORD: newPassword(),
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let upstream: FakeUpstream;
let client: SdkClient;
let jane: Visit;
let sam: Visit;

const configOf = (url: string) => `
people:
  - { email: jane@example.com, name: Jane, roles: [admin, approver], password: "env:JANE_PASSWORD" }
  - { email: sam@example.com, name: Sam, roles: [approver], password: "env:SAM_PASSWORD" }
  - { email: wen@example.com, name: Wen }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file], destructive: [delete-all] } }
agents:
  writer:
    owner: wen@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Write the report", scope: [{ server: files, tools: [echo, write-file, delete-all] }] }
rules:
  - { name: default, match: {}, start: automatic, hold: [read, write, destructive], asksPerMinute: none, approvalsPerHour: none }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  [jane, sam] = [await visit(browser), await visit(browser)];
  await signIn(jane.page, product.url, "jane@example.com", secrets.JANE_PASSWORD);
  await signIn(sam.page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  client = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.BOT_KEY });
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // calls that still wait end with it
  await product?.stop();
  await upstream?.stop();
});

const goTo = (page: Page, path: string) => page.goto(`${product.url}${path}`);
const table = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const row = (page: Page, of: string, name: RegExp | string) =>
  table(page, of)
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name }) });

type Item = { id: string; tool?: string };
type Detail = Item & { digest: string; rendering: { digest: string } };

/** Makes a call and waits until a person is asked about it. */
async function call(tool: string, args: Record<string, unknown>): Promise<string> {
  const before = new Set((await pending()).map(({ id }) => id));
  void client.call(tool, args).catch(() => {}); // what comes of it is tested elsewhere
  let found: Item | undefined;
  await expect
    .poll(async () => {
      found = (await pending()).find(({ id }) => !before.has(id));
      return found !== undefined;
    })
    .toBe(true);
  return found?.id ?? "";
}
const pending = async () => (await ask<{ items: Item[] }>(jane.page, "GET /approvals?state=pending&limit=200")).items;

test("before anybody is asked, the page says that that is fine", async () => {
  await goTo(sam.page, routes.insights());
  await expect(sam.page.getByText("No approval has ended in the last 30 days")).toBeVisible();
  await expect(sam.page.getByText("You answered nothing in this time.")).toBeVisible();
  await sam.page.getByRole("navigation", { name: "Period" }).getByRole("link", { name: "7 days" }).click();
  await expect(sam.page).toHaveURL(/\/insights\?days=7$/);
  await expect(sam.page.getByText("No approval has ended in the last 7 days")).toBeVisible();
});

test("a decision on the page is measured from the moment in which its card was in sight", async () => {
  const id = await call("write-file", { path: "a.md", text: "one" });
  const seen = sam.page.waitForResponse(
    (response) => response.url().endsWith(`/approvals/${id}/seen`) && /"end"/.test(response.request().postData() ?? ""),
  );
  await goTo(sam.page, routes.inbox(id));
  expect(await (await seen).json()).toEqual({ counts: true });
  await sam.page.getByRole("button", { name: "Approve once" }).click();
  await expect(sam.page.getByText(/^Approved by Sam/)).toBeVisible();

  await sam.page.getByRole("link", { name: "Insights" }).first().click();
  const mine = row(sam.page, "How you answered", "Sam");
  await expect(mine).toContainText("1 of 1, 100");
  await expect(mine).toContainText(/\d(\.\d)? s · \d/);
  await expect(row(sam.page, "By class", "write")).toContainText("Withheld: fewer than three people answered");
  await expect(sam.page.getByRole("region", { name: "How each person answered" })).toHaveCount(0);

  await goTo(jane.page, routes.insights());
  await expect(row(jane.page, "How each person answered", "Sam")).toContainText("1 of 1, 100");
  await expect(row(jane.page, "By class", "write")).toContainText(/\d(\.\d)? s · \d/);
  await expect(
    jane.page.getByRole("img", { name: "How many answers took how long, by class" }).locator("svg").first(),
  ).toBeVisible();
});

test("the name of a number says what it means, and each chart has its numbers in a table", async () => {
  await table(jane.page, "By class").getByRole("button", { name: "Snap decisions" }).click();
  await expect(jane.page.getByRole("dialog", { name: "What “Snap decisions” means" })).toContainText(
    "Answers within 2 s",
  );
  await jane.page.keyboard.press("Escape");
  const chart = jane.page.getByRole("figure").filter({ hasText: "Answers by day" });
  await chart.getByText("Numbers").click();
  await expect(chart.getByRole("row").last()).toContainText("1");
});

test("what is always approved becomes a draft of a rule with one click, and a rule only when it is saved", async () => {
  for (let at = 0; at < 20; at += 1) await approveAsAnyProgram(await call("echo", { message: `hello ${at}` }));
  await goTo(jane.page, routes.insights());
  const suggestion = jane.page.getByRole("listitem").filter({ hasText: "Always approved" });
  await expect(suggestion).toContainText("echo on files for writer, 20 times by 1 person");
  await expect(suggestion).toContainText("It only reads");
  await suggestion.getByRole("link", { name: "Draft a rule that lets it through…" }).click();
  await expect(jane.page.getByText("A draft from a suggestion. Nothing is saved yet.")).toBeVisible();
  await expect(jane.page.getByLabel("Name", { exact: true })).toHaveValue("writer-echo-through");
  const rules = async () =>
    (await ask<{ items: { name: string }[] }>(jane.page, "GET /rules")).items.map(({ name }) => name);
  expect(await rules()).toEqual(["default"]);
  await jane.page.getByRole("button", { name: "Make rule" }).click();
  await expect(jane.page).toHaveURL(/\/rules\/[0-9a-f-]{36}$/);
  expect(await rules()).toEqual(["writer-echo-through", "default"]);
  const { versions } = await ask<{ versions: { body: object }[] }>(
    jane.page,
    `GET /rules/${jane.page.url().split("/").at(-1)}`,
  );
  expect(versions[0]?.body).toMatchObject({
    match: { agent: "writer", server: "files", tool: "echo", class: "read" },
    calls: { read: "allow", write: "hold", destructive: "hold" },
    start: "automatic",
  });
});

async function approveAsAnyProgram(id: string): Promise<void> {
  const { digest, rendering } = await ask<Detail>(jane.page, `GET /approvals/${id}`);
  await ask(jane.page, `POST /approvals/${id}/reviews`, { answer: "approve", digest, rendering: rendering.digest });
}

test("an address that would let more than reads through is no draft", async () => {
  const { items } = await ask<{ items: { id: string; name: string }[] }>(jane.page, "GET /rules");
  const basis = items.find(({ name }) => name === "default")?.id ?? "";
  const forged = { basis, agent: "writer", server: "files", tool: "delete-all", class: "destructive", answer: "allow" };
  await goTo(jane.page, routes.newRule(forged));
  await expect(jane.page.getByLabel("Name", { exact: true })).toHaveValue("");
  await expect(jane.page.getByText("A draft from a suggestion.")).toHaveCount(0);
});

test("a canary looks like any question, lets nothing through, and is told of at once", async () => {
  await goTo(jane.page, routes.insights());
  await jane.page.getByRole("button", { name: "Switch on…" }).click();
  await expect(jane.page.getByLabel("How many a week")).toHaveValue("2");
  expect(await graveFindings(jane.page, { within: "[role=dialog]" })).toEqual([]);
  await jane.page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await expect(jane.page.getByText("2 canaries a week, by chance")).toBeVisible();

  const sent = () => upstream.state.arrivals.filter(({ message }) => message?.method === "tools/call").length;
  await goTo(sam.page, routes.inbox());
  const id = await seedCanary(product.folder);
  const card = sam.page.getByRole("article");
  await expect(card.getByText("../../.ssh/authorized_keys").first()).toBeVisible(); // without asking: the page is told
  await expect(sam.page.getByText(/canary/i)).toHaveCount(0);
  const before = sent();
  await sam.page.getByRole("button", { name: "Approve once" }).click();
  await goTo(sam.page, routes.inbox(id, { view: "decided" }));
  await expect(card.getByText("This was a canary: missed by Sam.")).toBeVisible();
  await expect(card.getByText(/Look at path: it left its folder/)).toBeVisible();
  await expect(card.getByText("Waiting for the agent to fetch it.")).toHaveCount(0);
  expect(await graveFindings(sam.page)).toEqual([]);
  expect(sent()).toBe(before);

  await goTo(sam.page, routes.insights());
  await expect(row(sam.page, "How you answered", "Sam")).toContainText("0 of 1, 0");
  await goTo(jane.page, routes.inbox(id, { view: "decided" }));
  await expect(jane.page.getByText("This was a canary: missed by Sam.")).toBeVisible();
});

test("the page is sound wide and narrow, light and dark, and nothing was refused by the content policy", async () => {
  for (const { page, complaints } of [jane, sam]) {
    await goTo(page, routes.insights({ days: "90" }));
    await expect(page.getByRole("figure").first()).toBeVisible();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await graveFindings(page)).toEqual([]);
      }
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(over).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
  }
});
