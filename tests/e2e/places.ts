import type { Page } from "@playwright/test";
import { routes } from "../../lib/base/routes";
import type { House } from "./full-house";

/** An address at which there is no page. */
export const NOWHERE = "/nowhere";

/** Every page as a newcomer finds it, when there is nothing on it yet. */
export const EMPTY_PAGES: readonly string[] = [
  routes.inbox(),
  routes.inbox(undefined, { view: "others" }),
  routes.inbox(undefined, { view: "decided" }),
  routes.tasks(),
  routes.agents(),
  routes.newAgent(),
  routes.servers(),
  routes.newServer(),
  routes.log({ tool: "nothing" }),
  routes.insights(),
  routes.settings("passkeys"),
  routes.settings("groups"),
  routes.settings("broken-glass"),
  routes.settings("tokens"),
  routes.settings("channels"),
  routes.settings("notifications"),
  NOWHERE,
];

/** Every page with something on it. */
export const FULL_PAGES: readonly ((house: House) => string)[] = [
  () => routes.inbox(),
  ({ approvals }) => routes.inbox(approvals.start),
  ({ approvals }) => routes.inbox(approvals.write),
  ({ approvals }) => routes.inbox(approvals.destructive),
  ({ approvals }) => routes.inbox(approvals.decided, { view: "decided" }),
  () => routes.tasks({ state: "all" }),
  ({ tasks }) => routes.task(tasks.requested),
  ({ tasks }) => routes.task(tasks.running),
  ({ tasks }) => routes.task(tasks.paused),
  ({ tasks }) => routes.task(tasks.revoked),
  () => routes.agents(),
  ({ agents }) => routes.agent(agents.writer),
  () => routes.newAgent(),
  () => routes.servers(),
  ({ servers }) => routes.server(servers.files),
  ({ servers }) => routes.server(servers.drifted),
  ({ servers }) => routes.server(servers.down),
  () => routes.rules(),
  ({ rules }) => routes.rule(rules.usual),
  ({ rules }) => `${routes.rule(rules.usual)}?version=1`,
  () => routes.newRule(),
  () => routes.log(),
  ({ entry }) => routes.logEntry(entry),
  () => routes.insights({ days: "7" }),
  () => routes.settings("account"),
  () => routes.settings("appearance"),
  () => routes.settings("notifications"),
  () => routes.settings("channels"),
  () => routes.settings("people"),
  () => routes.settings("passkeys"),
  () => routes.settings("groups"),
  () => routes.settings("tokens"),
  () => routes.settings("system"),
];

type Unfold = (page: Page) => Promise<void>;
type Dialog = { at: (house: House) => string; open: Unfold };

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole("main").getByRole("button", { name, exact: true }).first().click();
const inMenu = (of: string, item: string) => async (page: Page) => {
  await page.getByRole("button", { name: `More about ${of}` }).click();
  await page.getByRole("menuitem", { name: item }).click();
};
const ofTask = ({ tasks }: House) => routes.task(tasks.running);
const ofAgent = ({ agents }: House) => routes.agent(agents.writer);
const ofServer = ({ servers }: House) => routes.server(servers.files);
const ofChannels = () => routes.settings("channels");
const ofPeople = () => routes.settings("people");
const ofAccount = () => routes.settings("account");

/** Everything that opens above a page, by the clicks that open it. Nothing of it is confirmed. */
export const DIALOGS: readonly Dialog[] = [
  { at: ({ approvals }) => routes.inbox(approvals.start), open: press(/^Deny/) },
  { at: ({ approvals }) => routes.inbox(approvals.write), open: press(/^Deny/) },
  { at: ({ approvals }) => routes.inbox(approvals.destructive), open: press(/^Deny/) },
  { at: ({ approvals }) => routes.inbox(approvals.start), open: press(/^Narrow/) },
  { at: ({ approvals }) => routes.inbox(approvals.write), open: press(/^Ask/) },
  { at: ({ approvals }) => routes.inbox(approvals.write), open: press(/^Edit/) },
  { at: ({ approvals }) => routes.inbox(approvals.write), open: press(/^Calls like it/) },
  { at: () => routes.settings("groups"), open: press("Make a group…") },
  { at: ofAccount, open: press("I will be away…") },
  { at: ofTask, open: press(/^Pause/) },
  { at: ofTask, open: press(/^Narrow/) },
  { at: ofTask, open: press(/^Revoke/) },
  { at: ofTask, open: press("Take echo on files out of the scope") },
  {
    at: () => routes.tasks(),
    open: async (page) => {
      await page.getByLabel("Select all that are shown").check();
      await press("Revoke…")(page);
    },
  },
  { at: () => routes.tasks(), open: press("State") },
  { at: () => routes.tasks(), open: press("Agent") },
  { at: () => routes.log(), open: press("Digest") },
  { at: ofAgent, open: press("Change…") },
  { at: ofAgent, open: press("Disable…") },
  { at: ofAgent, open: press("Make a new one…") },
  { at: ofAgent, open: press("Revoke…") },
  { at: ({ agents }) => routes.agent(agents.disabled), open: press("Enable…") },
  { at: ofAgent, open: press("Lock…") },
  { at: ofServer, open: press("Lock…") },
  { at: () => routes.settings("appearance"), open: press("Show all keys") },
  { at: ofServer, open: press("Change…") },
  { at: ofServer, open: press("Disable…") },
  { at: ofServer, open: press("Replace…") },
  { at: ofServer, open: press("Remove…") },
  { at: ({ servers }) => routes.server(servers.down), open: press("Enable…") },
  { at: ({ rules }) => routes.rule(rules.night), open: press("Delete…") },
  {
    at: ({ rules }) => routes.rule(rules.usual),
    open: press("Apply the tighter ones now…"),
  },
  {
    at: ({ rules }) => routes.rule(rules.night),
    open: async (page) => {
      await page.getByRole("radiogroup", { name: "When saved" }).getByText("Off").click();
      await page.getByRole("navigation", { name: "Path" }).getByRole("link", { name: "Rules" }).click();
    },
  },
  { at: () => routes.insights(), open: press("Switch on…") },
  { at: () => routes.insights(), open: press("Expired") },
  { at: ofPeople, open: press("Invite somebody…") },
  { at: ofPeople, open: press("New link…") },
  { at: ofPeople, open: press("Change…") },
  { at: ofPeople, open: press("More about Sam") },
  { at: ofPeople, open: inMenu("Sam", "Link to set a new password…") },
  { at: ofPeople, open: inMenu("Jane", "Passkeys…") },
  { at: ofPeople, open: inMenu("Sam", "Passkeys…") },
  { at: ofPeople, open: inMenu("Sam", "Sign out everywhere…") },
  { at: ofPeople, open: inMenu("Sam", "Disable…") },
  { at: ofPeople, open: inMenu("Vera", "Enable…") },
  { at: () => routes.settings("passkeys"), open: press("Enrol a passkey…") },
  { at: () => routes.settings("passkeys"), open: press("Rename…") },
  { at: () => routes.settings("passkeys"), open: press("Revoke…") },
  { at: ofChannels, open: press("Add a channel…") },
  {
    at: ofChannels,
    open: async (page) => {
      await press("Add a channel…")(page);
      await page.getByRole("dialog").getByText("Webhook", { exact: true }).click();
    },
  },
  { at: ofChannels, open: press("More about siem") },
  { at: ofChannels, open: inMenu("siem", "Change…") },
  { at: ofChannels, open: inMenu("mail", "Change…") },
  { at: ofChannels, open: inMenu("siem", "Switch off…") },
  { at: ofChannels, open: inMenu("room", "Switch on…") },
  { at: ofChannels, open: inMenu("siem", "Remove…") },
  { at: () => routes.settings("tokens"), open: press("Make a token…") },
  { at: () => routes.settings("tokens"), open: press("Revoke…") },
  { at: () => routes.settings("account"), open: press("Sign out everywhere…") },
];
