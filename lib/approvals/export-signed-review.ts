import { AppError, isId } from "../base/index";
import { db } from "../db/index";
import { evidenceSchema, type SignedReview } from "./evidence";

type Stored = {
  evidence: string;
  digest: string;
  humanId: string;
  humanName: string;
  email: string;
  passkeyName: string;
  revokedAt: Date | null;
  revokedReason: string | null;
  seq: bigint | null;
  at: Date | null;
  kind: string | null;
};

/**
 * Gives what proves a signed review offline, as `verifySignedReview` reads it.
 *
 * @throws NOT_FOUND when there is no such review of this approval, or it was not signed with a passkey.
 */
export async function exportSignedReview(approvalId: string, reviewId: string): Promise<SignedReview> {
  const [row] = isId(approvalId) && isId(reviewId) ? await readStored(approvalId, reviewId) : [];
  if (!row) throw new AppError("NOT_FOUND", "There is no such review, or it was not signed with a passkey.");
  const entry =
    row.seq && row.at && row.kind ? { seq: row.seq.toString(), at: row.at.toISOString(), kind: row.kind } : null;
  return {
    evidence: evidenceSchema.parse(JSON.parse(row.evidence)),
    digest: row.digest,
    entry,
    signer: { id: row.humanId, name: row.humanName, email: row.email },
    passkey: {
      name: row.passkeyName,
      revokedAt: row.revokedAt?.toISOString() ?? null,
      revokedReason: row.revokedReason,
    },
  };
}

/** The ids of the signed reviews of an approval, the first one first. */
export async function signedReviewsOf(approvalId: string): Promise<string[]> {
  if (!isId(approvalId)) return [];
  const rows = await db().review.findMany({
    where: { approvalId, signature: { isNot: null } },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

async function readStored(approvalId: string, reviewId: string): Promise<Stored[]> {
  return db().$queryRaw<Stored[]>`
    SELECT s.evidence, s.digest, h.id::text AS "humanId", h.name AS "humanName", h.email, p.name AS "passkeyName",
      p.revoked_at AS "revokedAt", p.revoked_reason AS "revokedReason", e.seq, e.at, e.kind
    FROM review_signature s JOIN review r ON r.id = s.review_id JOIN human h ON h.id = r.human_id
      JOIN passkey p ON p.id = s.passkey_id
      LEFT JOIN entry e ON e.approval_id = r.approval_id AND e.human_id = r.human_id
        AND e.kind IN ('approval.voted', 'approval.approved', 'approval.denied', 'approval.broken_glass') AND position(s.digest IN e.body) > 0
    WHERE s.review_id = ${reviewId}::uuid AND r.approval_id = ${approvalId}::uuid`;
}
