import { z } from "zod";
import { toLogEntry } from "../../audit/index";
import { db } from "../../db/index";
import type { ApprovalDetail } from "./schema";

const factsSchema = z.object({ to: z.string(), whom: z.array(z.object({ id: z.string(), name: z.string() })) });

/** Reads to whom an approval went on, and when, as the log says. */
export async function readAskedFurther(approvalId: string): Promise<ApprovalDetail["askedFurther"]> {
  const rows = await db().$queryRaw<{ seq: bigint; at: Date; body: string }[]>`
    SELECT seq, at, body FROM entry WHERE approval_id = ${approvalId}::uuid AND kind = 'approval.escalated' ORDER BY seq`;
  return rows.map((row) => ({
    ...factsSchema.parse(toLogEntry(row).facts),
    at: row.at.toISOString(),
    seq: row.seq.toString(),
  }));
}
