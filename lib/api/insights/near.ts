import { siblingOf } from "../../approvals/index";
import { canonicalJson, digestOf, type Json } from "../../base/index";

/**
 * Arguments without what a reader takes for no difference: spaces, upper and lower case, and forms of the same letter.
 *
 * Source: Unicode Standard Annex 15 (NFKC).
 */
export type Plain = { arguments: Json; argumentsDigest: string };

export function plainly(given: Json): Plain {
  const plain = plainValue(given);
  return { arguments: plain, argumentsDigest: digestOf(canonicalJson(plain)) };
}

function plainValue(value: Json): Json {
  if (typeof value === "string") return value.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plainValue(inner)]));
}

/** Whether plain arguments of the same tool say the same, but for members that one of them leaves out. */
export function isNear(one: Plain, other: Plain): boolean {
  const call = { approvalId: "", server: "", tool: "", toolDigest: "" };
  return siblingOf({ ...call, ...one }, { ...call, ...other }) !== null;
}
