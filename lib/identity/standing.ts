import type { Tx } from "../db/index";
import { db } from "../db/index";

/** Somebody who stands for another who is away. */
export type Seat = { id: string; name: string; groups: string[]; person: string };

/** What somebody is at this moment, as far as a vote depends on it. */
export type Standing = {
  id: string;
  name: string;
  /** The account that stands for the person: the same for all accounts of one person. */
  person: string;
  /** Active, and an approver: only then a vote counts at all. */
  votes: boolean;
  admin: boolean;
  /** Active, and may break the glass. */
  breaksGlass: boolean;
  groups: string[];
  /** Whose places in their groups they fill: people who are away and are approvers themselves. */
  standsFor: Seat[];
};

type Row = Omit<Standing, "standsFor" | "groups"> & { groups: string[] | null; active: boolean };
type AwayRow = { delegateId: string; id: string };

/**
 * Holds what the standing of people rests on until the transaction ends: nobody loses a role, a group or the account
 * itself between the count of votes and its commit. The caller has locked the task and its approvals before.
 */
export async function holdStanding(tx: Tx, humanIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT id FROM human WHERE id = ANY(${humanIds}::uuid[]) ORDER BY id FOR SHARE`;
  await tx.$queryRaw`SELECT human_id FROM group_member WHERE human_id = ANY(${humanIds}::uuid[])
    ORDER BY human_id, group_id FOR SHARE`;
}

/** Reads what people are at this moment; who is unknown is left out. */
export async function readStanding(humanIds: readonly string[], tx: Tx = db()): Promise<Map<string, Standing>> {
  if (humanIds.length === 0) return new Map();
  const away = await tx.$queryRaw<AwayRow[]>`
    SELECT delegate_id::text AS "delegateId", human_id::text AS id FROM absence
    WHERE delegate_id = ANY(${humanIds}::uuid[]) AND ended_at IS NULL
      AND from_at <= clock_timestamp() AND until_at > clock_timestamp() ORDER BY from_at, human_id`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT h.id::text, h.name, coalesce(h.same_person_as, h.id)::text AS person, h.state = 'active' AS active,
      h.state = 'active' AND 'approver' = ANY(h.roles) AS votes, h.state = 'active' AND 'admin' = ANY(h.roles) AS admin,
      h.state = 'active' AND h.break_glass AS "breaksGlass",
      (SELECT array_agg(g.name ORDER BY g.name) FROM group_member m JOIN review_group g ON g.id = m.group_id
        WHERE m.human_id = h.id) AS groups
    FROM human h WHERE h.id = ANY(${[...humanIds, ...away.map(({ id }) => id)]}::uuid[])`;
  const known = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    rows.map(({ active: _, ...row }) => {
      const absent = away.filter(({ delegateId }) => delegateId === row.id).map(({ id }) => known.get(id));
      const standsFor = absent.filter((one) => one?.votes === true).flatMap((one) => (one ? [toSeat(one)] : []));
      return [row.id, { ...row, groups: row.groups ?? [], standsFor }];
    }),
  );
}

const toSeat = ({ id, name, groups, person }: Row): Seat => ({ id, name, groups: groups ?? [], person });

/** Everybody whose vote could count now: active approvers, by name. */
export async function readVoters(tx: Tx = db()): Promise<Standing[]> {
  const rows = await tx.human.findMany({
    where: { state: "active", roles: { has: "approver" } },
    select: { id: true },
    orderBy: [{ name: "asc" }, { id: "asc" }],
    take: 1000,
  });
  const standing = await readStanding(
    rows.map(({ id }) => id),
    tx,
  );
  return rows.flatMap(({ id }) => standing.get(id) ?? []);
}
