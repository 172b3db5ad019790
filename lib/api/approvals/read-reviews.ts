import type { ApprovalRow } from "../../approvals/index";
import { db } from "../../db/index";
import type { Counted } from "./read-quorum";
import { type ReviewView, reviewViewSchema } from "./review-schema";

type Row = Omit<ReviewView, "at" | "by" | "void" | "for"> & {
  at: Date;
  byId: string;
  byName: string;
  forId: string | null;
  forName: string | null;
  /** It carried the approval. */
  carried: boolean;
};

/**
 * Reads every answer to an approval, oldest first: those that count no more, too, with why.
 *
 * @param counted Its votes as they count now; null once it is decided.
 */
export async function readReviews(approval: ApprovalRow, counted: Counted | null): Promise<ReviewView[]> {
  const rows = await db().$queryRaw<Row[]>`
    SELECT r.id::text, r.human_id::text AS "byId", h.name AS "byName", r.answer, r.reason, r.digest, r.via, r.given, r.created_at AS at,
      CASE WHEN s.review_id IS NULL THEN NULL
        ELSE jsonb_build_object('passkey', p.name, 'deviceBound', p.device_bound, 'evidence', s.digest) END AS signature,
      f.id::text AS "forId", f.name AS "forName",
      EXISTS (SELECT FROM signer c WHERE c.approval_id = r.approval_id AND c.human_id = r.human_id) AS carried
    FROM review r JOIN human h ON h.id = r.human_id LEFT JOIN review_signature s ON s.review_id = r.id
      LEFT JOIN passkey p ON p.id = s.passkey_id
      LEFT JOIN LATERAL (SELECT n.seat_id FROM signer n WHERE n.approval_id = r.approval_id AND n.human_id = r.human_id
        AND n.seat_id <> n.human_id LIMIT 1) AS n ON true LEFT JOIN human f ON f.id = n.seat_id
    WHERE r.approval_id = ${approval.id}::uuid ORDER BY r.created_at, r.id`;
  return rows.map(({ byId, byName, forId, forName, carried, at, ...review }) =>
    reviewViewSchema.parse({
      ...review,
      by: { id: byId, name: byName },
      for: forId === null ? null : { id: forId, name: forName },
      at: at.toISOString(),
      void: whyVoid({ ...review, byId, carried, at }, { approval, counted, rows }),
    }),
  );
}

type Around = { approval: ApprovalRow; counted: Counted | null; rows: readonly Row[] };

function whyVoid(
  review: Pick<Row, "id" | "digest" | "byId" | "at" | "answer" | "carried">,
  { approval, counted, rows }: Around,
): string | null {
  const changed = approval.voided.find(({ digest, at }) => digest === review.digest && review.at.toISOString() <= at);
  if (changed) return changed.because;
  const later = rows.find(({ byId, digest, at }) => byId === review.byId && digest === review.digest && at > review.at);
  if (later) return "Answered again since.";
  if (!counted) {
    const idle = approval.state === "approved" && !review.carried && review.answer !== "deny";
    return idle ? "When it was decided, it no longer counted or was not needed." : null;
  }
  const { count } = counted;
  const stands = [...count.approving, ...count.denying].some(({ id }) => id === review.id);
  return stands ? null : whyLost(review.id, counted);
}

function whyLost(id: string, { votes, excluded }: Counted): string | null {
  const vote = votes.find((one) => one.id === id);
  if (!vote) return "Answered to something else than is asked now.";
  if (!vote.voter.votes) return `${vote.voter.name} is no longer an approver.`;
  if (excluded.has(vote.voter.person)) return `${vote.voter.name} may not answer for this agent.`;
  return "The same person has answered again, with another account.";
}
