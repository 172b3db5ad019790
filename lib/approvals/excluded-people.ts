import type { Tx } from "../db/index";
import { db } from "../db/index";
import type { ApprovalRow } from "./store";

/** Who may not answer an approval, by person, and the words that say why. */
export type Excluded = ReadonlyMap<string, { because: "owns" | "asked" | "stands_for"; name: string }>;

type Row = { id: string; person: string; name: string; because: "owns" | "asked" | "stands_for"; of: string };

/**
 * Reads who may not answer: the owner of the agent as it is now, whoever answered for it when it was asked (giving the
 * agent away frees nobody), and who stands for one of them while they are away. Every account of those people is meant.
 */
export async function readExcluded(
  approval: Pick<ApprovalRow, "agentId" | "requesterId">,
  tx: Tx = db(),
): Promise<Excluded> {
  const rows = await tx.$queryRaw<Row[]>`
    WITH p AS (
      SELECT coalesce(h.same_person_as, h.id) AS person, h.name, 'owns' AS because FROM agent a JOIN human h ON h.id = a.owner_id
      WHERE a.id = ${approval.agentId}::uuid
      UNION ALL SELECT coalesce(h.same_person_as, h.id), h.name, 'asked' FROM human h WHERE h.id = ${approval.requesterId}::uuid)
    SELECT person::text, name, because FROM p
    UNION ALL
    SELECT coalesce(d.same_person_as, d.id)::text, p.name, 'stands_for' FROM absence b JOIN human d ON d.id = b.delegate_id
      JOIN human o ON o.id = b.human_id JOIN p ON p.person = coalesce(o.same_person_as, o.id)
    WHERE b.ended_at IS NULL AND b.from_at <= clock_timestamp() AND b.until_at > clock_timestamp()`;
  const excluded = new Map<string, { because: Row["because"]; name: string }>();
  for (const { person, because, name } of rows) if (!excluded.has(person)) excluded.set(person, { because, name });
  return excluded;
}

/** Says why somebody may not answer, to themselves. */
export function sayExcluded({ because, name }: { because: Row["because"]; name: string }, agent: string): string {
  if (because === "owns") return `You own ${agent}; somebody else must decide.`;
  if (because === "asked") return `You owned ${agent} when this was asked; somebody else must decide.`;
  return `You stand for ${name}, who owns ${agent}; somebody else must decide.`;
}
