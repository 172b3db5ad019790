import { digestOf, fewRandomBytes } from "../base/index";
import type { Tx } from "../db/index";
import { db } from "../db/index";

export type BodyKind = "arguments" | "result";

/** A body that is about to be stored, and the digest by which its entry names it. */
export type NewBody = { callId: string; kind: BodyKind; salt: string; digest: string; content: string };

/**
 * Salts a body. The digest goes into the entry, the salt stays beside the content: when both are erased, the digest
 * says nothing about what was there.
 */
export function saltBody(callId: string, kind: BodyKind, content: string): NewBody {
  const salt = fewRandomBytes(16).toString("base64url");
  const digest = digestOf(salt + content);
  return { callId, kind, salt, digest, content };
}

/** Stores a salted body in the caller's transaction; storing the same one twice is harmless. */
export async function putBody(tx: Tx, body: NewBody): Promise<void> {
  await tx.$executeRaw`INSERT INTO body (call_id, kind, salt, digest, content)
    VALUES (${body.callId}::uuid, ${body.kind}, ${body.salt}, ${body.digest}, ${body.content}) ON CONFLICT DO NOTHING`;
}

/**
 * Reads arguments or the result of a call.
 *
 * @returns The content with its salt and digest, `erasedAt` when it was erased, or null when there never was one.
 */
export async function findBody(
  callId: string,
  kind: BodyKind,
  tx: Tx = db(),
): Promise<{ content: string | null; salt: string; digest: string; erasedAt: Date | null } | null> {
  return tx.body.findUnique({
    where: { callId_kind: { callId, kind } },
    select: { content: true, salt: true, digest: true, erasedAt: true },
  });
}
