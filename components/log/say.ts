import type { z } from "zod";
import type { LogRow } from "@/lib/api/schema";
import type { EVENTS, EventKind } from "@/lib/audit/schema";

/** A piece of a sentence of ours. What has a kind was named by others: it is shown as untrusted text, and may be linked. */
export type Named = {
  text: string;
  as: "person" | "agent" | "task" | "server" | "tool" | "rule" | "approval" | "value";
  id?: string;
};
export type Part = string | Named;

/** What a sentence may use of an entry beside its facts. */
export type SaidEntry = Pick<
  LogRow,
  "kind" | "names" | "tool" | "humanId" | "agentId" | "taskId" | "serverId" | "approvalId"
>;
export type FactsOf<Kind extends EventKind> = z.infer<(typeof EVENTS)[Kind]>;
/** The sentence of each kind of entry. Closed: a kind without a sentence does not compile. */
export type Sentences = { readonly [Kind in EventKind]: (facts: FactsOf<Kind>, entry: SaidEntry) => Part[] };
/** The kinds of one subject: those whose name begins with it. */
export type KindsAbout<Subject extends string> = Extract<EventKind, `${Subject}.${string}`>;

type Said = Part | readonly Part[];

/** Puts a sentence together from words and names: say`${agent} withdrew ${task}`. */
export function say(words: TemplateStringsArray, ...names: readonly Said[]): Part[] {
  return words
    .flatMap((word, at): Part[] => {
      const name = names[at];
      return [word, ...(name === undefined ? [] : partsOf(name))];
    })
    .filter((part) => part !== "");
}

const partsOf = (said: Said): readonly Part[] => (typeof said === "string" || "text" in said ? [said] : said);

/** Something from outside, as it is. */
export const value = (text: string): Named => ({ text, as: "value" });

/** Whoever did it, where it was a person. */
function whoOf({ names, humanId }: SaidEntry): Named | null {
  return humanId === undefined ? null : { text: names.person ?? "somebody", as: "person", id: humanId };
}

/** A sentence with whoever did it before it; another one where it was the configuration, the command line or a clock. */
export function by(entry: SaidEntry, done: Said, alone: Said): Part[] {
  const who = whoOf(entry);
  return who ? say`${who} ${done}` : [...partsOf(alone)];
}

export const agentOf = ({ names, agentId }: SaidEntry): Part =>
  agentId === undefined ? "an agent" : { text: names.agent ?? "an agent", as: "agent", id: agentId };

export const taskOf = ({ names, taskId }: SaidEntry): Part =>
  taskId === undefined ? "a task" : { text: names.task ?? "a task", as: "task", id: taskId };

export const serverOf = ({ names, serverId }: SaidEntry): Part =>
  serverId === undefined ? "a server" : { text: names.server ?? "a server", as: "server", id: serverId };

/** "create_release on github". */
export function toolOf(entry: SaidEntry): Part[] {
  if (entry.tool === undefined) return ["a call"];
  const tool: Part = { text: entry.tool, as: "tool" };
  return entry.serverId === undefined ? [tool] : say`${tool} on ${serverOf(entry)}`;
}

/** "read, write and destructive"; nothing for an empty list. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** "roles viewer, approver" is "roles": the names of what differs, in words. */
export function changedWords(after: unknown, words: Readonly<Record<string, string>>): string {
  if (typeof after !== "object" || after === null) return "something";
  const said = Object.keys(after).flatMap((key) => words[key] ?? []);
  return listed([...new Set(said)]) || "something";
}
