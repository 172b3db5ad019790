import { expect, type Page, test } from "@playwright/test";
import { startEverything } from "../fakes/everything-server";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { comeInBy, expectAccessible, type Visit, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial" });

const JANE = { email: "jane@example.com", name: "Jane Doe", password: newPassword() };
const SAM = { email: "sam@example.com", name: "Sam Smith", password: newPassword() };
const PURPOSE = "Say hello and count";
const NOT_ASKED = "Nobody is asked yet. Its next call asks for its start.";

let product: Product;
let everything: Awaited<ReturnType<typeof startEverything>>;
let jane: Visit;
let sam: Visit;
/** Jane's other windows, which nobody touches: what they show, they were told. */
let taskPage: Page;
let logPage: Page;
let client: SdkClient;
const shown = { link: "", clientId: "", secret: "", issuer: "", url: "" };

test.beforeAll(async ({ browser }) => {
  everything = await startEverything();
  product = await startProduct();
  jane = await visit(browser);
  sam = await visit(browser);
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // calls that still wait end with it
  await product?.stop();
  await everything?.stop();
});

const goTo = (page: Page, place: string) =>
  page
    .getByRole("navigation", { name: "Main", exact: true })
    .getByRole("link", { name: new RegExp(`^${place}`) })
    .click();
const dialog = (page: Page) => page.getByRole("dialog");

test("the printed link makes the first person, who is led to inviting another", async () => {
  const { page } = jane;
  await page.goto(product.url);
  await expect(page.getByRole("heading", { name: "Nobody is here yet" })).toBeVisible();
  await comeInBy(page, product.firstLink ?? "", JANE);
  await expect(page).toHaveURL(/\/settings\/people$/);
  await expect(page.getByText("Only one person here approves")).toBeVisible();
});

test("the link works once", async ({ browser }) => {
  const stranger = await visit(browser);
  await stranger.page.goto(product.firstLink ?? "");
  await expect(stranger.page.getByRole("heading", { name: "This link was used or has expired" })).toBeVisible();
  await stranger.page.context().close();
});

test("she invites an approver by a link that is shown once", async () => {
  const { page } = jane;
  await page.getByRole("button", { name: "Invite somebody…" }).click();
  await dialog(page).getByLabel("E-mail").fill(SAM.email);
  await dialog(page).getByLabel("Name", { exact: true }).fill(SAM.name);
  await dialog(page)
    .getByRole("checkbox", { name: /^approver/ })
    .check();
  await dialog(page).getByRole("button", { name: "Make the link" }).click();
  shown.link = (await dialog(page).locator(".secret code").textContent()) ?? "";
  expect(shown.link).toContain(`${product.url}/link/`);
  await dialog(page).getByRole("button", { name: "I have it" }).click();
  await expect(page.getByText("Invited, not here yet")).toBeVisible();
  await expect(page.getByText(shown.link)).toHaveCount(0);
});

test("he signs up by it in a browser of his own, and her page says so by itself", async () => {
  await comeInBy(sam.page, shown.link, { password: SAM.password });
  await expect(sam.page.getByText("Nothing waits for you")).toBeVisible();
  await expect(jane.page.getByText("2 people")).toBeVisible();
  await expect(jane.page.getByText("Invited, not here yet")).toHaveCount(0);
  await expect(jane.page.getByText("Only one person here approves")).toHaveCount(0);
});

test("she adds a server by its form, and confirms the proposed classes by one click", async () => {
  const { page } = jane;
  await goTo(page, "Servers");
  await page.getByRole("link", { name: "Add the first server" }).click();
  await page.getByLabel("Name", { exact: true }).fill("everything");
  await page.getByLabel("Address").fill(everything.url);
  await page.getByRole("button", { name: "Add the server" }).click();
  await expect(page.getByText(/^Nobody has classed \d+ tools; calls to them are held$/)).toBeVisible();
  await page.getByRole("button", { name: "Confirm proposed classes" }).click();
  await expect(page.getByText(/^Nobody has classed/)).toHaveCount(0);
});

test("she registers an agent by its form: its secret stands there once, in a configuration ready to paste", async () => {
  const { page } = jane;
  await goTo(page, "Agents");
  await page.getByRole("link", { name: "Register the first agent" }).click();
  await page.getByLabel("Name", { exact: true }).fill("hello-bot");
  await expect(page.getByLabel("Owner")).toContainText(JANE.name);
  await page.getByLabel("Purpose").fill(PURPOSE);
  for (const tool of ["echo", "get-sum", "toggle-simulated-logging"])
    await page.getByRole("checkbox", { name: new RegExp(`^${tool} `) }).check();
  await page.getByRole("button", { name: "Register the agent" }).click();
  await expect(page.getByText(`hello-bot is registered, owned by ${JANE.name}`)).toBeVisible();
  const snippet = (await page.getByRole("main").locator("pre", { hasText: "clientSecret" }).textContent()) ?? "";
  const said = (pattern: RegExp) => pattern.exec(snippet)?.[1] ?? "";
  shown.clientId = said(/clientId: "([^"]+)"/);
  shown.secret = said(/clientSecret: "([^"]+)"/);
  shown.issuer = said(/expectedIssuer: "([^"]+)"/);
  shown.url = said(/new URL\("([^"]+)"\)/);
  expect(shown.url).toBe(`${product.url}/mcp/everything`);
  await expect(page.locator(".secret code")).toHaveText(shown.secret);
  await page.getByRole("link", { name: "I have it, show the agent" }).click();
  await expect(page.getByRole("heading", { level: 2, name: "hello-bot" })).toBeVisible();
  await expect(page.getByText(shown.secret)).toHaveCount(0);
});

test("an unchanged client of the SDK lists the tools with what was shown", async () => {
  client = await comeAsAgent();
  expect((await client.list()).sort()).toEqual(["echo", "get-sum", "toggle-simulated-logging"]);
});

test("its first call waits: his inbox shows it without a reload, hers that she cannot decide", async () => {
  await goTo(jane.page, "Tasks");
  await jane.page.getByRole("table", { name: "Tasks" }).getByRole("link", { name: PURPOSE }).click();
  await expect(jane.page.getByText(NOT_ASKED)).toBeVisible();
  taskPage = await openBeside(jane.page.url(), NOT_ASKED);
  logPage = await openBeside(`${product.url}/log`, "hello-bot asked to start");
  const answer = client.call("echo", { message: "hello" });
  await expect(sam.page.locator(".item")).toHaveCount(1);
  await expect(sam.page).toHaveTitle(/^\(1\) Inbox/);
  await expect(sam.page.getByRole("heading", { level: 2 })).toContainText(`“${PURPOSE}”, as hello-bot`);
  await expect(sam.page.getByText("hello", { exact: true })).toBeVisible();
  await expect(taskPage.getByText("Waits for its first approval")).toBeVisible();
  await expect(logPage.getByText(/^Held a call of echo/)).toBeVisible();
  await goTo(jane.page, "Inbox");
  await jane.page.getByRole("link", { name: /^Others/ }).click();
  await expect(jane.page.getByText("You own this agent; somebody else must decide.")).toBeVisible();
  await sam.page.getByRole("button", { name: /^Approve/ }).click();
  expect(await answer).toEqual({ isError: false, text: "Echo: hello" });
});

test("the card says what came of it, and the other pages showed it by themselves", async () => {
  const { page } = sam;
  await expect(page.getByText("Nothing waits for you")).toBeVisible();
  await expect(page).toHaveTitle(/^Inbox/);
  await page.getByRole("link", { name: "Decided" }).click();
  await expect(page.getByText(/Approved by Sam Smith at/)).toBeVisible();
  await expect(page.getByText(/^The call succeeded after [\d.]+ m?s\./)).toBeVisible();
  await expect(taskPage.getByRole("button", { name: /^Pause/ })).toBeVisible();
  await expect(logPage.getByText(/^Sam Smith approved what was asked for/)).toBeVisible();
  await expect(logPage.getByText(/^echo on everything succeeded/)).toBeVisible();
});

test("a call that writes waits for its own approval, a call that reads does not", async () => {
  expect(await client.call("get-sum", { a: 2, b: 3 })).toEqual({ isError: false, text: "The sum of 2 and 3 is 5." });
  await sam.page.getByRole("link", { name: /^Mine/ }).click();
  const answer = client.call("toggle-simulated-logging", {});
  await expect(sam.page.getByRole("button", { name: /^Approve once/ })).toBeVisible();
  await expect(taskPage.getByText(/^Waits for a person: /)).toBeVisible();
  await sam.page.getByRole("button", { name: /^Approve once/ }).click();
  expect(await answer).toMatchObject({ isError: false, text: expect.stringContaining("Started simulated") });
});

test("she takes a tool out of its scope: it is denied with her reason, the others still work", async () => {
  await taskPage.getByRole("button", { name: "Take get-sum on everything out of the scope" }).click();
  await expectAccessible(taskPage);
  await dialog(taskPage).getByLabel("Reason").fill("No more counting.");
  await dialog(taskPage).getByRole("button", { name: "Take it out" }).click();
  await expect(dialog(taskPage)).toHaveCount(0);
  expect(await client.call("get-sum", { a: 2, b: 3 })).toMatchObject({
    isError: true,
    text: expect.stringContaining("get-sum"),
  });
  expect(await client.call("echo", { message: "still" })).toEqual({ isError: false, text: "Echo: still" });
});

test("she revokes the task: she is shown what stops, and nothing of it works again", async () => {
  await taskPage.getByRole("button", { name: /^Revoke/ }).click();
  await expect(dialog(taskPage).getByText(PURPOSE)).toBeVisible();
  await expect(dialog(taskPage).getByText("No call is in flight and nothing waits.")).toBeVisible();
  await dialog(taskPage).getByLabel("Reason").fill("It is enough.");
  await dialog(taskPage).getByRole("button", { name: "Revoke 1 task" }).click();
  await expect(taskPage.getByText(/^Revoked by Jane Doe at .*: It is enough\./)).toBeVisible();
  for (let attempt = 0; attempt < 3; attempt += 1)
    await expect(client.call("echo", { message: "again" })).rejects.toThrow();
  expect(await client.list()).toEqual([]);
  await expect(comeAsAgent()).rejects.toThrow(/It is enough|access_denied/);
});

test("the log holds every step, on its page as it happened and in the API", async () => {
  for (const said of [/^Jane Doe narrowed/, /^Denied hello-bot a call of get-sum/, /^Jane Doe revoked/])
    await expect(logPage.getByText(said)).toBeVisible();
  const answer = await jane.page.request.get(`${product.url}/api/v1/log?limit=200`);
  const { items } = (await answer.json()) as { items: { kind: string }[] };
  expect(onlySteps(items.map(({ kind }) => kind))).toEqual(STEPS);
});

test("no page broke the content policy or complained", () => {
  expect([...jane.complaints, ...sam.complaints]).toEqual([]);
});

const comeAsAgent = (): Promise<SdkClient> =>
  SDK_CLIENTS["SDK v2"](shown.url, {
    clientId: shown.clientId,
    clientSecret: shown.secret,
    expectedIssuer: shown.issuer,
  });

async function openBeside(url: string, says: string): Promise<Page> {
  const page = await jane.page.context().newPage();
  await page.goto(url);
  await expect(page.getByText(says)).toBeVisible();
  return page;
}

/** The story as the log tells it, each kind where it comes first. */
const STEPS = [
  "human.joined",
  "human.invited",
  "server.added",
  "tool.pinned",
  "tool.classed",
  "agent.registered",
  "task.requested",
  "approval.requested",
  "call.held",
  "approval.approved",
  "task.started",
  "hold.ready",
  "call.allowed",
  "call.succeeded",
  "task.narrowed",
  "call.denied",
  "task.revoked",
];

/** The kinds of the story, each once, in the order in which they come first. */
const onlySteps = (kinds: string[]): string[] => [...new Set(kinds)].filter((kind) => STEPS.includes(kind));
