import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  SAM_PASSWORD: newPassword(),
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
  EAGER_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
  BOT_SECRET: `${newPassword()}${newPassword()}${newPassword()}`,
};
let product: Product;
let upstream: FakeUpstream;
let sam: Visit;
let byKey: SdkClient;
let bySecret: SdkClient;

const configOf = (url: string) => `
people:
  - { email: jane@example.com, name: Jane, roles: [admin] }
  - { email: sam@example.com, name: Sam, roles: [approver], password: "env:SAM_PASSWORD" }
servers:
  files: { url: "${url}", classes: { read: [echo], write: [write-file], destructive: [delete-all] } }
agents:
  writer:
    owner: jane@example.com
    auth: { key: "env:BOT_KEY", secret: "env:BOT_SECRET" }
    charter: { purpose: "Write the report", scope: [{ server: files, tools: [echo, write-file] }] }
  eager:
    owner: jane@example.com
    auth: { key: "env:EAGER_KEY" }
    charter: { purpose: "Write many notes", scope: [{ server: files, tools: [write-file] }] }
rules:
  - { name: eager, priority: 10, match: { agent: eager }, start: auto, decideBy: 1h, hold: [write], approvalsPerHour: 3 }
  - { name: default, match: {}, start: approval, decideBy: 1h, hold: [write], asksPerMinute: 3, approvalsPerHour: 6 }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  sam = await visit(browser);
  await signIn(sam.page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  const url = `${product.url}/mcp/files`;
  byKey = await SDK_CLIENTS["SDK v2"](url, { key: secrets.BOT_KEY });
  const credential = { clientId: "writer", clientSecret: secrets.BOT_SECRET, expectedIssuer: `${product.url}/oauth` };
  bySecret = await SDK_CLIENTS["SDK v2"](url, credential);
});
test.afterAll(async () => {
  await byKey?.close().catch(() => {}); // calls that still wait end with it
  await bySecret?.close().catch(() => {});
  await product?.stop();
  await upstream?.stop();
});

const decide = (page: Page) => page.getByRole("region", { name: "Decide" });
const approve = async (page: Page) => {
  const button = decide(page).getByRole("button", { name: /^Approve/ });
  await expect(button).toBeEnabled();
  await button.click();
};

/** Calls until there is an answer: told to wait, it calls again, as it is asked to. */
async function answered(client: SdkClient, tool: string, given: Record<string, unknown>): Promise<string> {
  for (;;) {
    const answer = await client.call(tool, given).then(({ text }) => text, String);
    if (!answer.includes("Pending: ")) return answer;
  }
}

test("a task that is called with another credential than was approved pauses, and the card says what changed", async () => {
  const { page } = sam;
  await page.goto(`${product.url}/inbox`);
  const first = answered(byKey, "echo", { message: "by key" });
  await expect(page.getByText("This task has not been approved yet.")).toBeVisible();
  await approve(page);
  expect(await first).toContain("by key");

  const second = answered(bySecret, "echo", { message: "by secret" });
  const why = /The task is called as client:writer; it was approved for key:writer/;
  await expect(page.getByText(why).first()).toBeVisible();
  const changed = page.getByRole("row", { name: /workload/ });
  await expect(changed).toContainText("client:writer");
  await expect(page.getByText(/What changed since Sam approved/)).toBeVisible();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    if (width === 390) await page.locator(".item").first().click();
    for (const said of [page.getByRole("heading", { level: 2 }), page.getByText(why).last(), changed])
      await expect(said).toBeInViewport();
  }
  await expectAccessible(page);
  await approve(page);
  await page.setViewportSize({ width: 1280, height: 720 });
  expect(await second).toContain("by secret");
});

test("a task that asks too often pauses, and its agent and its page say why", async () => {
  const { page } = sam;
  // Its start and its resume were asked about within this minute as well.
  const flood = ["3.md", "4.md", "5.md"].map((path) => answered(bySecret, "write-file", { path }));
  const answers = await Promise.all(flood);
  expect(answers.join()).toMatch(/It asked 3 times within a minute; rule default allows 3\. Ask again in a minute\./);
  expect(upstream.calls().map(({ message }) => message?.params?.name)).not.toContain("write-file");
  const { items } = await ask<{ items: { id: string }[] }>(page, "GET /tasks");
  await page.goto(`${product.url}${routes.task(items[0]?.id ?? "")}`);
  await expect(page.getByText(/It asked 3 times within a minute; rule default allows 3\./).first()).toBeVisible();
  await expect(page.getByText("limit reached").first()).toBeVisible();
  await expectAccessible(page);
});

test("whoever has given the approvals of an hour is refused in place, with why and when again; it stays pending", async () => {
  const { page } = sam;
  const eager = await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: secrets.EAGER_KEY });
  const waiting = async () =>
    (await ask<{ items: { id: string }[] }>(page, "GET /approvals?state=pending&agent=eager")).items;
  const third = answered(eager, "write-file", { path: "notes/1.md" });
  await expect.poll(async () => (await waiting()).length).toBe(1);
  await page.goto(`${product.url}${routes.inbox((await waiting())[0]?.id)}`);
  await approve(page); // after the two of the start and the resume
  await third;

  const sent = upstream.calls().length;
  void eager.call("write-file", { path: "notes/2.md" }).catch(() => {}); // ends with the client
  await expect.poll(async () => (await waiting()).length).toBe(1);
  const id = (await waiting())[0]?.id ?? "";
  await page.goto(`${product.url}${routes.inbox(id)}`);
  await approve(page);
  const refused = decide(page).getByRole("alert");
  await expect(refused).toContainText("You gave 3 approvals within the last hour; the rule lets one person give 3.");
  await expect(refused).toContainText(/Somebody else must decide, or you again in (1 h|59 min)\./);
  await expect(refused).toContainText("Nothing was recorded.");
  await expectAccessible(page);
  expect((await ask<{ state: string }>(page, `GET /approvals/${id}`)).state).toBe("pending");
  expect(upstream.calls().length).toBe(sent);

  await decide(page).getByRole("button", { name: "Deny…" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("Enough for now.");
  await page.getByRole("dialog").getByRole("button", { name: "Deny", exact: true }).click();
  await expect(page.getByText(/^Denied by Sam/)).toBeVisible();
  await eager.close();
});

test("no page broke the content policy or complained", () => {
  // What was refused on purpose, the browser says by itself.
  expect(sam.complaints.filter((complaint) => !complaint.includes("429"))).toEqual([]);
});
