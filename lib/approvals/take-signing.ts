import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import type { SignedIn } from "../identity/schema";

/** Takes a started signing: it is good once. @throws SIGNING_SPENT when it is not good any more, or never was here. */
export async function takeSigning(
  tx: Tx,
  { id, approvalId, person }: { id: string; approvalId: string; person: SignedIn },
): Promise<string> {
  const rows = await tx.$queryRaw<{ envelope: string }[]>`
    UPDATE signing SET used_at = clock_timestamp()
    WHERE id = ${id}::uuid AND approval_id = ${approvalId}::uuid AND human_id = ${person.human.id}::uuid
      AND session_hash = ${person.sessionHash} AND used_at IS NULL AND expires_at > clock_timestamp()
    RETURNING envelope`;
  const [row] = rows;
  if (!row) throw new AppError("SIGNING_SPENT", "The signature took more than 5 min, or was used already. Sign again.");
  return row.envelope;
}
