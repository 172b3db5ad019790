import { expect, type Page, test } from "@playwright/test";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { expectAccessible, signIn, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const secrets = {
  SAM_PASSWORD: newPassword(),
  BOT_KEY: `csk_${newPassword()}${newPassword()}${newPassword()}`,
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
rules:
  - { name: default, match: {}, start: approval, decideBy: 1h, hold: [write], asksPerMinute: 3, approvalsPerHour: 6 }
`;

test.beforeAll(async ({ browser }) => {
  upstream = await startUpstream();
  product = await startProduct(secrets, configOf(upstream.url));
  sam = await visit(browser);
  await signIn(sam.page, product.url, "sam@example.com", secrets.SAM_PASSWORD);
  const url = `${product.url}/mcp/files`;
  byKey = await SDK_CLIENTS["SDK v2"](url, { key: secrets.BOT_KEY });
  const credential = { clientId: "writer", clientSecret: secrets.BOT_SECRET, expectedIssuer: product.url };
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
    for (const said of [page.getByRole("heading", { level: 2 }), page.getByText(why).last(), changed])
      await expect(said).toBeInViewport();
  }
  await page.setViewportSize({ width: 1280, height: 720 });
  await expectAccessible(page);
  await approve(page);
  expect(await second).toContain("by secret");
});

test("a task that asks too often pauses, and is told so once more", async () => {
  const { page } = sam;
  for (const path of ["1.md", "2.md"]) {
    const done = answered(bySecret, "write-file", { path });
    await expect(decide(page)).toBeVisible();
    await expect(page.getByText(path, { exact: true }).first()).toBeVisible();
    await approve(page);
    await done;
  }
  const flood = ["3.md", "4.md", "5.md", "6.md"].map((path) => answered(bySecret, "write-file", { path }));
  await expect(page.getByText(/It asked \d+ times within a minute; rule default allows 3\./).first()).toBeVisible();
  await expectAccessible(page);
  await decide(page).getByRole("button", { name: "Deny…" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("Slower.");
  await page.getByRole("dialog").getByRole("button", { name: "Deny", exact: true }).click();
  const answers = await Promise.all(flood);
  for (const answer of answers) expect(answer).toMatch(/Denied|Not executed/);
  expect(upstream.calls().map(({ message }) => message?.params?.arguments)).not.toContainEqual({ path: "6.md" });
});

test("no page broke the content policy or complained", () => {
  expect(sam.complaints).toEqual([]);
});
