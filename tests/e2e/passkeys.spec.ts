import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, type Page, test } from "@playwright/test";
import { verifySignedReview } from "../../lib/approvals/verify-signed-review";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { type Authenticator, addAuthenticator } from "./authenticator";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { freePort, newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  JANE_PASSWORD: newPassword(),
  SAM_PASSWORD: newPassword(),
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let upstream: FakeUpstream;
let jane: Visit;
let sam: Visit;
let key: Authenticator;
let client: SdkClient;

const configOf = (url: string) => `
people:
  - { email: jane@example.com, name: Jane, roles: [approver, auditor], breakGlass: true, password: "env:JANE_PASSWORD" }
  - { email: sam@example.com, name: Sam, roles: [approver, admin], breakGlass: true, password: "env:SAM_PASSWORD" }
  - { email: otto@example.com, name: Otto, roles: [viewer] }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file], destructive: [delete-all] } }
agents:
  cleaner:
    owner: otto@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Keep the folder small", scope: [{ server: files, tools: [echo, write-file, delete-all] }] }
rules:
  - { name: default, match: {}, start: auto, hold: [write, destructive, unclassed], sign: { write: device_passkey, destructive: passkey } }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  jane = await visit(browser, { acceptDownloads: true });
  sam = await visit(browser);
  key = await addAuthenticator(jane.page);
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
const dialog = (page: Page) => page.getByRole("dialog");
const decide = (page: Page) => page.getByRole("region", { name: "Decide" });
const button = (page: Page, name: string | RegExp) => decide(page).getByRole("button", { name });

/** Where the approval stands that was decided last. */
async function lastDecided(page: Page): Promise<string> {
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET /approvals?view=decided");
  return routes.inbox(items[0]?.id, { view: "decided" });
}

test("an empty list says what a passkey is for, and enrolling one puts it there", async () => {
  const { page } = jane;
  await goTo(page, routes.settings("passkeys"));
  await expect(page.getByText("You have no passkey")).toBeVisible();
  await page.getByRole("button", { name: "Enrol a passkey…" }).click();
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Enrol", exact: true }).click();
  await expect(dialog(page).getByText("Enter a name")).toBeVisible();
  await dialog(page).getByLabel("Name").fill("work laptop");
  await dialog(page).getByRole("button", { name: "Enrol", exact: true }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByText("work laptop")).toBeVisible();
  await expect(page.getByText("device-bound", { exact: true })).toBeVisible();
  await expect(page.getByText("never signed")).toBeVisible();
  await expectAccessible(page);
});

test("a prompt that is cancelled while enrolling enrols nothing, and says so", async () => {
  const { page } = jane;
  await key.recognize(false);
  await page.getByRole("button", { name: "Enrol a passkey…" }).click();
  await dialog(page).getByLabel("Name").fill("a second one");
  await dialog(page).getByRole("button", { name: "Enrol", exact: true }).click();
  await expect(dialog(page).getByRole("alert")).toContainText(/The passkey was not used.*Nothing was enrolled/s);
  await expect(dialog(page).getByLabel("Name")).toHaveValue("a second one");
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
  await key.recognize(true);
});

test("a device is not enrolled twice", async () => {
  const { page } = jane;
  await page.getByRole("button", { name: "Enrol a passkey…" }).click();
  await dialog(page).getByLabel("Name").fill("the same again");
  await dialog(page).getByRole("button", { name: "Enrol", exact: true }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("holds a passkey of yours already");
  await dialog(page).getByRole("button", { name: "Cancel" }).click();
});

test("a passkey is renamed", async () => {
  const { page } = jane;
  await page.getByRole("button", { name: "Rename…" }).click();
  await dialog(page).getByLabel("Name").fill("blue laptop");
  await dialog(page).getByRole("button", { name: "Rename", exact: true }).click();
  await expect(page.getByText("blue laptop")).toBeVisible();
});

test("a prompt that is cancelled answers nothing, and nothing that was typed is lost", async () => {
  const { page } = jane;
  const answer = client.call("delete-all", {});
  await goTo(page, routes.inbox());
  await expect(button(page, /^Sign and approve once/)).toBeVisible();
  await page.getByLabel("Type delete-all to approve").fill("delete-all");
  await key.recognize(false);
  await button(page, /^Sign and approve once/).click();
  await expect(decide(page).getByRole("alert")).toContainText(/The passkey was not used.*Nothing was recorded/s);
  await expect(page.getByLabel("Type delete-all to approve")).toHaveValue("delete-all");
  await expectAccessible(page);
  await key.recognize(true);
  await button(page, /^Sign and approve once/).click();
  expect((await answer).isError).toBe(false);
});

test("who signed stands on the card, with what proves it offline", async () => {
  const { page } = jane;
  await goTo(page, await lastDecided(page));
  await expect(page.getByText(/with a device-bound passkey, on [0-9a-f]{4} [0-9a-f]{4}/)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "evidence" }).click(),
  ]);
  const evidence: unknown = JSON.parse(readFileSync(await download.path(), "utf8"));
  const { holds, checks, envelope } = verifySignedReview(evidence);
  expect(checks.filter((check) => !check.holds)).toEqual([]);
  expect(holds).toBe(true);
  expect(envelope).toMatchObject({ iss: product.url, answer: "approve", class: "destructive" });
});

test("the command writes the same evidence beside the running product, and verifies it without one", async () => {
  const { items } = await ask<{ items: { id: string }[] }>(jane.page, "GET /approvals?view=decided");
  const file = join(product.folder, "review.json");
  await review("export", items[0]?.id ?? "", "--file", file);
  expect(await review("verify", file)).toContain("The signature holds.");
  writeFileSync(file, readFileSync(file, "utf8").replace("approve", "approVe"));
  await expect(review("verify", file)).rejects.toThrow(/does not prove what it says/);
});

/** Runs `npm run review` as it is built. */
async function review(...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, NODE_ENV: "production", DATA_DIR: join(product.folder, "data") } as const;
  return (await promisify(execFile)(process.execPath, ["dist/cli/review.mjs", ...args], { env })).stdout;
}

test("somebody without a passkey reads where to enrol one instead of pressing in vain, and may deny", async () => {
  const { page } = sam;
  const answer = client.call("delete-all", {});
  await goTo(page, routes.inbox());
  await expect(decide(page).getByText("This takes your passkey, and you have none yet.")).toBeVisible();
  await expect(button(page, /approve/)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Break the glass…" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await page.keyboard.press("a");
  await expect(decide(page).getByRole("link", { name: "Enrol a passkey" })).toHaveAttribute(
    "href",
    routes.settings("passkeys"),
  );
  await button(page, /^Deny/).click();
  await expect(dialog(page).getByLabel("Sign with my passkey")).toHaveCount(0);
  await dialog(page).getByRole("textbox", { name: "Reason" }).fill("Not today.");
  await dialog(page).getByRole("button", { name: "Deny", exact: true }).click();
  expect(await answer).toMatchObject({ isError: true, text: expect.stringContaining("Not today.") });
});

test("a synced passkey does not do where a device-bound one is asked for", async () => {
  const { page } = sam;
  await addAuthenticator(page, { synced: true });
  await goTo(page, routes.settings("passkeys"));
  await page.getByRole("button", { name: "Enrol a passkey…" }).click();
  await dialog(page).getByLabel("Name").fill("password manager");
  await dialog(page).getByRole("button", { name: "Enrol", exact: true }).click();
  await expect(page.getByText("synced", { exact: true })).toBeVisible();
  void client.call("write-file", { path: "a.txt" }).catch(() => {}); // ends with the client
  await goTo(page, routes.inbox());
  await expect(decide(page).getByText(/cannot leave its device, and yours are synced/)).toBeVisible();
});

test("a denial is signed when its signer does not say otherwise", async () => {
  const { page } = jane;
  await goTo(page, routes.inbox());
  await button(page, /^Deny/).click();
  await expect(dialog(page).getByLabel("Sign with my passkey")).toBeChecked();
  await expectAccessible(page);
  await dialog(page).getByRole("textbox", { name: "Reason" }).fill("Not this file.");
  await dialog(page).getByRole("button", { name: "Sign and deny" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await goTo(page, await lastDecided(page));
  await expect(page.getByText(/with a device-bound passkey, on/)).toBeVisible();
});

test("breaking the glass takes the passkey that the rule asks for, and keeps what proves it", async () => {
  const { page } = jane;
  const done = client.call("delete-all", { folder: "old" });
  await goTo(page, routes.inbox());
  await page.getByRole("button", { name: "Break the glass…" }).click();
  await expect(dialog(page).getByText(/You sign it with your passkey\./)).toBeVisible();
  await dialog(page).getByLabel("Why it cannot wait").fill("The disk is full and nobody else is here.");
  await dialog(page)
    .getByLabel(/I have read what it does/)
    .check();
  await expectAccessible(page);
  await key.recognize(false);
  await dialog(page).getByRole("button", { name: "Sign and break the glass" }).click();
  await expect(dialog(page).getByRole("alert")).toContainText("The passkey was not used");
  expect((await ask<{ items: unknown[] }>(page, "GET /broken-glass")).items).toEqual([]);
  await key.recognize(true);
  await dialog(page).getByRole("button", { name: "Sign and break the glass" }).click();
  await expect(dialog(page)).toHaveCount(0);
  expect((await done).isError).toBe(false);
  await goTo(page, await lastDecided(page));
  await expect(page.getByText(/broke the glass with a device-bound passkey, on/)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "evidence" }).click(),
  ]);
  const { holds, envelope } = verifySignedReview(JSON.parse(readFileSync(await download.path(), "utf8")));
  expect(holds).toBe(true);
  expect(envelope).toMatchObject({ answer: "break_glass", class: "destructive", sign: "passkey" });
  await expectAccessible(page);
});

test("an admin revokes another's passkey, with a reason that its owner reads", async () => {
  await goTo(sam.page, routes.settings("people"));
  await sam.page.getByRole("button", { name: "More about Jane" }).click();
  await sam.page.getByRole("menuitem", { name: "Passkeys…" }).click();
  await dialog(sam.page).getByRole("button", { name: "Revoke…" }).click();
  await dialog(sam.page).getByRole("textbox", { name: "Reason" }).fill("The laptop was stolen.");
  await expectAccessible(sam.page);
  await dialog(sam.page).getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(dialog(sam.page).getByText("The laptop was stolen.")).toBeVisible();
  await goTo(jane.page, routes.settings("passkeys"));
  await expect(jane.page.getByText(/by Sam.*The laptop was stolen\./)).toBeVisible();
});

test("at an address without a name the page says why, and where passkeys work", async ({ browser }) => {
  const port = await freePort();
  const there = await startProduct(
    { ...secrets, PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` },
    configOf(upstream.url),
  );
  const { page } = await visit(browser);
  await signIn(page, there.url, "jane@example.com", secrets.JANE_PASSWORD);
  await page.goto(`${there.url}${routes.settings("passkeys")}`);
  await expect(page.getByText(`They work at http://localhost:${port}`)).toBeVisible();
  await expect(page.getByRole("button", { name: "Enrol a passkey…" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await page.context().close();
  await there.stop();
});

test("no page broke the content policy or complained", () => {
  expect([...jane.complaints, ...sam.complaints]).toEqual([]);
});
