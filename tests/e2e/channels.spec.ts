import { expect, type Page, test } from "@playwright/test";
import { headerOf, type Mailbox, partOf, startMailbox } from "../fakes/mailbox";
import { type Receiver, startReceiver } from "../fakes/receiver";
import { SDK_CLIENTS, type SdkClient } from "../fakes/sdk-clients";
import { type FakeUpstream, startUpstream } from "../fakes/upstream";
import { ask, comeInBy, expectAccessible, visit } from "./person";
import { newPassword, type Product, startProduct } from "./product";

let product: Product;
let mailbox: Mailbox;
let receiver: Receiver;
let upstream: FakeUpstream;
let client: SdkClient | undefined;
test.beforeAll(async () => {
  [product, mailbox, receiver, upstream] = await Promise.all([
    startProduct(),
    startMailbox({ user: { name: "countersign", password: "correct horse" } }),
    startReceiver(),
    startUpstream(),
  ]);
});
test.afterAll(async () => {
  await client?.close().catch(() => {}); // its call still waits
  await product?.stop();
  await Promise.all([mailbox?.stop(), receiver?.stop(), upstream?.stop()]);
});

test("an admin sets mail and a webhook up, an approver chooses, a held call arrives there, and its link decides nothing", async ({
  browser,
}) => {
  const { page: jane } = await visit(browser);
  const { page: sam } = await visit(browser);
  await comeInBy(jane, product.firstLink ?? "", { email: "jane@example.com", name: "Jane", password: newPassword() });
  const invited = { email: "sam@example.com", name: "Sam", roles: ["approver"] };
  const { url } = await ask<{ url: string }>(jane, "POST /people/invitations", invited);
  await comeInBy(sam, url, { password: newPassword() });

  await test.step("before there is a channel, the pages say so", async () => {
    await sam.goto(`${product.url}/settings/notifications`);
    await expect(sam.getByText("No channel is set up")).toBeVisible();
    await jane.goto(`${product.url}/settings/channels`);
    await expect(jane.getByText("Nobody is told outside the page")).toBeVisible();
  });
  await test.step("a mail server is added by the form, which says what is wrong at its field", async () => {
    await jane.getByRole("button", { name: "Add a channel…" }).click();
    const dialog = jane.getByRole("dialog");
    await dialog.getByRole("button", { name: "Add the channel" }).click();
    await expect(dialog.getByText("Write the name of the mail server")).toBeVisible();
    await dialog.getByLabel("Name", { exact: true }).fill("mail");
    await dialog.getByLabel("Mail server").fill("127.0.0.1");
    await dialog.getByLabel("Port").fill(String(mailbox.port));
    await dialog.getByLabel("User").fill("countersign");
    await dialog.getByLabel("From").fill("countersign@example.com");
    await dialog.getByText("none", { exact: true }).click();
    await dialog.getByRole("button", { name: "Add the channel" }).click();
    await expect(dialog.getByText("The user needs a password.")).toBeVisible();
    await dialog.getByLabel("Password").fill("wrong horse");
    await dialog.getByRole("button", { name: "Add the channel" }).click();
    await expect(dialog).toHaveCount(0);
  });
  await test.step("Test shows what the mail server really answered, a refusal too", async () => {
    await jane.getByRole("button", { name: "Test mail" }).click();
    await expect(jane.getByText("The test was not taken")).toBeVisible();
    await expect(jane.getByText(/does not take the user and password/)).toBeVisible();
    await expect(jane.getByText("wrong horse")).toHaveCount(0);
    await jane.getByRole("button", { name: "More about mail" }).click();
    await jane.getByRole("menuitem", { name: "Change…" }).click();
    await jane.getByRole("dialog").getByLabel("Password").fill("correct horse");
    await jane.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(jane.getByRole("dialog")).toHaveCount(0);
    await jane.getByRole("button", { name: "Test mail" }).click();
    await expect(jane.getByText("The test was taken")).toBeVisible();
    await expect.poll(() => mailbox.mails.map(({ to }) => to)).toEqual([["jane@example.com"]]);
  });
  await test.step("a webhook is added, its secret shown once, and tested", async () => {
    await jane.getByRole("button", { name: "Add a channel…" }).click();
    const dialog = jane.getByRole("dialog");
    await dialog.getByText("Webhook", { exact: true }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("siem");
    await dialog.getByLabel("Address").fill("http://10.0.0.1/hook");
    await dialog.getByLabel("Hears by itself of approvals of class").selectOption("write");
    await dialog.getByRole("button", { name: "Add the channel" }).click();
    await expect(dialog.getByText(/leads to this machine or into a private network/)).toBeVisible();
    await dialog.getByLabel("Address").fill(`${receiver.url}/hook`);
    await dialog.getByRole("button", { name: "Add the channel" }).click();
    await expect(dialog.getByText(/^whsec_/)).toBeVisible();
    await expectAccessible(jane);
    await dialog.getByRole("button", { name: "I have it" }).click();
    await jane.getByRole("button", { name: "Test siem" }).click();
    await expect(jane.getByText("HTTP 200: ok")).toBeVisible();
    expect(JSON.parse(receiver.received[0]?.body ?? "{}")).toMatchObject({ type: "channel.test" });
    await expectAccessible(jane);
  });
  await test.step("an approver chooses where and of what", async () => {
    await sam.goto(`${product.url}/settings/notifications`);
    await expect(sam.getByText("You have not chosen yet")).toBeVisible();
    await sam.getByLabel("it was decided").check();
    await expect(sam.getByLabel("mail (E-mail)")).toBeChecked();
    await sam.getByRole("button", { name: "Save" }).click();
    await expect(sam.getByText("Recorded: this is where you are told")).toBeVisible();
    await expect(sam.getByLabel("Time zone")).toHaveValue("Europe/Berlin");
    await expectAccessible(sam);
  });

  const approvalId = await holdACall(jane);
  const link = await test.step("the mail arrives with the verb line, the digest code and the link", async () => {
    await expect.poll(() => mailbox.mails.filter(({ to }) => to.includes("sam@example.com")).length).toBe(1);
    const mail = mailbox.mails.find(({ to }) => to.includes("sam@example.com"));
    if (!mail) throw new Error("no mail came");
    expect(headerOf(mail, "Subject")).toBe("An approval waits: Start “Write the report” with 2 tools on files");
    const text = partOf(mail, "text/plain");
    expect(text).toMatch(/Digest code: [0-9a-f]{4} [0-9a-f]{4}/);
    await expect.poll(() => receiver.received.map(({ body }) => JSON.parse(body).type)).toContain("approval.pending");
    return /http:\/\/localhost\S+\/inbox\/\S+/.exec(text)?.[0] ?? "";
  });
  expect(link).toContain(`/inbox/${approvalId}`);
  await test.step("opened by whomever, the link shows or asks to sign in, and decides nothing", async () => {
    const { page: stranger } = await visit(browser);
    await stranger.goto(link);
    await expect(stranger.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
    await stranger.context().close();
    for (const page of [jane, sam]) {
      await page.goto(link);
      await expect(page.getByRole("heading", { name: /Start “Write the report”/ })).toBeVisible();
    }
    const approval = await ask<{ state: string; reviews: object[] }>(jane, `GET /approvals/${approvalId}`);
    expect(approval).toMatchObject({ state: "pending", reviews: [] });
  });
  await test.step("the channel's messages say what became of each", async () => {
    await jane.goto(`${product.url}/settings/channels`);
    await jane.getByRole("button", { name: "Messages of mail" }).click();
    const messages = jane.getByRole("region", { name: "Messages of mail" });
    await expect(messages.getByText("something waits")).toBeVisible();
    await expect(messages.getByText("· to Sam")).toBeVisible();
    await expect(messages.getByText(/^250 /)).toBeVisible();
    await expectAccessible(jane);
  });
  await test.step("a channel is removed after a question", async () => {
    await jane.getByRole("button", { name: "More about siem" }).click();
    await jane.getByRole("menuitem", { name: "Remove…" }).click();
    await jane.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await expect(jane.getByText("siem", { exact: true })).toHaveCount(0);
  });
  await test.step("who is no admin is told so", async () => {
    await sam.goto(`${product.url}/settings/channels`);
    await expect(sam.getByText("Only an admin sets channels up.")).toBeVisible();
    await expect(sam.getByRole("link", { name: "Channels" })).toHaveCount(0);
  });
});

/** Lets an agent of Jane's ask for its start, which waits for somebody else. */
async function holdACall(jane: Page): Promise<string> {
  await ask(jane, "POST /servers", { name: "files", url: upstream.url });
  const { person } = await ask<{ person: { id: string } }>(jane, "GET /me");
  const made = await ask<{ value: string; addresses: { url: string }[] }>(jane, "POST /agents", {
    name: "writer",
    ownerId: person.id,
    note: "",
    credential: "key",
    charter: { purpose: "Write the report", scope: [{ server: "files", tools: ["echo", "write-file"] }] },
  });
  client = await SDK_CLIENTS["SDK v2"](made.addresses[0]?.url ?? "", { key: made.value });
  void client.call("echo", { message: "May I begin?" }).catch(() => {}); // ends with the client, at the latest
  let found: string | undefined;
  await expect
    .poll(async () => {
      found = (await ask<{ items: { id: string }[] }>(jane, "GET /approvals?state=pending")).items[0]?.id;
      return found;
    })
    .toBeTruthy();
  return found ?? "";
}
