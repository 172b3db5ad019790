import { db } from "../../db/index";
import { listAbsences } from "../../identity/index";
import { may, type Person, RIGHTS } from "../../identity/schema";
import { waitsFor } from "../approvals/may-answer";
import { databaseNow } from "../database-now";
import { readBrokenGlass } from "../glass/read-broken-glass";
import { toAbsenceRow } from "../groups/absences";
import type { Handler } from "../handler";
import { apiSettings } from "../settings";
import type { Me } from "./schema";

/** Nobody reads a larger number beside a word, and counting on would read the whole table. */
const COUNTED = 1000;

/** Tells who asks, what they may do, and what waits for them. */
export const me: Handler<"me"> = async (_, person) => {
  const seq = apiSettings().position().toString(); // before anything is read: what comes after is told live
  const [counts, house, glass, absences, now] = await Promise.all([
    readCounts(person),
    readHouse(),
    readBrokenGlass(person, { open: true }),
    listAbsences(),
    databaseNow(),
  ]);
  const away = absences.find(({ human }) => human.id === person.human.id);
  const { id, email, name, roles, seesBodies } = person.human;
  return {
    via: person.via,
    person: { id, email, name, roles, seesBodies },
    token: person.via === "token" ? { id: person.tokenId, name: person.tokenName, rights: person.rights } : null,
    rights: RIGHTS.filter((right) => may(person, right)),
    counts: {
      ...counts,
      glass: glass.filter(({ mine }) => mine).length,
      glassOverdue: glass.filter(({ overdue }) => overdue).length,
    },
    brokenGlass: glass.filter(({ active }) => active),
    away: away ? toAbsenceRow(away) : null,
    house,
    seq,
    now: now.toISOString(),
  };
};

type Counts = Omit<Me["counts"], "glass" | "glassOverdue">;

async function readCounts(person: Person): Promise<Counts> {
  const [row] = await db().$queryRaw<Counts[]>`
    WITH p AS (
      SELECT ${waitsFor(person)} AS mine FROM shown_approval a JOIN agent ag ON ag.id = a.agent_id
      WHERE a.state = 'pending' ORDER BY a.decide_by LIMIT ${COUNTED}::int)
    SELECT (SELECT count(*)::int FROM p WHERE mine) AS mine, (SELECT count(*)::int FROM p WHERE NOT mine) AS others,
      (SELECT count(*)::int FROM (SELECT FROM task WHERE state IN ('requested', 'running', 'paused') LIMIT ${COUNTED}::int) AS t) AS tasks,
      (SELECT count(*)::int FROM tool JOIN server s ON s.id = tool.server_id
        WHERE s.state = 'active' AND (tool.state = 'drifted' OR (tool.class IS NULL AND tool.state = 'pinned'))) AS tools`;
  return row ?? { mine: 0, others: 0, tasks: 0, tools: 0 };
}

async function readHouse(): Promise<Me["house"]> {
  const [row] = await db().$queryRaw<Me["house"][]>`
    SELECT (SELECT count(*)::int FROM server) AS servers, (SELECT count(*)::int FROM agent) AS agents,
      count(*)::int AS people, (count(*) FILTER (WHERE 'approver' = ANY(roles)))::int AS approvers
    FROM human WHERE state = 'active'`;
  return row ?? { servers: 0, agents: 0, people: 0, approvers: 0 };
}
