import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = { SAM_PASSWORD: newPassword(), BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}` };
let product: Product;
let upstream: FakeUpstream;
let client: SdkClient;
let sam: Visit;

const configOf = (url: string) => `
people:
  - { email: sam@example.com, name: Sam, roles: [admin, approver], password: "env:SAM_PASSWORD" }
  - { email: wen@example.com, name: Wen, roles: [viewer] }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file], destructive: [delete-all] } }
agents:
  writer:
    owner: wen@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Write the report", scope: [{ server: files, tools: [echo, write-file, delete-all] }] }
rules:
  - { name: default, match: {}, start: auto, decideBy: 1h, hold: [write, destructive] }
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

type Item = { id: string; state: string };
const itemsOf = async (page: Page) =>
  (await ask<{ items: Item[] }>(page, "GET /approvals?state=pending")).items.map(({ id }) => id);
const stateOf = async (page: Page, id: string) => (await ask<Item>(page, `GET /approvals/${id}`)).state;
const decide = (page: Page) => page.getByRole("region", { name: "Decide" });
const dialog = (page: Page) => page.getByRole("dialog");

/** Makes a call and waits until a person is asked about it. */
async function call(tool: string, args: Record<string, unknown> = {}): Promise<string> {
  const before = new Set(await itemsOf(sam.page));
  void client.call(tool, args).catch(() => {}); // ends with the client, at the latest
  let found: string | undefined;
  await expect
    .poll(async () => {
      found = (await itemsOf(sam.page)).find((id) => !before.has(id));
      return found !== undefined;
    })
    .toBe(true);
  return found ?? "";
}

async function open(page: Page, id: string): Promise<void> {
  await page.goto(`${product.url}${routes.inbox(id)}`);
  await expect(decide(page).getByRole("button", { name: /^Approve/ })).toBeVisible();
}

test("every key is listed on ?, and by a button, and the list is sound", async () => {
  const { page } = sam;
  await page.keyboard.press("?");
  await expect(dialog(page)).toContainText("Keyboard shortcuts");
  for (const cap of ["J", "K", "A", "N", "E", "D", "?"])
    await expect(dialog(page).getByRole("rowheader", { name: cap, exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Keys" }).click();
  await expect(dialog(page)).toContainText("Keyboard shortcuts");
  await page.keyboard.press("Escape");
});

test("J and K move, D asks for the reason, and no key acts under the dialog", async () => {
  const { page } = sam;
  const [first, second] = [await call("write-file", { path: "a.md" }), await call("write-file", { path: "b.md" })];
  await open(page, first);
  await page.keyboard.press("j");
  await expect(page).toHaveURL(new RegExp(second));
  await page.keyboard.press("k");
  await expect(page).toHaveURL(new RegExp(first));
  await page.keyboard.press("d");
  await expect(dialog(page)).toContainText("Deny");
  await page.keyboard.press("a");
  await page.keyboard.press("j");
  await dialog(page).getByLabel("Reason", { exact: true }).pressSequentially("adj");
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(new RegExp(first));
  expect(await stateOf(page, first)).toBe("pending");
});

test("A approves as a click would: not with a modifier, not while held down, not before the target is typed", async () => {
  const { page } = sam;
  const destructive = await call("delete-all");
  await open(page, destructive);
  await expect(page.getByText("complete, as they will be sent")).toBeVisible();
  await page.keyboard.press("a");
  await expect(decide(page).getByRole("button", { name: /^Approve/ })).toHaveAttribute("aria-disabled", "true");
  await decide(page).getByLabel("Type delete-all to approve").fill("delete-all");
  await page.keyboard.press("a"); // in the field: a letter
  await decide(page).getByLabel("Type delete-all to approve").fill("delete-all");
  await page.locator("#card-title").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Shift+a");
  await page.evaluate(() => window.dispatchEvent(new KeyboardEvent("keydown", { key: "a", repeat: true })));
  expect(await stateOf(page, destructive)).toBe("pending");
  await page.keyboard.press("a");
  await expect.poll(() => stateOf(page, destructive)).toBe("approved");
});

test("N and E rest where there is nothing to narrow or edit", async () => {
  const { page } = sam;
  const [waiting = ""] = await itemsOf(page);
  await open(page, waiting);
  const buttons = decide(page).getByRole("button");
  const offered = (await buttons.allInnerTexts()).join(" ");
  for (const [key, word] of [
    ["n", "Narrow"],
    ["e", "Edit"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(dialog(page)).toHaveCount(offered.includes(word) ? 1 : 0);
    await page.keyboard.press("Escape");
  }
});

test("switched off in Settings no key acts, and no hint is shown, until they are switched on", async () => {
  const { page } = sam;
  await page.goto(`${product.url}${routes.settings("appearance")}`);
  await page.getByLabel("Keyboard shortcuts").uncheck();
  await page.keyboard.press("?");
  await expect(dialog(page)).toHaveCount(0);
  const [waiting = ""] = await itemsOf(page);
  await open(page, waiting);
  await expect(page.getByText("complete, as they will be sent")).toBeVisible();
  await expect(page.locator("main kbd")).toHaveCount(0);
  for (const key of ["a", "d", "j", "?"]) await page.keyboard.press(key);
  await expect(dialog(page)).toHaveCount(0);
  expect(await stateOf(page, waiting)).toBe("pending");
  await page.goto(`${product.url}${routes.settings("appearance")}`);
  await page.getByLabel("Keyboard shortcuts").check();
  await page.keyboard.press("?");
  await expect(dialog(page)).toContainText("Keyboard shortcuts");
  expect(sam.complaints).toEqual([]);
});
