import { nameAction, tellingArgument } from "../rendering/schema";
import type { ApprovalKind, Asked, AskedCall, SentencePart } from "./schema";

/** What a sentence about an approval is made of: canonical data only, the purpose marked as the agent's words. */
export type Saying = {
  kind: ApprovalKind;
  asked: Pick<Asked, "authority" | "calls">;
  purpose: string;
  agent: string;
  owner: string;
  /** The declared arguments of its one call, masked, for those who may see them. */
  arguments?: unknown;
};

const say = (text: string): SentencePart => ({ text });
const named = (as: NonNullable<SentencePart["as"]>, text: string): SentencePart => ({ text, as });

/** Says what an approval would let happen: a verb, how many, what, where. The parts joined are one sentence. */
export function sayVerb(saying: Saying): SentencePart[] {
  if (saying.kind === "start") return sayStart(saying);
  const calls = sayCalls(saying.asked, saying.arguments);
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

/**
 * Says what the calls of an approval do.
 *
 * @param given The declared arguments of its one call, masked, for those who may see them.
 */
export function sayCalls({ calls }: Pick<Asked, "calls">, given: unknown): SentencePart[] {
  const [first, ...others] = calls;
  if (!first) return [];
  if (others.length === 0) return sayCall(first, given);
  const servers = [...new Set(calls.map((call) => call.server))];
  return [say(`Make ${calls.length} calls on `), ...list(servers.map((server) => named("server", server)))];
}

function sayCall({ server, tool, class: severity }: AskedCall, given: unknown): SentencePart[] {
  const where = [named("tool", tool), say(" on "), named("server", server)];
  const action = nameAction({ server, tool, class: severity, arguments: given });
  if (!action) return [say("Call "), ...where, ...sayTarget(given)];
  const { says, names, to, within } = action;
  return [
    say(`${says} `),
    ...list(names.map((name) => named("value", name))),
    ...(to === null || names.includes(to) ? [] : [say(names.length > 0 ? " to " : "to "), named("value", to)]),
    ...(within === null ? [] : [say(" in "), named("value", within)]),
    say(names.length > 0 || to !== null || within !== null ? " with " : "with "),
    ...where,
  ];
}

/** Names what a call is about, when one argument says it. */
function sayTarget(given: unknown): SentencePart[] {
  const told = tellingArgument(given);
  return told ? [say(", "), named("value", told.key), say(" "), named("value", told.text)] : [];
}

/** `a`, `a and b`, `a, b and c`. */
function list(parts: SentencePart[]): SentencePart[] {
  return parts.flatMap((part, index) => {
    if (index === 0) return [part];
    return [say(index === parts.length - 1 ? " and " : ", "), part];
  });
}
