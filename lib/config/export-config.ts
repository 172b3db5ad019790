import { Document, isScalar, isSeq, visit } from "yaml";
import { listGroups } from "../identity/index";
import { listRules } from "../policy/index";
import { listTools } from "../servers/index";
import { findDefaultCharter } from "../tokens/index";
import { printChannel, printCharter, printPerson, printRule, printServer } from "./export-entries";
import { VariableNames } from "./export-names";
import type { Path } from "./problem";
import {
  type PresentAgent,
  type PresentPerson,
  type PresentServer,
  readDeclaredCredentials,
  readDeclaredTokens,
  readPresentAgents,
  readPresentChannels,
  readPresentPeople,
  readPresentServers,
} from "./store";

/** The present state as a file. */
export type ExportedConfig = {
  yaml: string;
  /** The environment variables that must be set to read it back, in the order of the file. */
  variables: string[];
};

const HEAD = ` countersign.yaml, written by: npm run config -- export
 Secrets are never exported. Where env:NAME stands, set the environment variable NAME to the value that is in use
 before Countersign reads this file; any other value replaces it. What people and agents were given on the pages
 beside that (passwords, tokens, secrets) stays as it is and is not listed.`;

/** What is written, and what is said beside it. */
type Draft = { names: VariableNames; comments: { path: Path; comment: string }[]; leftOut: string[] };

/**
 * Writes people, groups, servers, agents and rules as the YAML of a configuration file. Applied to the same installation, with
 * the variables set to the values in use, it changes nothing but whose the things are. Disabled ones are left out and
 * named in a comment, since a file enables what it declares. No secret is read for it, so none can be in it.
 */
export async function exportConfig(): Promise<ExportedConfig> {
  const draft: Draft = { names: new VariableNames(), comments: [], leftOut: [] };
  const content = {
    servers: await exportServers(draft),
    people: await exportPeople(draft),
    groups: await exportGroups(),
    agents: await exportAgents(draft),
    channels: await exportChannels(draft),
    rules: (await listRules()).map(printRule),
  };
  return { yaml: print(content, draft), variables: draft.names.all() };
}

async function exportServers(draft: Draft): Promise<Record<string, unknown>> {
  const entries: Record<string, unknown> = {};
  for (const server of await readPresentServers())
    if (stays(server, `server ${server.name}`, draft)) entries[server.name] = await exportServer(server, draft);
  return entries;
}

async function exportServer(server: PresentServer, draft: Draft): Promise<Record<string, unknown>> {
  const path = ["servers", server.name];
  const { credential } = server;
  const byHand = (await listTools(server.id)).filter((tool) => tool.class !== null && tool.classedBy !== null);
  const classed = byHand.map((tool) => `${tool.name}: ${tool.class}`);
  if (classed.length > 0) comment(draft, [...path, "url"], `classed on the page: ${classed.join(", ")}`);
  if (server.state !== "active") comment(draft, [...path, "url"], "disabled by a person; this file does not enable it");
  if (!credential) return printServer(server);
  const value = `env:${draft.names.make([server.name], "credential")}`;
  comment(draft, [...path, "credential", "value"], "the header's whole value");
  return { ...printServer(server), credential: { header: credential.header, value } };
}

async function exportPeople(draft: Draft): Promise<unknown[]> {
  const tokens = await readDeclaredTokens();
  const people = (await readPresentPeople()).filter((person) => stays(person, person.email, draft));
  return people.map((person) => exportPerson(person, tokens.get(person.id), draft));
}

function exportPerson(person: PresentPerson, rights: string[] | undefined, { names }: Draft): Record<string, unknown> {
  const { email } = person;
  const about = [email.split("@")[0] ?? email, email];
  const hasPassword = person.passwordSource === "config" && person.passwordHash !== null;
  const password = hasPassword ? `env:${names.make(about, "password")}` : undefined;
  const accessToken = rights && { value: `env:${names.make(about, "token")}`, rights };
  return { ...printPerson(person), password, accessToken };
}

/** Members who are disabled are left out, as they are among the people. */
async function exportGroups(): Promise<Record<string, string[]>> {
  const gone = new Set((await readPresentPeople()).filter((person) => !kept(person)).map(({ email }) => email));
  const groups = await listGroups();
  return Object.fromEntries(
    groups.map(({ name, members }) => [name, members.map(({ email }) => email).filter((email) => !gone.has(email))]),
  );
}

async function exportAgents(draft: Draft): Promise<Record<string, unknown>> {
  const credentials = await readDeclaredCredentials();
  const entries: Record<string, unknown> = {};
  for (const agent of await readPresentAgents())
    if (stays(agent, `agent ${agent.name}`, draft))
      entries[agent.name] = await exportAgent(agent, credentials.get(agent.id), draft);
  return entries;
}

async function exportAgent(agent: PresentAgent, kinds: ReadonlySet<string> | undefined, { names }: Draft) {
  const variable = (kind: string) => (kinds?.has(kind) ? `env:${names.make([agent.name], kind)}` : undefined);
  const auth = kinds && { secret: variable("secret"), key: variable("key") };
  const charter = await findDefaultCharter(agent.id);
  return {
    owner: agent.ownerEmail,
    note: agent.note || undefined,
    auth,
    charter: charter ? printCharter(charter) : undefined,
  };
}

async function exportChannels(draft: Draft): Promise<Record<string, unknown>> {
  const entries: Record<string, unknown> = {};
  for (const channel of await readPresentChannels()) {
    const state = channel.state === "on" ? "active" : "disabled";
    if (!stays({ ...channel, state }, `channel ${channel.name}`, draft)) continue;
    const variable = (what: string) => `env:${draft.names.make([channel.name], what)}`;
    entries[channel.name] = printChannel(channel, variable);
  }
  return entries;
}

/** A disabled thing of the file's own is still declared; one of the page's would be enabled by being declared. */
function stays(thing: { state: string; source: string }, said: string, draft: Draft): boolean {
  if (!kept(thing)) draft.leftOut.push(said);
  return kept(thing);
}

const kept = ({ state, source }: { state: string; source: string }) => state === "active" || source === "config";

const comment = (draft: Draft, path: Path, text: string) => draft.comments.push({ path, comment: text });

function print(content: Record<string, unknown>, { comments, leftOut }: Draft): string {
  const filled = Object.entries(content).filter(([, section]) => Object.keys(Object(section)).length > 0);
  const document = new Document(Object.fromEntries(filled), { aliasDuplicateObjects: false });
  for (const { path, comment: text } of comments) addComment(document.getIn(path, true), text);
  visit(document, {
    Seq(_key, list) {
      if (list.items.every((item) => isScalar(item) || (isSeq(item) && item.flow))) list.flow = true;
    },
  });
  document.commentBefore = HEAD;
  if (leftOut.length > 0) document.comment = ` Left out, because they are disabled: ${leftOut.join(", ")}`;
  return document.toString({ lineWidth: 110 });
}

function addComment(node: unknown, text: string): void {
  if (isScalar(node)) node.comment = node.comment ? `${node.comment}; ${text}` : ` ${text}`;
}
