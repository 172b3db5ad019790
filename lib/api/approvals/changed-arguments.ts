import { findBody } from "../../audit/index";
import { canonicalJson, type Json } from "../../base/index";
import { maskValues } from "../../rendering/schema";
import type { Change } from "./change-schema";

type Fields = { [name: string]: Json };

/** A value longer than this is said to differ, and is read where it stands complete. */
const SHOWN_LENGTH = 300;

/**
 * Compares two stored arguments, argument by argument.
 *
 * @param before Names them, as `after` does: a call, or a person's edit of one.
 * @returns null when either was erased.
 */
export async function changedArguments(
  before: string,
  after: string,
  mask: readonly string[],
): Promise<Change[] | null> {
  const [was, is] = await Promise.all([findBody(before, "arguments"), findBody(after, "arguments")]);
  const [old, fresh] = [fieldsOf(was?.content), fieldsOf(is?.content)];
  if (!old || !fresh) return null;
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].sort();
  return names.flatMap((name): Change[] => {
    if (textOf(old[name]) === textOf(fresh[name])) return [];
    const [from, to] = [shown(name, old[name], mask), shown(name, fresh[name], mask)];
    return [{ what: "argument", name, before: from, after: to, direction: "other" }];
  });
}

/** The fields of canonical arguments that we stored; undefined when they were erased or are no object. */
function fieldsOf(content: string | null | undefined): Fields | undefined {
  if (!content) return undefined;
  const value = JSON.parse(content) as Json;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // Without a prototype: an argument may be called `constructor`, and one that is missing must be missing.
  return Object.assign(Object.create(null), value);
}

const textOf = (value: Json | undefined): string | null => (value === undefined ? null : canonicalJson(value));

/** A masked value is said to differ; what it is stays unsaid. */
function shown(name: string, value: Json | undefined, mask: readonly string[]): string | null {
  if (value === undefined) return null;
  const masked = canonicalJson((maskValues({ [name]: value }, mask).value as Fields)[name] ?? null);
  return masked.length > SHOWN_LENGTH ? `${canonicalJson(value).length} characters` : masked;
}
