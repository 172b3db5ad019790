import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, expect, type Page } from "@playwright/test";

/** A page of a browser that knows nobody, and what it complained of. */
export type Visit = { page: Page; complaints: string[] };

/** Opens a page in a browser of its own, and keeps what the content policy refused and what the page complains of. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  // Colours that are on their way to others have no contrast of their own.
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const complaints: string[] = [];
  await context.exposeBinding("complain", (_, complaint: string) => complaints.push(complaint));
  await context.addInitScript(() => {
    // `complain` is the binding above, in the page
    const { complain } = globalThis as unknown as { complain: (complaint: string) => void };
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
      complain(`${location.href}: refused ${violatedDirective} of ${blockedURI} in ${sourceFile}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on("weberror", (error) => complaints.push(`${error.page()?.url()}: ${error.error()}`));
  return { page: await context.newPage(), complaints };
}

/** Signs in on the page. */
export async function signIn(page: Page, url: string, email: string, password: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
}

/** Follows a one-time link, and presses its button. An invitation knows the e-mail and the name already. */
export async function comeInBy(
  page: Page,
  link: string,
  person: { email?: string; name?: string; password: string },
): Promise<void> {
  await page.goto(link);
  if (person.email) await page.getByLabel("E-mail").fill(person.email);
  if (person.name) await page.getByLabel("Name", { exact: true }).fill(person.name);
  await page.getByLabel("New password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: /^(Begin|Accept and sign in)$/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^(Settings|Inbox)$/ })).toBeVisible();
}

/** Asks the API as this page would, with its session: "POST /agents". */
export async function ask<T>(page: Page, endpoint: string, body?: object): Promise<T> {
  const [method = "GET", path = ""] = endpoint.split(" ");
  const { origin } = new URL(page.url());
  const response = await page.request.fetch(`${origin}/api/v1${path}`, {
    method,
    data: body,
    headers: { origin, "idempotency-key": crypto.randomUUID() },
  });
  const text = await response.text();
  expect(response.ok(), `${endpoint}: ${text}`).toBe(true);
  return JSON.parse(text) as T; // what the API answers is tested elsewhere
}

type Look = {
  /** One kind of rules instead of all. */
  only?: "colours";
  /** A part of the page instead of all of it. */
  within?: string;
};

/** What axe finds that is serious or critical. */
export async function graveFindings(page: Page, { only, within = "html" }: Look = {}): Promise<string[]> {
  // There are no frames here, so it needs no page of its own to join them in; and what is well it need not list.
  const axe = new AxeBuilder({ page }).include(within).setLegacyMode();
  axe.options({ resultTypes: ["violations"], preload: false });
  const asked = only ? axe.withRules(["color-contrast"]) : axe.withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]);
  const { violations } = await asked.analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" | ")}`);
}

/** Fails on anything serious or critical that axe finds. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await graveFindings(page)).toEqual([]);
}
