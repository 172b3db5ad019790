import { expect, type Page, test } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { DEFAULT_TOOLS, type FakeUpstream, startUpstream } from "../fakes/upstream";
import { AGENTS, type AgentName, configOf, keys, passwords } from "./four-agents";
import { ask, expectAccessible, signIn, type Visit, visit } from "./person";
import { type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

let product: Product;
let upstream: FakeUpstream;
let sam: Visit;
let priya: Visit;
const clients = new Map<AgentName, SdkClient>();

test.beforeAll(async ({ browser }) => {
  // What tells one call from another in the list is what the tool's definition declares.
  const properties = { message: { type: "string" }, path: { type: "string" } };
  const echo = { name: "echo", inputSchema: { type: "object", properties }, annotations: { readOnlyHint: true } };
  upstream = await startUpstream({ tools: [echo, ...DEFAULT_TOOLS.filter(({ name }) => name !== "echo")] });
  const env = Object.fromEntries(AGENTS.map((name) => [`KEY_${name.toUpperCase()}`, keys[name]]));
  product = await startProduct({ ...passwords, ...env }, configOf(upstream.url));
  [sam, priya] = [await visit(browser), await visit(browser)];
  await signIn(sam.page, product.url, "sam@example.com", passwords.SAM_PASSWORD);
  await signIn(priya.page, product.url, "priya@example.com", passwords.PRIYA_PASSWORD);
  for (const name of AGENTS)
    clients.set(name, await SDK_CLIENTS["SDK v2"](`${product.url}/mcp/files`, { key: keys[name] }));
});
test.afterAll(async () => {
  for (const client of clients.values()) await client.close().catch(() => {}); // calls that still wait end with it
  await product?.stop();
  await upstream?.stop();
});

type Item = { id: string; digest: string; state: string; tool?: string };
const pending = async () => (await ask<{ items: Item[] }>(sam.page, "GET /approvals?state=pending&limit=200")).items;
const approvalOf = (id: string) => ask<Item & { rendering: { digest: string } }>(priya.page, `GET /approvals/${id}`);
const dialog = (page: Page) => page.getByRole("dialog");
const card = (page: Page) => page.getByRole("article");
const goTo = (page: Page, path: string) => page.goto(`${product.url}${path}`);

/** Makes a call as one of the agents, and waits until a person is asked about it. */
async function call(agent: AgentName, tool: string, args: Record<string, unknown>): Promise<string> {
  const before = new Set((await pending()).map(({ id }) => id));
  void clients
    .get(agent)
    ?.call(tool, args)
    .catch(() => {}); // ends with the client, at the latest
  let found: string | undefined;
  await expect
    .poll(async () => {
      found = (await pending()).map(({ id }) => id).find((id) => !before.has(id));
      return found !== undefined;
    })
    .toBe(true);
  return found ?? "";
}

/** Priya approves one, as her page would. */
async function approveAsPriya(id: string): Promise<void> {
  const { digest, rendering } = await approvalOf(id);
  await ask(priya.page, `POST /approvals/${id}/reviews`, { answer: "approve", digest, rendering: rendering.digest });
}

const ids: string[] = [];

test("several calls of one reading tool are picked; others say why they cannot be", async () => {
  const { page } = sam;
  for (const message of ["first", "second", "third"]) ids.push(await call("one", "echo", { path: message }));
  await call("one", "write-file", { path: "a.md" });
  await goTo(page, routes.inbox());
  await page.getByRole("button", { name: "Pick several" }).click();
  await expect(page.getByText("It is write; only calls that read go together.")).toBeVisible();
  await expect(page.getByRole("checkbox", { name: /write-file/ })).toBeDisabled();
  await expect(page.getByRole("region", { name: "Picked" }).getByRole("button", { name: "Approve…" })).toHaveAttribute(
    "aria-disabled",
    "true",
  );
  for (const message of ["first", "second", "third"])
    await page.getByRole("checkbox", { name: new RegExp(`path ${message}`) }).check();
  await expect(page.getByRole("region", { name: "Picked" })).toContainText("3 picked");
  await expectAccessible(page);
});

test("each is shown complete with its digest, can be left out, and what somebody else decided says so in place", async () => {
  const { page } = sam;
  const [first = "", second = "", third = ""] = ids;
  const seen = page.waitForResponse(
    (response) =>
      response.url().endsWith(`/approvals/${first}/seen`) && /"end"/.test(response.request().postData() ?? ""),
  );
  await page.getByRole("region", { name: "Picked" }).getByRole("button", { name: "Approve…" }).click();
  const parts = dialog(page).getByRole("listitem");
  await expect(parts).toHaveCount(3);
  expect(await (await seen).json()).toEqual({ counts: true });
  for (const [at, message] of ["first", "second", "third"].entries()) {
    await expect(parts.nth(at)).toContainText(message);
    const { digest } = await approvalOf(ids[at] ?? "");
    await expect(parts.nth(at).getByTitle(digest)).toBeVisible();
  }
  await expectAccessible(page);
  await parts.nth(2).getByRole("checkbox").uncheck();
  await expect(dialog(page).getByRole("button", { name: "Approve 2 calls" })).toBeVisible();
  // Before the page hears of it, Priya is first with the second one.
  await page.route(/\/approvals\/[^/]+$/, (route) => route.abort());
  await page.route(/\/reviews$/, async (route) => {
    if (route.request().url().includes(first)) await approveAsPriya(second);
    await route.continue();
  });
  await dialog(page).getByRole("button", { name: "Approve 2 calls" }).click();
  await expect(parts.nth(0)).toContainText("Recorded: approved");
  await expect(parts.nth(1)).toContainText("Somebody has already decided");
  await expect(parts.nth(1)).toContainText("by Priya");
  await page.unroute(/\/approvals\/[^/]+$/);
  await page.unroute(/\/reviews$/);
  await dialog(page).getByRole("button", { name: "Close" }).last().click();
  expect((await approvalOf(third)).state).toBe("pending");
  const { items } = await ask<{ items: { approvalId: string }[] }>(
    page,
    "GET /log?kind=approval.approved&order=newest",
  );
  expect(
    items
      .slice(0, 2)
      .map(({ approvalId }) => approvalId)
      .sort(),
  ).toEqual([first, second].sort());
});

test("several are denied for one reason, each by its own review", async () => {
  const { page } = sam;
  const more = await call("one", "echo", { path: "fourth" });
  const both = [ids[2] ?? "", more];
  await goTo(page, routes.inbox());
  await expect(page.getByRole("button", { name: "Pick several" })).toBeVisible();
  await page.keyboard.press("x");
  for (const message of ["third", "fourth"])
    await page.getByRole("checkbox", { name: new RegExp(`path ${message}`) }).check();
  await page.getByRole("region", { name: "Picked" }).getByRole("button", { name: "Deny…" }).click();
  await dialog(page).getByRole("button", { name: "Deny 2 calls" }).click();
  await expect(dialog(page)).toContainText("Say why.");
  await dialog(page).getByLabel("Reason", { exact: true }).fill("Not needed now.");
  await dialog(page).getByRole("button", { name: "Deny 2 calls" }).click();
  await expect(dialog(page).getByText("Recorded: denied")).toHaveCount(2);
  for (const id of both) expect((await approvalOf(id)).state).toBe("denied");
  await dialog(page).getByRole("button", { name: "Close" }).last().click();
});

test("on a phone several reading calls are picked and answered together", async ({ browser }) => {
  const phone = await visit(browser, { viewport: { width: 390, height: 844 }, hasTouch: true });
  const { page } = phone;
  const both = [await call("two", "echo", { path: "on the way" }), await call("two", "echo", { path: "at the stop" })];
  await signIn(page, product.url, "priya@example.com", passwords.PRIYA_PASSWORD);
  await page.getByRole("button", { name: "Pick several" }).tap();
  for (const message of ["on the way", "at the stop"])
    await page.getByRole("checkbox", { name: new RegExp(`path ${message}`) }).tap();
  const bar = page.getByRole("region", { name: "Picked" });
  await expect(bar).toContainText("2 picked");
  await expect(bar).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
  await bar.getByRole("button", { name: "Approve…" }).tap();
  await expect(dialog(page).getByRole("listitem")).toHaveCount(2);
  for (const message of ["on the way", "at the stop"]) await expect(dialog(page)).toContainText(message);
  const approve = dialog(page).getByRole("button", { name: "Approve 2 calls" });
  await expect(approve).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectAccessible(page);
  await approve.tap();
  await expect(dialog(page).getByText("Recorded: approved")).toHaveCount(2);
  await dialog(page).getByRole("button", { name: "Close" }).last().tap();
  for (const id of both) expect((await approvalOf(id)).state).toBe("approved");
  expect(phone.complaints).toEqual([]);
  await page.context().close();
});

test("what cannot be loaded is left out, and holds up nothing", async () => {
  const { page } = sam;
  const [lost, there] = [await call("one", "echo", { path: "fifth" }), await call("one", "echo", { path: "sixth" })];
  await page.route(new RegExp(`/approvals/${lost}$`), (route) => route.fulfill({ status: 503, body: "" }));
  await goTo(page, routes.inbox());
  await page.getByRole("button", { name: "Pick several" }).click();
  for (const message of ["fifth", "sixth"])
    await page.getByRole("checkbox", { name: new RegExp(`path ${message}`) }).check();
  await page.getByRole("region", { name: "Picked" }).getByRole("button", { name: "Approve…" }).click();
  await expect(dialog(page)).toContainText("It is left out.");
  await dialog(page).getByRole("button", { name: "Approve 1 call" }).click();
  await expect(dialog(page).getByText("Recorded: approved")).toHaveCount(1);
  expect([(await approvalOf(lost)).state, (await approvalOf(there)).state]).toEqual(["pending", "approved"]);
  await page.unroute(new RegExp(`/approvals/${lost}$`));
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
});

test("three agents that ask the same are one row and one card; one's own agent is left out, with why", async () => {
  const { page } = sam;
  const asked = [];
  for (const agent of AGENTS) asked.push(await call(agent, "echo", { path: "the same" }));
  const nearly = await call("one", "echo", { path: "the same", volume: 3 });
  await goTo(page, routes.inbox(asked[0]));
  const rows = page.getByRole("region", { name: "Approvals" }).getByRole("link", { name: /the same/ });
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("4 agents ask nearly the same");
  const siblings = card(page).getByRole("list").filter({ hasText: "this one" });
  await expect(siblings.getByRole("listitem")).toHaveCount(5);
  await expect(siblings.getByRole("listitem").filter({ hasText: "volume" })).toContainText("also says volume");
  const own = siblings.getByRole("listitem").filter({ hasText: "owned by Sam" });
  await expect(own).toContainText("Your own agent.");
  await expect(own.getByRole("checkbox")).toBeDisabled();
  await expectAccessible(page);
  await siblings.getByRole("listitem").filter({ hasText: "volume" }).getByRole("checkbox").uncheck();
  await card(page).getByRole("button", { name: "Approve 3…" }).click();
  await dialog(page).getByRole("button", { name: "Approve 3 calls" }).click();
  await expect(dialog(page).getByText("Recorded: approved")).toHaveCount(3);
  await dialog(page).getByRole("button", { name: "Close" }).last().click();
  for (const id of asked.slice(0, 3)) expect((await approvalOf(id)).state).toBe("approved");
  for (const id of [asked[3] ?? "", nearly]) expect((await approvalOf(id)).state).toBe("pending");
});

test("asks of a higher class stand together, and each is answered on its own card", async () => {
  const { page } = sam;
  const first = await call("one", "delete-all", {});
  const second = await call("two", "delete-all", {});
  await goTo(page, routes.inbox(first));
  await expect(card(page)).toContainText("2 agents ask the same");
  await expect(card(page)).toContainText("So each of these is answered on its own card.");
  await expect(card(page).getByRole("button", { name: /^Approve 2/ })).toHaveCount(0);
  await card(page).getByRole("link", { name: "two" }).click();
  await expect(page).toHaveURL(new RegExp(second));
});

test("a phone shows the same digest code as a wide screen, in one column", async () => {
  const { page } = sam;
  const [waiting] = await pending();
  await goTo(page, routes.inbox(waiting?.id));
  const code = card(page)
    .getByRole("contentinfo")
    .or(card(page).locator("footer"))
    .getByTitle(waiting?.digest ?? "");
  const wide = await code.innerText();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("region", { name: "Approvals" })).toBeHidden();
  await code.scrollIntoViewIfNeeded();
  expect(await code.innerText()).toBe(wide);
  expect(wide).toContain(`${waiting?.digest.slice(0, 4)} ${waiting?.digest.slice(4, 8)}`);
  await page.setViewportSize({ width: 1440, height: 900 });
});

test("a hidden page tells of a new approval, without saying what it is, and counts it in its title", async ({
  browser,
}) => {
  const watcher = await visit(browser, { permissions: ["notifications"] });
  const { page } = watcher;
  const told: string[] = [];
  await page.context().exposeBinding("told", (_, text: string) => told.push(text));
  await page.addInitScript(() => {
    const outer = globalThis as unknown as { told: (text: string) => void; Notification: unknown };
    localStorage.setItem("countersign.notify", "on");
    // What the browser would show, written down instead.
    class Shown {
      static permission = "granted";
      onclick: unknown = null;
      constructor(title: string, options: { body?: string }) {
        outer.told(`${title} ${options.body ?? ""}`);
      }
    }
    outer.Notification = Shown;
    Object.defineProperty(document, "hidden", { get: () => localStorage.getItem("test.hidden") === "yes" });
  });
  await signIn(page, product.url, "priya@example.com", passwords.PRIYA_PASSWORD);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const countIn = async () => Number(/^\((\d+)\) /.exec(await page.title())?.[1] ?? 0);
  await expect.poll(countIn).toBeGreaterThan(0);
  const before = await countIn();
  await call("one", "echo", { message: "seen" });
  await expect.poll(countIn).toBe(before + 1);
  expect(told).toEqual([]);
  await page.evaluate(() => localStorage.setItem("test.hidden", "yes"));
  await call("one", "echo", { message: "a secret" });
  await expect.poll(() => told.length).toBe(1);
  expect(told[0]).toContain("An approval waits");
  expect(told[0]).not.toContain("secret");
  await expect.poll(countIn).toBe(before + 2);
  expect(watcher.complaints).toEqual([]);
  await page.context().close();
});

test("no page complained", () => {
  // What was aborted on purpose, the browser says by itself.
  const own = sam.complaints.filter((complaint) => !/ERR_FAILED|409|503/.test(complaint));
  expect([...own, ...priya.complaints]).toEqual([]);
});
