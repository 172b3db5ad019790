import type { InputOf, WaitingCall } from "@/lib/api/schema";
import { canonicalJson, type Json, parseStrictJson } from "@/lib/base/schema";
import { memberOf, namesIn } from "./pointer";

/** Arguments as they are sent with an edit. */
export type EditedArguments = NonNullable<InputOf<"reviewApproval">["arguments"]>;
type Fields = { [name: string]: Json };

const LIMITS = { bytes: 262_144, depth: 64 };

/** One argument that an edit puts in, takes out or changes; values as canonical JSON, null for none. */
export type EditedArgument = { name: string; before: string | null; after: string | null };

/** What was typed: what it would send and how that differs, or what is wrong with it. */
export type EditRead = { arguments: EditedArguments; changes: EditedArgument[] } | { problem: string };

/** The text that an editor begins with: the arguments as they are shown, a member a line. Empty when they are not shown. */
export function editText({ arguments: body }: WaitingCall): string {
  return body.state === "shown" ? JSON.stringify(JSON.parse(body.text), null, 2) : "";
}

/** Reads what was typed, by the rules by which the gateway reads an agent. */
export function readEdit(typed: string, { arguments: body }: WaitingCall): EditRead {
  if (body.state !== "shown") return { problem: "The arguments are not shown, so they cannot be edited." };
  const read = parseStrictJson(typed, LIMITS);
  if (read.refusal) return { problem: read.refusal.sentence };
  if (!isFields(read.value)) return { problem: "Arguments are one JSON object: {…}." };
  const changes = changesOf(JSON.parse(body.text) as Fields, read.value); // canonical JSON of an object
  return changes.length === 0
    ? { problem: "Nothing is changed yet." }
    : { arguments: read.value as EditedArguments, changes }; // JSON, as parsed
}

/** Where a value that is not shown stands in what was typed as it was shown: it is sent as it is (JSON pointers). */
export function maskedStill(typed: EditedArguments, { arguments: body }: WaitingCall): string[] {
  if (body.state !== "shown" || body.masked.length === 0) return [];
  const shown: unknown = JSON.parse(body.text);
  return body.masked.filter((pointer) => valueAt(typed, pointer) === valueAt(shown, pointer));
}

const valueAt = (of: unknown, pointer: string): unknown => namesIn(pointer).reduce(memberOf, of);

const isFields = (value: Json): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

function changesOf(before: Fields, after: Fields): EditedArgument[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return names.flatMap((name) => {
    const change = { name, before: textOf(before, name), after: textOf(after, name) };
    return change.before === change.after ? [] : [change];
  });
}

function textOf(of: Fields, name: string): string | null {
  return Object.hasOwn(of, name) ? canonicalJson(of[name] ?? null) : null;
}
