import { type BodyKind, findBody } from "../audit/index";
import { may, type Person } from "../identity/schema";
import type { BodyView } from "./atoms";

/** Reads a payload for somebody: complete, or why it is not shown. Whoever may not see payloads learns nothing of it. */
export async function readBodyView(person: Person, callId: string, kind: BodyKind): Promise<BodyView> {
  if (!may(person, "see_bodies")) return { state: "withheld" };
  const body = await findBody(callId, kind);
  if (!body) return { state: "none" };
  if (body.content === null) return { state: "erased", at: (body.erasedAt ?? new Date(0)).toISOString() };
  return { state: "shown", text: body.content, bytes: Buffer.byteLength(body.content) };
}
