import { expect, type Page, test } from "@playwright/test";
import { ask, comeInBy, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

/** How long after the commit an open page may still be told something. */
const GRACE_MILLISECONDS = 1000;
/** How long things go on happening, so that silence means something. */
const WATCHED_MILLISECONDS = 3000;

let product: Product;
test.beforeAll(async () => {
  product = await startProduct();
});
test.afterAll(() => product?.stop());

test("a disabled person's open page hears nothing a second later, and says that the session has ended", async ({
  browser,
}) => {
  const { page: jane } = await visit(browser);
  const { page: sam } = await visit(browser);
  const heardByJane = listen(jane);
  const heardBySam = listen(sam);
  await comeInBy(jane, product.firstLink ?? "", {
    email: "jane@example.com",
    name: "Jane",
    password: newPassword(),
  });
  const invited = { email: "sam@example.com", name: "Sam", roles: ["approver"] };
  const { url } = await ask<{ url: string }>(jane, "POST /people/invitations", invited);
  await comeInBy(sam, url, { password: newPassword() });
  let happening = true;
  const happenings = keepChanging(jane, () => happening);
  await expect.poll(() => heardBySam.length).toBeGreaterThan(0);

  await disableByClicks(jane, "Sam");
  await expect(sam.getByText("Your session has ended.")).toBeVisible({ timeout: 5000 });
  await jane.waitForTimeout(WATCHED_MILLISECONDS);
  happening = false;
  await happenings;
  const { items } = await ask<{ items: { at: string }[] }>(jane, "GET /log?kind=human.disabled");
  const late = Date.parse(items[0]?.at ?? "") + GRACE_MILLISECONDS;
  expect(heardByJane.filter((at) => at > late).length).toBeGreaterThan(3);
  expect(heardBySam.filter((at) => at > late)).toEqual([]);

  await sam.reload();
  await expect(sam.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await sam.goto(`${product.url}/tasks`);
  await expect(sam).toHaveURL(/\/sign-in\?/);
});

/** When that happened of which the page was told by its socket, in milliseconds. */
function listen(page: Page): number[] {
  const heard: number[] = [];
  page.on("websocket", (socket) =>
    socket.on("framereceived", ({ payload }) => {
      const [, message] = /^42(.*)$/s.exec(String(payload)) ?? []; // else it is socket.io's own housekeeping
      if (message === undefined) return;
      const [, { events }] = JSON.parse(message) as [string, { events: { at: string }[] }]; // the only message there is
      heard.push(...events.map(({ at }) => Date.parse(at)));
    }),
  );
  return heard;
}

/** Lets something happen that everybody may hear of, again and again. */
async function keepChanging(page: Page, goesOn: () => boolean): Promise<void> {
  const me = await ask<{ person: { id: string } }>(page, "GET /me");
  const { agent } = await ask<{ agent: { id: string } }>(page, "POST /agents", {
    name: "busy-bot",
    ownerId: me.person.id,
    credential: "secret",
  });
  for (let note = 1; goesOn(); note += 1) {
    await ask(page, `PATCH /agents/${agent.id}`, { note: `note ${note}` });
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function disableByClicks(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: `More about ${name}` }).click();
  await page.getByRole("menuitem", { name: "Disable…" }).click();
  await page.getByLabel("Reason").fill("Left the house.");
  await page.getByRole("dialog").getByRole("button", { name: "Disable", exact: true }).click();
}
