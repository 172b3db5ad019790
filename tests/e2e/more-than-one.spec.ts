import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  JANE_PASSWORD: newPassword(),
  SAM_PASSWORD: newPassword(),
  PRIYA_PASSWORD: newPassword(),
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let upstream: FakeUpstream;
let client: SdkClient;
let jane: Visit;
let sam: Visit;
let priya: Visit;

// Tom is the page's: what the file declares cannot lose a role there.
const configOf = (url: string) => `
people:
  - { email: jane@example.com, name: Jane, roles: [admin, approver], breakGlass: true, password: "env:JANE_PASSWORD" }
  - { email: sam@example.com, name: Sam, roles: [approver], password: "env:SAM_PASSWORD" }
  - { email: priya@example.com, name: Priya, roles: [approver], password: "env:PRIYA_PASSWORD" }
  - { email: wen@example.com, name: Wen, roles: [approver] }
groups:
  security: [priya@example.com]
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file], destructive: [delete-all] } }
agents:
  writer:
    owner: wen@example.com
    auth: { key: "env:BOT_KEY" }
    charter: { purpose: "Write the report", scope: [{ server: files, tools: [echo, write-file, delete-all] }] }
rules:
  - { name: default, match: {}, start: auto, decideBy: 1h, hold: [write, destructive], approvers: [2], breakGlass: 5m }
  - { name: careful, priority: 10, match: { class: destructive }, start: auto, decideBy: 2m, hold: [destructive],
      approvers: [{ approve: 2, group: security }], escalate: { before: 118s, role: admin, approve: 1 } }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  [jane, sam, priya] = [await visit(browser), await visit(browser), await visit(browser)];
  await signIn(jane.page, product.url, "jane@example.com", secrets.JANE_PASSWORD);
  await signIn(sam.page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  await signIn(priya.page, product.url, "priya@example.com", secrets.PRIYA_PASSWORD);
  client = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.BOT_KEY });
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // calls that still wait end with it
  await product?.stop();
  await upstream?.stop();
});

const goTo = (page: Page, path: string) => page.goto(`${product.url}${path}`);
const decide = (page: Page) => page.getByRole("region", { name: "Decide" });
const rail = (page: Page) => page.getByRole("complementary", { name: "Particulars" });
const dialog = (page: Page) => page.getByRole("dialog");

type Item = { id: string; tool?: string };

/** Makes a call and waits until a person is asked about it. */
async function call(tool: string): Promise<{ id: string; done: Promise<unknown> }> {
  const before = new Set((await pending()).map(({ id }) => id));
  const done = client.call(tool, tool === "write-file" ? { path: "a.md", text: `${before.size}` } : {}).catch(() => {});
  let found: Item | undefined;
  await expect
    .poll(async () => {
      found = (await pending()).find(({ id }) => !before.has(id));
      return found !== undefined;
    })
    .toBe(true);
  return { id: found?.id ?? "", done };
}
const pending = async () => (await ask<{ items: Item[] }>(jane.page, "GET /approvals?state=pending")).items;

test("a call that takes two goes only after both, and the page says what each answer will do", async () => {
  const { id, done } = await call("write-file");
  await goTo(sam.page, routes.inbox(id));
  await expect(rail(sam.page).getByRole("heading", { name: "Signatures, 0 of 2" })).toBeVisible();
  await expect(rail(sam.page).getByText("Wen", { exact: true }).first()).toBeVisible();
  await expect(rail(sam.page).getByText("owns the agent, cannot sign")).toBeVisible();
  await expect(decide(sam.page).getByText("0 of 2 approvals. It waits for 1 more after yours.")).toBeVisible();
  await expectAccessible(sam.page);
  await decide(sam.page).getByRole("button", { name: "Approve once" }).click();
  await expect(decide(sam.page).getByText(/You approved\. It waits for 1 more/)).toBeVisible();
  expect(upstream.state.arrivals.filter(({ message }) => message?.method === "tools/call")).toEqual([]);

  await goTo(priya.page, routes.inbox(id));
  await expect(priya.page.getByText("1 of 2, held call")).toBeVisible();
  await expect(decide(priya.page).getByText("1 of 2 approvals; yours is the last.")).toBeVisible();
  await decide(priya.page).getByRole("button", { name: "Approve once" }).click();
  await expect(priya.page.getByText(/^Approved by Sam and Priya/)).toBeVisible();
  await done;
  await expect(sam.page.getByText("The call succeeded", { exact: false })).toBeVisible();
  await expectAccessible(priya.page);
});

test("somebody who loses their role in between counts no more, and the card says so to the others", async () => {
  const { url } = await ask<{ url: string }>(jane.page, "POST /people/invitations", {
    email: "tom@example.com",
    name: "Tom",
    roles: ["approver"],
  });
  const tom = await visit(jane.page.context().browser() ?? never());
  await tom.page.goto(url);
  await tom.page.getByLabel("New password", { exact: true }).fill(newPassword());
  await tom.page.getByRole("button", { name: /^(Begin|Accept and sign in)$/ }).click();
  await expect(tom.page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();

  const { id, done } = await call("write-file");
  await goTo(tom.page, routes.inbox(id));
  await decide(tom.page).getByRole("button", { name: "Approve once" }).click();
  await expect(decide(tom.page).getByText(/You approved\./)).toBeVisible();
  await goTo(sam.page, routes.inbox(id));
  await expect(rail(sam.page).getByRole("heading", { name: "Signatures, 1 of 2" })).toBeVisible();
  const { person } = await ask<{ person: { id: string } }>(tom.page, "GET /me");
  await ask(jane.page, `PATCH /people/${person.id}`, { roles: [] });
  await sam.page.reload();
  await expect(rail(sam.page).getByRole("heading", { name: "Signatures, 0 of 2" })).toBeVisible();
  await expect(rail(sam.page).getByText("Counts no more. Tom is no longer an approver.")).toBeVisible();
  await decide(sam.page).getByRole("button", { name: "Approve once" }).click();
  await expect(decide(sam.page).getByText(/You approved\./)).toBeVisible();
  await goTo(priya.page, routes.inbox(id));
  await decide(priya.page).getByRole("button", { name: "Approve once" }).click();
  await expect(priya.page.getByText(/^Approved by Sam and Priya/)).toBeVisible();
  await done;
  await tom.page.context().close();
});

test("a question that a group does not decide goes on to the admins, and one of them is enough then", async () => {
  const { id, done } = await call("delete-all");
  await goTo(sam.page, routes.inbox(id));
  await goTo(jane.page, routes.inbox(id));
  await expect(jane.page.getByRole("heading", { name: "Who was asked" })).toBeVisible();
  await expect(rail(jane.page).getByText(/^Went to the admins/)).toBeVisible();
  await expect(decide(sam.page).getByText(/Your approval would not count/)).toBeVisible();
  await jane.page.getByLabel("Type delete-all to approve").fill("delete-all");
  await decide(jane.page).getByRole("button", { name: "Approve once" }).click();
  await expect(jane.page.getByText(/^Approved by Jane/)).toBeVisible();
  await done;
});

test("an admin makes a group on the page, and a rule asks for it", async () => {
  const { page } = jane;
  await goTo(page, routes.settings("groups"));
  await expect(page.getByText("declared in the configuration file")).toBeVisible();
  await page.getByRole("button", { name: "Make a group…" }).click();
  await dialog(page).getByLabel("Name").fill("Not a name");
  await dialog(page).getByRole("button", { name: "Make the group" }).click();
  await expect(dialog(page).getByText(/lower-case letters/)).toBeVisible();
  await dialog(page).getByLabel("Name").fill("leads");
  await dialog(page).getByLabel("Sam").check();
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Make the group" }).click();
  await expect(dialog(page)).toHaveCount(0);
  await expect(page.getByText("leads", { exact: true })).toBeVisible();
  await expectAccessible(page);

  await goTo(page, routes.settings("people"));
  await page.getByRole("button", { name: "Change…" }).nth(3).click();
  await expect(dialog(page).getByLabel("may break the glass")).toBeVisible();
  await expect(dialog(page).getByLabel("The same person as")).toBeVisible();
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "Cancel" }).click();

  await goTo(page, routes.newRule());
  await page.getByLabel("Name", { exact: true }).fill("reports");
  await page.getByLabel("Way 1: how many").fill("2");
  await page.getByRole("button", { name: "Or…" }).click();
  await page.getByLabel("Way 2: of whom").selectOption("leads");
  await page.getByLabel("Way 2: what the reason must name").fill("OPS-#");
  await expect(page.getByText("2 approvers, or 1 of leads with OPS-# in the reason")).toBeVisible();
  await page.getByLabel("to more people before the deadline").check();
  await expectAccessible(page);
});

test("who is away says so in their account, and others see who stands for them", async () => {
  const { page } = priya;
  await goTo(page, routes.settings("account"));
  await page.getByRole("button", { name: "I will be away…" }).click();
  await dialog(page).getByLabel("Stands for you").selectOption({ label: "Sam" });
  await expectAccessible(page);
  await dialog(page).getByRole("button", { name: "I am away" }).click();
  await expect(page.getByText(/Sam fills your place in your groups/)).toBeVisible();
  await goTo(sam.page, routes.settings("groups"));
  await expect(sam.page.getByText("Sam stands for them in their groups")).toBeVisible();
  await expectAccessible(sam.page);
  await page.getByRole("button", { name: "I am back" }).click();
  await expect(page.getByText(/^You are here/)).toBeVisible();
});

test("breaking the glass is one person's act in front of everybody, judged by somebody else", async () => {
  const { id, done } = await call("write-file");
  await goTo(sam.page, routes.inbox(id));
  await expect(sam.page.getByRole("button", { name: "Break the glass…" })).toHaveCount(0);
  await goTo(jane.page, routes.inbox(id));
  await jane.page.getByRole("button", { name: "Break the glass…" }).click();
  await dialog(jane.page).getByLabel("Why it cannot wait").fill("now");
  await dialog(jane.page)
    .getByLabel(/I have read what it does/)
    .check();
  await dialog(jane.page).getByRole("button", { name: "Break the glass" }).click();
  await expect(dialog(jane.page).getByText("Say why. The reason is kept with the record.")).toBeVisible();
  await expectAccessible(jane.page);
  await dialog(jane.page).getByLabel("Why it cannot wait").fill("The report is due at noon and nobody is here.");
  await dialog(jane.page).getByRole("button", { name: "Break the glass" }).click();
  await expect(dialog(jane.page)).toHaveCount(0);
  await done;

  await expect(sam.page.getByText("Jane broke the glass")).toBeVisible();
  await goTo(sam.page, routes.tasks());
  await expect(sam.page.getByText("Jane broke the glass")).toBeVisible();
  await expectAccessible(sam.page);
  await goTo(jane.page, routes.settings("broken-glass"));
  await expect(jane.page.getByRole("button", { name: "Judge…" })).toBeDisabled();
  await goTo(sam.page, routes.settings("broken-glass"));
  await expectAccessible(sam.page);
  await sam.page.getByRole("button", { name: "Judge…" }).click();
  await dialog(sam.page).getByText("not justified").click();
  await dialog(sam.page).getByLabel("In your words").fill("We were here.");
  await expectAccessible(sam.page);
  await dialog(sam.page).getByRole("button", { name: "Record the judgement" }).click();
  await expect(sam.page.getByText("not justified, Sam", { exact: false })).toBeVisible();
  expect([...jane.complaints, ...sam.complaints, ...priya.complaints]).toEqual([]);
});

function never(): never {
  throw new Error("the browser is gone");
}
