import { findApproval, type HoldRow } from "../approvals/index";
import type { Edited } from "../approvals/schema";
import { canonicalJson, digestOf, type Json } from "../base/index";
import type { JsonObject } from "../mcp/index";
import { maskValues } from "../rendering/schema";
import { heldArguments, type Passage } from "./passage";

/** A call as people approved it, and what its agent is told of that. */
export type ApprovedCall = { passage: Passage; note: string | null };

/**
 * Puts the call that was approved in place of the one that came: under the id of its hold, and with the arguments that
 * a person put in place of the agent's, where somebody did.
 *
 * @returns null when those arguments were erased, or are not those that the approval binds: nothing may be sent then.
 */
export async function approvedCall(passage: Passage, ready: HoldRow): Promise<ApprovedCall | null> {
  const approved: Passage = { ...passage, callId: ready.callId };
  if (ready.editId === null) return { passage: approved, note: null };
  const approval = await findApproval(ready.approvalId);
  const asked = approval?.asked.calls.find(({ holdId }) => holdId === ready.id);
  const canonicalArguments = (await heldArguments(ready.editId))?.content;
  if (!asked?.edited || canonicalArguments === undefined) return null;
  const argumentsDigest = digestOf(canonicalArguments);
  if (argumentsDigest !== asked.argumentsDigest) return null;
  const given = JSON.parse(canonicalArguments) as JsonObject; // canonical JSON of an object that we stored
  const call = { ...passage.call, arguments: given, canonicalArguments, argumentsDigest };
  return { passage: { ...approved, call }, note: sayEdited(asked.edited, passage.call.arguments, given, asked.mask) };
}

/** What stands in a note of one value, in characters. */
const NOTED = 200;

function sayEdited({ by }: Edited, before: JsonObject, after: JsonObject, mask: readonly string[]): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const show = (of: JsonObject, name: string): string => {
    if (!Object.hasOwn(of, name)) return "left out";
    const { value } = maskValues({ [name]: of[name] as Json }, mask); // its own member
    const text = canonicalJson((value as JsonObject)[name] as Json);
    return text.length > NOTED ? `${text.slice(0, NOTED)}…` : text;
  };
  const differ = names.filter((name) => text(before, name) !== text(after, name));
  const said = differ.map((name) => `${JSON.stringify(name)} was ${show(before, name)}, sent: ${show(after, name)}`);
  return `Note of the gateway: ${by.name} changed this call before it ran. ${said.join("; ")}.`;
}

const text = (of: JsonObject, name: string): string | null =>
  Object.hasOwn(of, name) ? canonicalJson(of[name] as Json) : null; // its own member
