import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  ADA_PASSWORD: newPassword(),
  SAM_PASSWORD: newPassword(),
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let upstream: FakeUpstream;
let client: SdkClient;
let ada: Visit;
let sam: Visit;

const configOf = (url: string) => `
people:
  - { email: ada@example.com, name: Ada, roles: [admin], password: "env:ADA_PASSWORD" }
  - { email: sam@example.com, name: Sam, roles: [approver], password: "env:SAM_PASSWORD" }
  - { email: wen@example.com, name: Wen, roles: [viewer] }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file] } }
agents:
  writer:
    owner: wen@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Write the report", scope: [{ server: files, tools: [echo, write-file] }] }
rules:
  - { name: default, match: {}, start: auto, decideBy: 1h, hold: [write] }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  [ada, sam] = [await visit(browser), await visit(browser)];
  await signIn(ada.page, product.url, "ada@example.com", secrets.ADA_PASSWORD);
  await signIn(sam.page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  client = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.BOT_KEY });
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // calls that still wait end with it
  await product?.stop();
  await upstream?.stop();
});

const dialog = (page: Page) => page.getByRole("dialog");
const goTo = (page: Page, path: string) => page.goto(`${product.url}${path}`);
const idOf = async (list: "agents" | "servers") =>
  (await ask<{ items: { id: string }[] }>(sam.page, `GET /${list}`)).items[0]?.id ?? "";

async function waiting(): Promise<string> {
  let found: string | undefined;
  await expect
    .poll(async () => {
      found = (await ask<{ items: { id: string }[] }>(sam.page, "GET /approvals?state=pending")).items[0]?.id;
      return found !== undefined;
    })
    .toBe(true);
  return found ?? "";
}

test("denying a call locks its tool: later calls are told by whom and why, and others go on", async () => {
  const { page } = sam;
  const held = client.call("write-file", { path: "a.md" });
  await goTo(page, routes.inbox(await waiting()));
  await expect(page.getByRole("region", { name: "Decide" }).getByRole("button", { name: "Deny…" })).toBeVisible();
  await page.keyboard.press("d");
  await dialog(page).getByRole("radiogroup", { name: "And lock" }).getByText("the tool").click();
  await expect(dialog(page)).toContainText("Every call to it, by any agent, is denied");
  await dialog(page).getByLabel("Reason", { exact: true }).fill("It overwrites what it should keep.");
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Deny and lock" }).click();
  expect((await held).text).toContain("It overwrites what it should keep.");
  const later = await client.call("write-file", { path: "b.md" });
  expect(later.text).toMatch(/write-file on files is locked\. Locked by Sam at .* UTC: It overwrites/);
  expect((await client.call("echo", { message: "still here" })).isError).toBe(false);
  expect(upstream.calls()).toHaveLength(1);
});

test("the server's page says so, and only an admin lifts it", async () => {
  const path = routes.server(await idOf("servers"));
  await goTo(sam.page, path);
  await expect(sam.page.getByText("Locked by Sam")).toBeVisible();
  await expect(sam.page.getByRole("button", { name: "Lift the lock…" })).toHaveCount(0);
  await goTo(ada.page, path);
  await expectAccessible(ada.page);
  await ada.page.getByRole("button", { name: "Lift the lock…" }).click();
  await dialog(ada.page).getByLabel("Reason", { exact: true }).fill("It is mended.");
  await dialog(ada.page).getByRole("button", { name: "Lift the lock" }).click();
  await expect(ada.page.getByText("Locked by Sam")).toHaveCount(0);
  await expect(sam.page.getByText("Locked by Sam")).toHaveCount(0); // the other page follows
});

test("a tool is locked from its row", async () => {
  const { page } = sam;
  const row = page.getByRole("listitem").filter({ hasText: "echo" });
  await row.getByRole("button", { name: "Lock…" }).click();
  await dialog(page).getByLabel("Reason", { exact: true }).fill("Look at it first.");
  await dialog(page).getByRole("button", { name: "Lock", exact: true }).click();
  await expect(row).toContainText("Locked by Sam");
  expect((await client.call("echo", { message: "hello" })).text).toContain("Look at it first.");
  const { id } = await ask<{ id: string }>(ada.page, `GET /servers/${await idOf("servers")}`);
  await ask(ada.page, `POST /servers/${id}/lift-lock`, { tool: "echo", reason: "Looked." });
});

test("an agent that the configuration file declares is locked from its page, and lifted there", async () => {
  const path = routes.agent(await idOf("agents"));
  const { page } = sam;
  await goTo(page, path);
  await page.getByRole("button", { name: "Lock…" }).click();
  await expectAccessible(page);
  await dialog(page).getByLabel("Reason", { exact: true }).fill("It runs wild.");
  await dialog(page).getByRole("button", { name: /^Lock/ }).click();
  await expect(page.getByText("Locked by Sam")).toBeVisible();
  await expectAccessible(page);
  expect((await client.call("echo", { message: "hello" })).text).toMatch(
    /The agent writer is locked\. Locked by Sam at .* UTC: It runs wild\./,
  );
  await goTo(page, routes.agents());
  await expect(page.getByRole("main").getByText("locked", { exact: true })).toBeVisible();
  await goTo(page, routes.log({ kind: "agent" }));
  await expect(page.getByText(/locked writer/)).toBeVisible();
  await goTo(ada.page, path);
  await ada.page.getByRole("button", { name: "Lift the lock…" }).click();
  await dialog(ada.page).getByLabel("Reason", { exact: true }).fill("It is mended.");
  await dialog(ada.page).getByRole("button", { name: "Lift the lock" }).click();
  await expect(ada.page.getByText("Locked by Sam")).toHaveCount(0);
  void client.call("echo", { message: "again" }).catch(() => {}); // waits for a person: its task is paused
  await goTo(page, routes.inbox(await waiting()));
  await expect(page.getByRole("article")).toContainText("Resume");
  expect([...sam.complaints, ...ada.complaints]).toEqual([]);
});
