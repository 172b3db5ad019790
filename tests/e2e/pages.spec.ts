import { expect, type Page, test } from "@playwright/test";
import { fillHouse, type House } from "./full-house";
import { comeInBy, graveFindings, type Visit, visit } from "./person";
import { DIALOGS, EMPTY_PAGES, FULL_PAGES, NOWHERE } from "./places";
import { newPassword, type Product, startProduct } from "./product";

test.describe.configure({ mode: "serial", timeout: 600_000 });
// Hundreds of looks at whole pages: each would be kept in a trace.
test.use({ trace: "off" });

const WIDTHS = [1440, 390] as const;

let product: Product;
let jane: Visit;
let house: House | undefined;

test.beforeAll(async ({ browser }) => {
  product = await startProduct();
  jane = await visit(browser);
});
test.afterAll(async () => {
  for (const client of house?.clients ?? []) await client.close().catch(() => {}); // their calls still wait
  await product?.stop();
  for (const upstream of house?.upstreams ?? []) await upstream.stop();
});

test("before anybody is here, signing in and the first link are sound", async () => {
  const link = new URL(product.firstLink ?? "").pathname;
  expect([...(await inspect(jane, "/sign-in")), ...(await inspect(jane, link))]).toEqual([]);
});

test("for a stranger, signing in and a spent link are sound", async ({ browser }) => {
  const link = new URL(product.firstLink ?? "").pathname;
  await comeInBy(jane.page, product.firstLink ?? "", {
    email: "jane@example.com",
    name: "Jane",
    password: newPassword(),
  });
  const stranger = await visit(browser);
  expect([...(await inspect(stranger, "/sign-in")), ...(await inspect(stranger, link))]).toEqual([]);
  await stranger.page.context().close();
});

test("every page is sound with nothing on it", async () => {
  const found: string[] = [];
  for (const path of EMPTY_PAGES) found.push(...(await inspect(jane, path)));
  expect(found).toEqual([]);
});

test("every page is sound with everything on it", async ({ browser }) => {
  const sam = await visit(browser);
  house = await fillHouse(jane.page, sam.page);
  await sam.page.context().close();
  const found: string[] = [];
  for (const path of FULL_PAGES) found.push(...(await inspect(jane, path(house))));
  expect(found).toEqual([]);
});

test("every dialog and menu is sound, open above its page", async () => {
  if (!house) throw new Error("nothing happened");
  const found: string[] = [];
  for (const { at, open } of DIALOGS) found.push(...(await inspect(jane, at(house), open)));
  expect(found).toEqual([]);
});

type Unfold = (page: Page) => Promise<void>;

/**
 * Looks at a page wide and narrow, light and dark: what axe finds serious or critical, what runs over the side, what the
 * content policy refused and what the page complained of.
 *
 * @param unfold Opens a dialog or a menu above the page.
 */
async function inspect({ page, complaints }: Visit, path: string, unfold?: Unfold): Promise<string[]> {
  const found: string[] = [];
  await open(page, path);
  const above = unfold ? `, ${await unfoldOn(page, unfold)}` : "";
  const within = unfold && "[role=dialog], [role=menu]"; // the page under it is looked at by itself
  const note = (where: string, findings: string[]) =>
    found.push(...findings.map((finding) => `${path}${above}, ${where}: ${finding}`));
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: "light" });
    note(`light at ${width}`, [...(await graveFindings(page, { within })), ...(await runsOver(page))]);
    // What is there and what it is called is the same in the dark.
    await page.emulateMedia({ colorScheme: "dark" });
    note(`dark at ${width}`, await graveFindings(page, { within, only: "colours" }));
  }
  if (unfold) {
    await page.keyboard.press("Escape");
    await expect(foldable(page)).toHaveCount(0);
  }
  // That there is nothing at an address, the browser says by itself.
  const own = complaints.splice(0).filter((complaint) => path !== NOWHERE || !complaint.includes("404"));
  note("complaint", own);
  return found;
}

async function open(page: Page, path: string): Promise<void> {
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
  const address = `${product.url}${path}`;
  if (page.url() !== address) await page.goto(address); // several dialogs open above one page
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
}

const foldable = (page: Page) => page.getByRole("dialog").or(page.getByRole("menu"));

/** @returns What opened, by its first words. */
async function unfoldOn(page: Page, unfold: Unfold): Promise<string> {
  await unfold(page);
  const above = foldable(page);
  await expect(above).toBeVisible();
  await expect(page.getByText("Looking up what would stop…")).toHaveCount(0);
  return (await above.innerText()).split("\n", 1)[0] ?? "";
}

/** Only what scrolls by itself, such as code, may be wider than the window. */
async function runsOver(page: Page): Promise<string[]> {
  const { inner, outer } = await page.evaluate(() => ({
    inner: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
    outer: document.documentElement.clientWidth,
  }));
  return inner > outer ? [`${inner} px wide in a window of ${outer}`] : [];
}
