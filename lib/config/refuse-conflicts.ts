import { digestOf } from "../base/index";
import { listGroupNames } from "../identity/index";
import { checkRule, listRules } from "../policy/index";
import { groupsIn, groupTold } from "../policy/schema";
import type { Config, DeclaredAgent, DeclaredGroup, DeclaredPerson, DeclaredServer } from "./config";
import type { Present } from "./present";
import { type Path, type Problem, refuseFile } from "./problem";
import { pathOfField } from "./read-rules";
import { checkChannel, checkTold } from "./refuse-channel-conflicts";
import { findTokenHolder, wasDisabledByFile } from "./store";
import { didYouMean } from "./suggest";

type Refuse = (path: Path, sentence: string) => void;

/**
 * Compares a file with what is there, before anything is changed: names that mean something else already, owners and
 * servers that do not exist, rules that contradict those made on the page. A thing made on the page is adopted only
 * when that gives nobody anything: the same server, the same owner, nobody's own password, nothing that a person
 * disabled.
 *
 * @param hashes What the passwords of the file are stored as, by e-mail.
 * @throws INVALID_INPUT with all of it at once.
 */
export async function refuseConflicts(config: Config, present: Present, hashes: ReadonlyMap<string, string>) {
  const problems: Problem[] = [];
  const refuse: Refuse = (path, sentence) => problems.push({ ...config.place(path), path, sentence });
  for (const person of config.people) await checkPerson(person, { present, hash: hashes.get(person.email), refuse });
  for (const server of config.servers) await checkServer(server, present, refuse);
  for (const agent of config.agents) await checkAgent(agent, present, refuse);
  for (const agent of config.agents) checkReferences(agent, { config, present, refuse });
  for (const person of config.people) checkTwin(person, { config, present, refuse });
  for (const group of config.groups) checkMembers(group, { config, present, refuse });
  for (const channel of config.channels) checkChannel(channel, present, refuse);
  for (const rule of config.rules) checkTold(rule, { config, present, refuse });
  await checkRules(config, refuse);
  if (problems.length > 0) throw refuseFile(config.file, problems);
}

async function checkPerson(
  person: DeclaredPerson,
  { present, hash, refuse }: { present: Present; hash: string | undefined; refuse: Refuse },
): Promise<void> {
  const { path, email, accessToken } = person;
  const before = present.people.get(email);
  const onPage = before?.source === "page";
  const holder = accessToken && (await findTokenHolder(digestOf(accessToken.value)));
  if (holder && (holder.source === "page" || holder.humanId !== before?.id))
    refuse(
      [...path, "accessToken", "value"],
      "This access token exists already, and is not this person's from a file.",
    );
  if (!onPage) return;
  if (before.state === "disabled" && !(await wasDisabledByFile("human", before.id)))
    refuse(path, `${email} was disabled on the page. Enable them there first, or take them out of the file.`);
  if (before.state === "active" && hash && before.passwordHash && hash !== before.passwordHash)
    refuse(
      [...path, "password"],
      `${email} has a password of their own, set on the page. Leave password out, and they keep it.`,
    );
}

async function checkServer(server: DeclaredServer, present: Present, refuse: Refuse): Promise<void> {
  const { path, name, url, credential } = server;
  const before = present.servers.get(name);
  if (before?.source !== "page") return;
  if (before.state === "disabled" && (await wasDisabledByFile("server", before.id))) return;
  if (before.url !== url)
    refuse([...path, "url"], `A server called ${name} was made on the page, with another address. Use another name.`);
  if (before.credential && !credential)
    refuse(path, `${name} has a credential that was set on the page. Declare it here too, or remove it there.`);
}

async function checkAgent(agent: DeclaredAgent, present: Present, refuse: Refuse): Promise<void> {
  const { path, name, owner } = agent;
  const before = present.agents.get(name);
  if (before?.source !== "page") return;
  const byFile = before.state === "disabled" && (await wasDisabledByFile("agent", before.id));
  if (before.state === "disabled" && !byFile)
    refuse(path, `${name} was disabled on the page. Enable it there first, or take it out of the file.`);
  if (before.state === "active" && before.ownerEmail !== owner)
    refuse([...path, "owner"], `An agent called ${name} was made on the page and is ${before.ownerEmail}'s.`);
}

function checkReferences(
  agent: DeclaredAgent,
  { config, present, refuse }: { config: Config; present: Present; refuse: Refuse },
): void {
  const declared = config.people.some(({ email }) => email === agent.owner);
  const owner = declared ? null : sayOwner(agent, config, present);
  if (owner) refuse([...agent.path, "owner"], owner);
  const scope = agent.charter?.scope ?? [];
  for (const [index, { server }] of scope.entries()) {
    const sentence = config.servers.some(({ name }) => name === server) ? null : sayServer(server, config, present);
    if (sentence) refuse([...agent.path, "charter", "scope", index, "server"], sentence);
  }
}

type Around = { config: Config; present: Present; refuse: Refuse };

function checkTwin({ path, samePersonAs }: DeclaredPerson, { config, present, refuse }: Around): void {
  const sentence = samePersonAs && sayUnknown(samePersonAs, config, present);
  if (sentence) refuse([...path, "samePersonAs"], sentence);
}

function checkMembers({ path, members }: DeclaredGroup, { config, present, refuse }: Around): void {
  for (const [index, email] of members.entries()) {
    const sentence = sayUnknown(email, config, present);
    if (sentence) refuse([...path, index], sentence);
  }
}

function sayUnknown(email: string, config: Config, present: Present): string | null {
  const known = [...config.people.map((person) => person.email), ...present.people.keys()];
  return known.includes(email) ? null : `There is no ${email} here.${didYouMean(email, known)}`;
}

/** What is wrong with an owner whom the file does not declare: they must be somebody who is active and stays so. */
function sayOwner({ name, owner }: DeclaredAgent, config: Config, present: Present): string | null {
  const before = present.people.get(owner);
  const known = [...config.people.map(({ email }) => email), ...present.people.keys()];
  if (!before) return `There is no ${owner} here.${didYouMean(owner, known)}`;
  if (before.source === "config") return `This file no longer declares ${owner}, who would be disabled by it.`;
  // Whoever leaves keeps their agents until somebody else takes them: saying so again changes nothing.
  if (before.state === "active" || present.agents.get(name)?.ownerEmail === owner) return null;
  return `${owner} is disabled. An agent's owner is somebody who is active.`;
}

/** What is wrong with a server of a scope that the file does not declare. */
function sayServer(server: string, config: Config, present: Present): string | null {
  const before = present.servers.get(server);
  const known = [...config.servers.map(({ name }) => name), ...present.servers.keys()];
  if (!before) return `There is no server called ${server}.${didYouMean(server, known)}`;
  return before.source === "config" ? `This file no longer declares the server ${server}.` : null;
}

/** Rules that were made on the page stay, and no rule of the file may contradict them. */
async function checkRules({ rules, groups }: Config, refuse: Refuse): Promise<void> {
  const names = new Set(rules.map(({ body }) => body.name));
  const known = [...groups.map(({ name }) => name), ...(await listGroupNames())];
  const staying = (await listRules()).filter(({ name, source }) => source === "page" && !names.has(name));
  for (const { body, path } of rules) {
    for (const { field, sentence } of checkRule(body, staying).errors) refuse(pathOfField(path, field), sentence);
    const missing = (all: readonly string[]) => all.filter((one) => !known.includes(one));
    for (const name of missing(groupsIn({ any: body.approvers, denials: body.denials, escalate: body.escalate })))
      refuse([...path, "approvers"], `There is no group ${name}.${didYouMean(name, known)}`);
    for (const name of missing(body.tell.flatMap((told) => groupTold(told) ?? [])))
      refuse([...path, "tell"], `There is no group ${name}.${didYouMean(name, known)}`);
  }
}
