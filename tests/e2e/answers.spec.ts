import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  SAM_PASSWORD: newPassword(),
  NEW_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let upstream: FakeUpstream;
let client: SdkClient;
let sam: Visit;

const configOf = (url: string) => `
people:
  - { email: jane@example.com, name: Jane, roles: [admin] }
  - { email: sam@example.com, name: Sam, roles: [approver], password: "env:SAM_PASSWORD" }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file], destructive: [delete-all] } }
agents:
  writer:
    owner: jane@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Write the report", scope: [{ server: files, tools: [echo, write-file, delete-all] }] }
  newcomer:
    owner: jane@example.com
    auth: { key: "env:NEW_KEY" }
    charter: { purpose: "Sort the notes", scope: [{ server: files, tools: [echo, write-file] }] }
rules:
  - { name: first, priority: 10, match: { agent: newcomer }, start: approval, decideBy: 1h, hold: [destructive] }
  - { name: default, match: {}, start: auto, decideBy: 1h, hold: [write, destructive], mask: [password] }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  sam = await visit(browser);
  await signIn(sam.page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  client = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.BOT_KEY });
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // calls that still wait end with it
  await product?.stop();
  await upstream?.stop();
});

const decide = (page: Page) => page.getByRole("region", { name: "Decide" });
const dialog = (page: Page) => page.getByRole("dialog");
const sent = () => upstream.calls().map(({ message }) => message?.params?.arguments);
type Item = { id: string; task: { id: string } };
const pending = async () => (await ask<{ items: Item[] }>(sam.page, "GET /approvals?state=pending")).items;

/** Calls until there is an answer: told to wait, it calls again, as it is asked to. */
async function answered(tool: string, given: Record<string, unknown>): Promise<string> {
  for (;;) {
    const answer = await client.call(tool, given).then(JSON.stringify, String);
    if (!answer.includes("Pending: ")) return answer;
  }
}

/** Makes a call, waits until a person is asked about it, and opens its card. */
async function call(tool: string, given: Record<string, unknown>): Promise<{ item: Item; done: Promise<string> }> {
  const before = new Set((await pending()).map(({ id }) => id));
  const done = answered(tool, given);
  let item: Item | undefined;
  await expect
    .poll(async () => {
      item = (await pending()).find(({ id }) => !before.has(id));
      return item !== undefined;
    })
    .toBe(true);
  if (!item) throw new Error("nobody was asked");
  await sam.page.goto(`${product.url}${routes.inbox(item.id)}`);
  return { item, done };
}

test("a reviewer edits the arguments, sees what differs, and the agent is told", async () => {
  const { page } = sam;
  const { done } = await call("write-file", { path: "live/report.md", password: "correct horse" });
  await expect(decide(page).getByRole("button", { name: "Edit…" })).toBeEnabled();
  await page.keyboard.press("e");
  await expect(dialog(page).getByText("Nothing is changed yet.")).toBeVisible();
  const field = dialog(page).getByLabel("Arguments");
  await expect(field).toHaveValue(/"password": "\[masked, 13 characters\]"/);
  await field.fill("{");
  await dialog(page).getByRole("button", { name: "Approve edited" }).click();
  await expect(dialog(page).getByText("It is not valid JSON.")).toBeVisible();
  await field.fill('{"path": "draft/report.md", "password": "[masked, 13 characters]"}');
  await expect(
    dialog(page).getByRole("row", { name: /changed path.*live\/report\.md.*draft\/report\.md/ }),
  ).toBeVisible();
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Approve edited" }).click();
  expect(await done).toContain("Sam changed this call before it ran");
  expect(sent().at(-1)).toEqual({ path: "draft/report.md", password: "correct horse" });
  await expect(page.getByText("The call succeeded", { exact: false })).toBeVisible();
  await expect(page.getByText(/Sam edited the arguments/)).toBeVisible();
  await expect(page.getByText("correct horse")).toHaveCount(0);
  await expectAccessible(page);
});

test("a call that destroys is edited only after its target is typed", async () => {
  const { page } = sam;
  const { done } = await call("delete-all", { folder: "live" });
  await decide(page).getByRole("button", { name: "Edit…" }).click();
  await dialog(page).getByLabel("Arguments").fill('{"folder": "draft"}');
  await dialog(page).getByRole("button", { name: "Approve edited" }).click();
  await expect(dialog(page).getByText("Type delete-all first.")).toBeVisible();
  await dialog(page).getByLabel("Type delete-all to approve").fill("delete-all");
  await dialog(page).getByRole("button", { name: "Approve edited" }).click();
  await done;
  expect(sent().at(-1)).toEqual({ folder: "draft" });
  await expect(decide(page).getByRole("button", { name: "Calls like it…" })).toHaveCount(0);
});

test("calls like an approved one go without asking, as was seen before it was given, until a person ends it", async () => {
  const { page } = sam;
  const { item, done } = await call("write-file", { path: "docs/one.md" });
  await expect(decide(page).getByRole("button", { name: "Calls like it…" })).toBeEnabled();
  await page.keyboard.press("l");
  const one = dialog(page);
  await expect(one.getByText(/Of 1 other calls of the last 30 days, 0 would have gone, 1 not\./)).toBeVisible();
  await one.getByRole("radiogroup", { name: "path must be" }).getByText("begins with").click();
  await expect(one.getByLabel("It begins with")).toHaveValue("docs/");
  await one.getByLabel("It begins with").fill("other/");
  await expect(one.getByText("This very call does not begin so.")).toBeVisible();
  await one.getByLabel("It begins with").fill("docs/");
  await one.getByText("Would have been asked about: 1").click();
  await expect(one.getByText("password is not in the pattern")).toBeVisible();
  await expectAccessible(page);
  await one.getByRole("button", { name: "15 min", exact: true }).click();
  await one.getByRole("button", { name: "Approve calls like it" }).click();
  await done;
  await expect(page.getByRole("heading", { name: "And calls like it" })).toBeVisible();
  await expectAccessible(page);

  await client.call("write-file", { path: "docs/two.md" });
  expect(sent().at(-1)).toEqual({ path: "docs/two.md" });
  expect(await pending()).toEqual([]);
  const outside = await call("write-file", { path: "live/three.md" });
  await decide(page).getByRole("button", { name: "Deny…" }).click();
  await dialog(page).getByRole("textbox", { name: "Reason" }).fill("Only docs.");
  await dialog(page).getByRole("button", { name: "Deny", exact: true }).click();
  expect(await outside.done).toContain("Only docs.");

  await page.goto(`${product.url}${routes.task(item.task.id)}`);
  await expect(page.getByText('path begins with "docs/"', { exact: true })).toBeVisible();
  await expect(page.getByText("1 call so far")).toBeVisible();
  await page.getByRole("button", { name: "End…" }).click();
  await dialog(page).getByRole("textbox", { name: "Reason" }).fill("Enough for today.");
  await dialog(page).getByRole("button", { name: "Ask again" }).click();
  await expect(page.getByText(/Sam ended it: Enough for today\./).first()).toBeVisible();
  await expectAccessible(page);
  const asked = await call("write-file", { path: "docs/four.md" });
  await decide(page).getByRole("button", { name: "Approve once" }).click();
  await asked.done;
});

test("what the tool's definition does not accept is said while it is typed, and keeps nobody from sending it", async () => {
  const { page } = sam;
  const { done } = await call("write-file", { path: "live/plan.md", password: "correct horse" });
  await decide(page).getByRole("button", { name: "Edit…" }).click();
  const field = dialog(page).getByLabel("Arguments");
  const warning = dialog(page).getByText("The server will probably refuse this");
  await field.fill('{"path": ["draft/plan.md"], "password": "[masked, 13 characters]"}');
  await expect(warning).toBeVisible();
  await expect(dialog(page).getByText("/path: must be a text")).toBeVisible();
  await expectAccessible(page);
  await field.fill('{"path": "draft/plan.md", "password": "[masked, 13 characters]"}');
  await expect(warning).toHaveCount(0);
  await field.fill('{"path": 5, "password": "[masked, 13 characters]"}');
  await expect(warning).toBeVisible();
  await dialog(page).getByRole("button", { name: "Approve edited all the same" }).click();
  await done;
  expect(sent().at(-1)).toEqual({ path: 5, password: "correct horse" });
});

test("a reviewer pins an argument of a start, and calls with others are denied with that reason", async () => {
  const { page } = sam;
  const bot = client;
  client = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.NEW_KEY });
  const { item, done } = await call("echo", { message: "May I?" });
  await decide(page).getByRole("button", { name: "Narrow…" }).click();
  const one = dialog(page);
  await one.getByRole("button", { name: "Pin an argument" }).click();
  await one.getByLabel("Tool", { exact: true }).selectOption({ label: "write-file on files" });
  await one.getByRole("button", { name: "Approve less" }).click();
  await expect(one.getByText("Name the argument.")).toBeVisible();
  await one.getByLabel("Argument", { exact: true }).fill("path");
  await one.getByLabel("Value").fill("docs/");
  await expectAccessible(page);
  await one.getByRole("button", { name: "Approve less" }).click();
  expect(await done).toContain("May I?");
  expect(await answered("write-file", { path: "docs/a.md" })).not.toContain("Denied");
  expect(await answered("write-file", { path: "etc/passwd" })).toContain("is in this task only when path begins with");
  await page.goto(`${product.url}${routes.task(item.task.id)}`);
  await expect(page.getByText('write-file only when path begins with "docs/"')).toBeVisible();
  await client.close();
  client = bot;
});

test("a phone shows every answer, with the same digest", async () => {
  const { page } = sam;
  const { done } = await call("write-file", { path: "docs/five.md" });
  const code = await page.locator(".foot .digest, .foot").first().innerText();
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ["Deny…", "Edit…", "Calls like it…", "Approve once"])
    await expect(decide(page).getByRole("button", { name })).toBeInViewport();
  expect(await page.locator(".foot").first().innerText()).toContain(code.split("\n")[0]);
  await expectAccessible(page);
  await decide(page).getByRole("button", { name: "Approve once" }).click();
  await done;
  await page.setViewportSize({ width: 1280, height: 720 });
});

test("no page broke the content policy or complained", () => {
  expect(sam.complaints).toEqual([]);
});
