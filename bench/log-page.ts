import { type Browser, chromium, type Page } from "@playwright/test";
import type { Gateway } from "./world";

/** What the page itself keeps: the number of an entry, and when its row first stood there (milliseconds since 1970). */
type Kept = typeof globalThis & { __seen: Record<string, number> };

/** One Chromium with the log open, which notes when each entry is first to be seen. */
export class LogPage {
  readonly #browser: Browser;
  readonly #page: Page;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.#page = page;
  }

  static async open(gateway: Gateway, cookie: string, executablePath: string): Promise<LogPage> {
    const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
    const browser = await chromium.launch({ executablePath, args });
    const context = await browser.newContext();
    const [name = "", value = ""] = cookie.split("=", 2);
    const { publicUrl } = gateway.ready;
    await context.addCookies([{ name, value, url: publicUrl }]);
    const page = await context.newPage();
    await page.addInitScript(noteRows);
    await page.goto(`${publicUrl}/log`);
    await page.locator('a[href^="/log/"]').first().waitFor();
    return new LogPage(browser, page);
  }

  /** When each entry's row first stood in the page, by the entry's number. */
  seen(): Promise<Record<string, number>> {
    return this.#page.evaluate(() => (globalThis as Kept).__seen);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

/** Runs in the page, so it is whole by itself. */
function noteRows(): void {
  const seen: Record<string, number> = {};
  (globalThis as Kept).__seen = seen;
  new MutationObserver(() => {
    for (const link of document.querySelectorAll('a[href^="/log/"]')) {
      const number = link.getAttribute("href")?.slice("/log/".length);
      if (number) seen[number] ??= Date.now();
    }
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["href"] });
}
