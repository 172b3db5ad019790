import type { LogRow } from "@/lib/api/schema";
import { EVENTS, type EventKind } from "@/lib/audit/schema";
import type { Part, SaidEntry, Sentences } from "./say";
import { AGENT_SENTENCES } from "./say-agent";
import { APPROVAL_SENTENCES } from "./say-approval";
import { CALL_SENTENCES } from "./say-call";
import { CANARY_SENTENCES } from "./say-canary";
import { GROUP_SENTENCES } from "./say-group";
import { HOUSE_SENTENCES } from "./say-house";
import { PERSON_SENTENCES } from "./say-person";
import { SERVER_SENTENCES } from "./say-server";
import { TASK_SENTENCES } from "./say-task";

const SENTENCES: Sentences = {
  ...TASK_SENTENCES,
  ...APPROVAL_SENTENCES,
  ...CANARY_SENTENCES,
  ...CALL_SENTENCES,
  ...PERSON_SENTENCES,
  ...GROUP_SENTENCES,
  ...AGENT_SENTENCES,
  ...SERVER_SENTENCES,
  ...HOUSE_SENTENCES,
};

/** Says an entry in one sentence. One whose facts are not of its kind's form is said by its kind, never left out. */
export function sayEntry(entry: SaidEntry & Pick<LogRow, "facts">): Part[] {
  const facts = EVENTS[entry.kind].safeParse(entry.facts);
  if (!facts.success) return [`An entry of kind ${entry.kind}`];
  return capitalized(sentenceOf(entry.kind)(facts.data, entry));
}

/** The schema that read the facts is the one of the same kind; the compiler cannot tell from a union of kinds. */
const sentenceOf = (kind: EventKind) => SENTENCES[kind] as (facts: unknown, entry: SaidEntry) => Part[];

function capitalized([first, ...rest]: Part[]): Part[] {
  if (typeof first !== "string") return first === undefined ? [] : [first, ...rest];
  return [first.charAt(0).toUpperCase() + first.slice(1), ...rest];
}

/** The sentence as plain text, for titles. */
export const plainSentence = (parts: readonly Part[]): string =>
  parts.map((part) => (typeof part === "string" ? part : part.as === "task" ? `“${part.text}”` : part.text)).join("");
