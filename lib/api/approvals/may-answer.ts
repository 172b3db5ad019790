import type { Prisma } from "../../../generated/prisma/client";
import { Prisma as Sql } from "../../../generated/prisma/client";
import { may, type Person } from "../../identity/schema";
import { answerOf, type Counted, isAsked } from "./read-quorum";
import type { ApprovalItem } from "./schema";

type Question = { state: string; reviewBy: string; sign: string };

/**
 * Says why an approval does not wait for somebody; null when it does. For showing only: the review itself decides
 * again, from rows it has locked.
 *
 * @param counted Its votes so far; null once it is decided.
 */
export function whyNotMine(
  person: Person,
  approval: Question & Parameters<typeof isAsked>[0],
  counted: Counted | null,
): ApprovalItem["notMine"] {
  const { state, reviewBy, sign } = approval;
  if (state !== "pending" || !counted) return "decided";
  if (!may(person, "review")) return "not_approver";
  if (counted.me && counted.excluded.has(counted.me.person)) return "own_agent";
  if (person.via === "token" && (reviewBy === "page" || sign !== "none")) return "page_only";
  if (answerOf(counted)) return "voted";
  return isAsked(approval, counted) ? null : "not_asked";
}

/** A canary that was answered is shown to whoever answered it, and to those who see how people answer. */
export function mayBeShown(person: Person): Prisma.Sql {
  if (may(person, "see_people_insights")) return Sql.sql`true`;
  return Sql.sql`(NOT a.canary OR a.state = 'pending' OR a.decided_by = ${person.human.id}::uuid)`;
}

/** Everything under which somebody is known here. */
const accountsOf = (person: Person): Prisma.Sql => Sql.sql`SELECT x.id FROM human x, human i
  WHERE i.id = ${person.human.id}::uuid AND COALESCE(x.same_person_as, x.id) = COALESCE(i.same_person_as, i.id)`;

/**
 * A condition on `shown_approval a` and `agent ag`, for pending ones: something was asked back about it that nobody has
 * answered yet, and this person answers for the agent, as its owner or as who owned it when it asked. For showing only.
 */
export function waitsForAnswer(person: Person): Prisma.Sql {
  if (person.via !== "page") return Sql.sql`false`;
  return Sql.sql`(EXISTS (SELECT FROM question q WHERE q.approval_id = a.id AND q.answer IS NULL)
    AND (ag.owner_id IN (${accountsOf(person)}) OR a.requester_id IN (${accountsOf(person)})))`;
}

/** A condition on the same: it waits for this person, to decide it or to answer what was asked back. */
export const waitsFor = (person: Person): Prisma.Sql => Sql.sql`(${isMine(person)} OR ${waitsForAnswer(person)})`;

/**
 * Whether it waits for somebody's decision, as a condition on `approval a` and `agent ag`, for pending ones. Here a vote
 * from before the question went on to more people does not keep it from waiting for whoever gave it: said again, it may
 * be enough by now.
 */
function isMine(person: Person): Prisma.Sql {
  if (!may(person, "review")) return Sql.sql`false`;
  const me = Sql.sql`${person.human.id}::uuid`;
  const accounts = accountsOf(person);
  const away = Sql.sql`b.ended_at IS NULL AND b.from_at <= clock_timestamp() AND b.until_at > clock_timestamp()`;
  const groups = Sql.sql`SELECT g.name FROM group_member m JOIN review_group g ON g.id = m.group_id
    WHERE m.human_id = ${me} OR m.human_id IN (SELECT b.human_id FROM absence b WHERE b.delegate_id = ${me} AND ${away})`;
  const byToken = person.via === "token" ? Sql.sql`AND a.review_by = 'any' AND a.sign = 'none'` : Sql.empty;
  return Sql.sql`(ag.owner_id NOT IN (${accounts}) AND (a.requester_id IS NULL OR a.requester_id NOT IN (${accounts}))
    AND NOT EXISTS (SELECT FROM absence b WHERE b.delegate_id IN (${accounts}) AND b.human_id IN (ag.owner_id, a.requester_id) AND ${away})
    AND NOT EXISTS (SELECT FROM review r WHERE r.approval_id = a.id AND r.digest = a.digest AND r.human_id IN (${accounts})
      AND r.created_at > COALESCE((SELECT max((e->>'at')::timestamptz) FROM jsonb_array_elements(a.escalated) e), '-infinity'))
    AND EXISTS (SELECT FROM jsonb_array_elements(a.asked->'needs') WITH ORDINALITY AS n(need, at),
        jsonb_array_elements(n.need->'any' || CASE WHEN EXISTS (SELECT FROM jsonb_array_elements(a.escalated) e WHERE (e->>'need')::int = n.at - 1)
          AND jsonb_typeof(n.need->'escalate'->'approve') = 'number' THEN jsonb_build_array(n.need->'escalate') ELSE '[]'::jsonb END) AS w
      WHERE (w->>'role' IS NULL OR w->>'role' = ANY(${person.human.roles}::text[]))
        AND (w->>'group' IS NULL OR w->>'group' IN (${groups}))) ${byToken})`;
}
