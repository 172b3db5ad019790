import type { ApprovalKind, Asked, SentencePart } from "./schema";

/** What a sentence about an approval is made of: canonical data only, the purpose marked as the agent's words. */
export type Saying = {
  kind: ApprovalKind;
  asked: Pick<Asked, "authority" | "calls">;
  purpose: string;
  agent: string;
  owner: string;
  /** The arguments of its one call, for those who may see them. */
  arguments?: unknown;
};

const say = (text: string): SentencePart => ({ text });
const named = (as: NonNullable<SentencePart["as"]>, text: string): SentencePart => ({ text, as });

/** Says what an approval would let happen: a verb, how many, what, where. The parts joined are one sentence. */
export function sayVerb(saying: Saying): SentencePart[] {
  if (saying.kind === "start") return sayStart(saying);
  const calls = sayCalls(saying);
  return calls.length > 0 ? calls : [say("Go on")];
}

/** Says the rest of the sentence: in which task, as which agent, owned by whom. */
export function sayAs({ kind, purpose, agent, owner, asked }: Saying): SentencePart[] {
  const task = [say("“"), named("purpose", purpose), say("”")];
  const who = [say(", as "), named("agent", agent), say(", owned by "), named("person", owner)];
  if (kind === "start") return [...sayFirst(asked), say("as "), ...who.slice(1)];
  return [say(kind === "resume" ? "and resume the task " : "in "), ...task, ...who];
}

function sayStart({ asked, purpose }: Saying): SentencePart[] {
  const scope = asked.authority?.scope ?? [];
  const tools = scope.reduce((sum, part) => sum + part.tools.length, 0);
  const servers = scope.map((part) => part.server);
  return [
    say("Start “"),
    named("purpose", purpose),
    say(`” with ${tools} ${tools === 1 ? "tool" : "tools"} on `),
    ...list(servers.map((server) => named("server", server))),
  ];
}

/** The call that a start waits with. */
function sayFirst(asked: Saying["asked"]): SentencePart[] {
  const [first] = asked.calls;
  if (!first) return [];
  return [say("its first call is "), named("tool", first.tool), say(" on "), named("server", first.server), say("; ")];
}

function sayCalls({ asked, arguments: given }: Saying): SentencePart[] {
  const [first, ...others] = asked.calls;
  if (!first) return [];
  if (others.length === 0)
    return [say("Call "), named("tool", first.tool), say(" on "), named("server", first.server), ...sayTarget(given)];
  const servers = [...new Set(asked.calls.map((call) => call.server))];
  return [say(`Make ${asked.calls.length} calls on `), ...list(servers.map((server) => named("server", server)))];
}

/** Arguments by which people tell one call of a tool from another, most telling first. */
const TELLING = [
  "path",
  "file",
  "filename",
  "uri",
  "url",
  "name",
  "title",
  "table",
  "repo",
  "repository",
  "branch",
  "id",
];
const TARGET_LENGTH = 120;

/** Names what a call is about, when one argument says it; nothing is shortened for it. */
function sayTarget(given: unknown): SentencePart[] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return [];
  const texts = Object.entries(given).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" && entry[1] !== "" && entry[1].length <= TARGET_LENGTH,
  );
  const told = TELLING.map((name) => texts.find(([key]) => key.toLowerCase() === name)).find((entry) => entry);
  return told ? [say(`, ${told[0]} `), named("value", told[1])] : [];
}

/** `a`, `a and b`, `a, b and c`. */
function list(parts: SentencePart[]): SentencePart[] {
  return parts.flatMap((part, index) => {
    if (index === 0) return [part];
    return [say(index === parts.length - 1 ? " and " : ", "), part];
  });
}
