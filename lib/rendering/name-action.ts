import type { ActionClass } from "../policy/schema";
import { ACTION_FILLERS, ACTION_VERBS, type ActionVerb, actionThing, type Thing } from "./action-words";
import { kindOfText } from "./kind-of-text";
import { countCommands } from "./say-shell";
import { sqlVerbs } from "./say-sql";
import { legible, plainKey, TELLING, tellingArgument } from "./telling-argument";

/** A call; of its arguments those that the tool's definition declares. */
export type NamedCall = { server: string; tool: string; class: ActionClass; arguments: unknown };

/** What a call does, in words of ours; values of the arguments stand apart from them. */
export type NamedAction = {
  /** "Delete 3 files", "Run 2 SQL statements, SELECT and DROP TABLE,". */
  says: string;
  /** The things it names; never more than are legible in a sentence. */
  names: string[];
  /** Where to or to whom, when an argument says it. */
  to: string | null;
  /** In which repository, when two arguments say it. */
  within: string | null;
};

/** So many names are legible in a sentence. */
const NAMES_MOST = 3;

/**
 * Names what a call does, by its tool's name, class and arguments: "Write 1 file" and which. The tool's name and the
 * arguments come from outside, so every word of the sentence is from a closed list of ours, all of the name must be
 * known, and a verb that only looks is never said of a tool that may do more.
 *
 * @returns Null when it cannot be said without guessing; a sentence then names the tool alone.
 */
export function nameAction(call: NamedCall): NamedAction | null {
  const given = call.arguments;
  if (typeof given !== "object" || given === null || Array.isArray(given)) return null;
  return nameByTool(call, given as Given) ?? nameByText(given as Given); // JSON that is no list
}

function nameByTool({ server, tool, class: severity }: NamedCall, given: Given): NamedAction | null {
  const [head = "", ...rest] = wordsOf(tool, server);
  const verb = ACTION_VERBS.get(head);
  const things = verb && thingsOf(rest);
  const thing = things?.at(-1);
  if (!verb || !thing || severity === "unclassed" || verb.reads !== (severity === "read")) return null;
  const before = things?.slice(0, -1).map(({ one }) => `${one} `) ?? [];
  const listed = listOf(thing, given);
  const names = listed ? namesOf(listed) : [nameOf(verb, thing, given)].flatMap((name) => name ?? []);
  return {
    says: `${verb.says} ${sayThing(verb, { ...thing, before: before.join(""), count: listed?.length })}`,
    names,
    to: verb.goes ? textAt(given, TO) : null,
    within: withinOf(thing, given),
  };
}

/** `deleteFile`, `delete-file`, `files.delete_file` on files: delete, file. */
function wordsOf(tool: string, server: string): string[] {
  const split = (text: string) =>
    text
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter(Boolean);
  const [words, prefix] = [split(tool), split(server)];
  return prefix.every((word, at) => words[at] === word) ? words.slice(prefix.length) : words;
}

/** The things that words name, the last being what it is about; null when a word is not known. */
function thingsOf(words: readonly string[]): Thing[] | null {
  const things: Thing[] = [];
  for (let at = 0; at < words.length; ) {
    const [word = "", next] = [words[at], words[at + 1]];
    const pair = actionThing(`${word} ${next}`);
    const thing = pair ?? actionThing(word);
    if (!thing && !ACTION_FILLERS.has(word)) return null;
    if (thing) things.push(thing);
    at += pair ? 2 : 1;
  }
  return things;
}

type Counted = Thing & { before: string; count: number | undefined };

function sayThing(verb: ActionVerb, { one, many, isMany, before, count }: Counted): string {
  if (count !== undefined) return `${count} ${before}${count === 1 ? one : many}`;
  return isMany || verb.any ? `${before}${many}` : `1 ${before}${one}`;
}

type Given = Readonly<Record<string, unknown>>;

const FROM = ["source", "from", "oldpath", "oldname"];
const TO = ["to", "recipient", "recipients", "destination", "dest", "target", "newpath", "newname", "channel"];
const LISTS = ["paths", "ids", "names", "keys", "items", "urls"];

const textAt = (given: Given, keys: readonly string[]): string | null => tellingArgument(given, keys)?.text ?? null;

function nameOf({ goes }: ActionVerb, { one }: Thing, given: Given): string | null {
  const thing = plainKey(one);
  const short = one === "repository" ? ["repo"] : [];
  const own = [thing, ...short].flatMap((name) => [name, `${name}name`, `${name}key`, `${name}number`, `${name}id`]);
  return textAt(given, [...own, ...(goes === "from and to" ? FROM : []), ...TELLING]);
}

/** The list of what it is about. Of one thing, a list of something else may be a part: the items of an order. */
function listOf({ one, many, isMany }: Thing, given: Given): unknown[] | null {
  const wanted = [plainKey(many), `${plainKey(one)}s`, `${plainKey(one)}ids`, ...(isMany ? LISTS : [])];
  for (const [key, value] of Object.entries(given))
    if (Array.isArray(value) && wanted.includes(plainKey(key))) return value;
  return null;
}

/** All of a short list, or nothing: a part of it would look like the whole. */
function namesOf(list: readonly unknown[]): string[] {
  const names = list.flatMap((value) => legible(value) ?? []);
  return names.length === list.length && names.length <= NAMES_MOST ? names : [];
}

function withinOf({ one }: Thing, given: Given): string | null {
  const [owner, repository] = [textAt(given, ["owner"]), textAt(given, ["repo", "repository"])];
  return owner && repository && one !== "repository" ? `${owner}/${repository}` : null;
}

/** A call whose one text is SQL or for a shell does what the text says, whatever the tool is called. */
function nameByText(given: Given): NamedAction | null {
  const texts = Object.entries(given).flatMap(([name, value]) => (typeof value === "string" ? [{ name, value }] : []));
  const [told, ...others] = texts.flatMap(({ name, value }) => {
    const kind = kindOfText(value, name, {});
    return kind === "sql" || kind === "shell" ? [{ kind, value }] : [];
  });
  if (!told || others.length > 0) return null;
  const alone = { names: [], to: null, within: null };
  if (told.kind === "sql") return { ...alone, says: saySqlRun(sqlVerbs(told.value)) };
  const names = [legible(told.value)].flatMap((name) => name ?? []);
  return { ...alone, says: `Run ${counted(countCommands(told.value), "shell command")}`, names };
}

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** A verb that is none of SQL's is text from outside and stays out of the sentence. */
const SQL_VERB =
  /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|GRANT|REVOKE|(?:CREATE|ALTER|DROP|TRUNCATE)(?: (?:TABLE|VIEW|INDEX|DATABASE|SCHEMA|ROLE|USER|FUNCTION|TRIGGER))?)$/;

function saySqlRun(verbs: readonly string[]): string {
  const statements = counted(verbs.length, "SQL statement");
  const all = [...new Set(verbs)];
  const known = all.length > 0 && all.length <= NAMES_MOST && all.every((verb) => SQL_VERB.test(verb));
  return known ? `Run ${statements} (${all.join(", ")})` : `Run ${statements}`;
}
