import { type BodyKind, findBody } from "../audit/index";
import { canonicalJson, type Json } from "../base/index";
import { may, type Person } from "../identity/schema";
import { maskValues } from "../rendering/schema";
import type { BodyView } from "./atoms";

/**
 * Reads a payload for somebody: complete but for what a rule masks, or why it is not shown. Whoever may not see payloads
 * learns nothing of it.
 *
 * @param mask Names whose values are not shown, to anybody.
 */
export async function readBodyView(
  person: Person,
  { callId, kind, mask }: { callId: string; kind: BodyKind; mask: readonly string[] },
): Promise<BodyView> {
  if (!may(person, "see_bodies")) return { state: "withheld" };
  const body = await findBody(callId, kind);
  if (!body) return { state: "none" };
  if (body.content === null) return { state: "erased", at: (body.erasedAt ?? new Date(0)).toISOString() };
  return { state: "shown", bytes: Buffer.byteLength(body.content), ...maskText(body.content, mask) };
}

/** A stored payload is canonical JSON; it is written anew only where something of it is masked. */
export function maskText(content: string, mask: readonly string[]): { text: string; masked: string[] } {
  if (mask.length === 0) return { text: content, masked: [] };
  const { value, masked } = maskValues(JSON.parse(content) as Json, mask);
  return { text: masked.length === 0 ? content : canonicalJson(value), masked };
}
