import { Prisma } from "../../../generated/prisma/client";
import { db } from "../../db/index";
import { type ActionClass, classSchema } from "../../policy/schema";

/** One person's last answer to an approval, with what is known of how they came to it. */
export type AnswerFact = ApprovalRef & {
  /** Whoever answered; of a person with several accounts the first. */
  human: { id: string; name: string };
  answer: string;
  /** Of what exactly it was an answer to. */
  digest: string;
  via: string;
  at: Date;
  /** How old the passkey was that it was signed with, in seconds; null: it was not signed. */
  passkeyAge: number | null;
  /** When the card was first before their eyes; null where no page told of it. */
  seenAt: Date | null;
  words: number | null;
  /** When the end of its arguments was. */
  endAt: Date | null;
};

/** An approval that was approved, denied or expired. */
export type ApprovalFact = ApprovalRef & {
  state: string;
  createdAt: Date;
  endedAt: Date;
  /** When a person revoked its task; null: nobody has. */
  revokedAt: Date | null;
};

/** What an approval was about. `call` is there when it was about exactly one call. */
type ApprovalRef = {
  approvalId: string;
  kind: string;
  class: ActionClass;
  agent: { id: string; name: string };
  rule: { id: string; name: string } | null;
  call: { server: string; tool: string; argumentsDigest: string; bodyId: string } | null;
};

export type Facts = {
  from: Date;
  to: Date;
  answers: AnswerFact[];
  approvals: ApprovalFact[];
  /** There was more of either than is looked at. */
  cut: boolean;
};

/** More than this of a period is not looked at: the latest come first. */
const LOOKED_AT = 20_000;

type Ref = {
  approvalId: string;
  kind: string;
  class: string;
  agentId: string;
  agentName: string;
  ruleId: string | null;
  ruleName: string | null;
  calls: number;
  server: string | null;
  tool: string | null;
  argumentsDigest: string | null;
  bodyId: string | null;
};
type AnswerRow = Ref & {
  humanId: string;
  humanName: string;
  answer: string;
  digest: string;
  via: string;
  at: Date;
  passkeyAge: number | null;
  seenAt: Date | null;
  words: number | null;
  endAt: Date | null;
};
type ApprovalRow = Ref & { state: string; createdAt: Date; endedAt: Date; revokedAt: Date | null };

/** Reads what was asked and answered in the days before now, by the database's clock. */
export async function readFacts(days: number): Promise<Facts> {
  const [period] = await db().$queryRaw<{ from: Date; to: Date }[]>`
    SELECT (t - make_interval(days => ${days}::int))::timestamptz(3) AS from, t AS to FROM (SELECT clock_timestamp()::timestamptz(3) AS t) AS c`;
  if (!period) throw new Error("a SELECT returned no row");
  const [answers, approvals] = await Promise.all([readAnswers(period), readApprovals(period)]);
  return {
    ...period,
    answers: answers.slice(0, LOOKED_AT).map(toAnswer),
    approvals: approvals.slice(0, LOOKED_AT).map(toApproval),
    cut: answers.length > LOOKED_AT || approvals.length > LOOKED_AT,
  };
}

type Period = { from: Date; to: Date };

/**
 * Whoever answers again replaces their own answer: the last one counts. To ask back is no answer yet; calls like it are
 * approved with it. A token sees no page, so it has no sight.
 */
async function readAnswers({ from, to }: Period): Promise<AnswerRow[]> {
  return db().$queryRaw<AnswerRow[]>`
    WITH r AS (
      SELECT id, approval_id, human_id, answer, digest, via, created_at FROM review r
      WHERE created_at > ${from}::timestamptz AND created_at <= ${to}::timestamptz
        AND answer <> 'ask' AND NOT EXISTS (SELECT FROM review l WHERE l.answer <> 'ask' AND l.approval_id = r.approval_id AND l.human_id = r.human_id
          AND (l.created_at, l.id) > (r.created_at, r.id))
      ORDER BY created_at DESC, id DESC LIMIT ${LOOKED_AT + 1}::int)
    SELECT a.id::text AS "approvalId", a.kind, a.class, a.agent_id::text AS "agentId", g.name AS "agentName",
      u.id::text AS "ruleId", u.name AS "ruleName", jsonb_array_length(a.asked->'calls') AS calls,
      a.asked->'calls'->0->>'server' AS server, a.asked->'calls'->0->>'tool' AS tool,
      a.asked->'calls'->0->>'argumentsDigest' AS "argumentsDigest", ${BODY_ID} AS "bodyId", h.id::text AS "humanId", h.name AS "humanName",
      CASE WHEN r.answer IN ('pattern', 'break_glass') THEN 'approve' ELSE r.answer END AS answer, r.digest, r.via, r.created_at AS at,
      EXTRACT(EPOCH FROM r.created_at - k.created_at)::float8 AS "passkeyAge", s.at AS "seenAt", s.words, e.at AS "endAt"
    FROM r JOIN approval a ON a.id = r.approval_id JOIN agent g ON g.id = a.agent_id
      JOIN human i ON i.id = r.human_id JOIN human h ON h.id = COALESCE(i.same_person_as, i.id)
      LEFT JOIN rule u ON u.id = a.rule_id
      LEFT JOIN review_signature v ON v.review_id = r.id LEFT JOIN passkey k ON k.id = v.passkey_id
      LEFT JOIN LATERAL (${sightOf("head")}) s ON true
      LEFT JOIN LATERAL (${sightOf("end")}) e ON true
    ORDER BY r.created_at DESC, r.id DESC`;
}

/** Under which id the arguments are kept that were asked about last: those of an edit, or the agent's. */
const BODY_ID = Prisma.sql`COALESCE(a.asked->'calls'->0->'edited'->>'id', a.asked->'calls'->0->>'callId')`;

/** What was in sight when somebody answered: of an edit and a pattern, what was asked before they changed it. */
const sightOf = (what: "head" | "end") => Prisma.sql`
  SELECT x.at, x.words FROM sight x WHERE r.via = 'page' AND x.approval_id = r.approval_id AND x.human_id = r.human_id
    AND (x.digest = r.digest OR r.answer IN ('edit', 'pattern')) AND x.what = ${what} AND x.at <= r.created_at
  ORDER BY x.at DESC LIMIT 1`;

async function readApprovals({ from, to }: Period): Promise<ApprovalRow[]> {
  return db().$queryRaw<ApprovalRow[]>`
    SELECT a.id::text AS "approvalId", a.kind, a.class, a.agent_id::text AS "agentId", g.name AS "agentName",
      u.id::text AS "ruleId", u.name AS "ruleName", jsonb_array_length(a.asked->'calls') AS calls,
      a.asked->'calls'->0->>'server' AS server, a.asked->'calls'->0->>'tool' AS tool,
      a.asked->'calls'->0->>'argumentsDigest' AS "argumentsDigest", ${BODY_ID} AS "bodyId", a.state, a.created_at AS "createdAt", a.decided_at AS "endedAt",
      CASE WHEN t.state = 'revoked' AND t.ended_by IS NOT NULL THEN t.ended_at END AS "revokedAt"
    FROM approval a JOIN agent g ON g.id = a.agent_id JOIN task t ON t.id = a.task_id LEFT JOIN rule u ON u.id = a.rule_id
    WHERE a.decided_at > ${from}::timestamptz AND a.decided_at <= ${to}::timestamptz AND a.state IN ('approved', 'denied', 'expired')
    ORDER BY a.decided_at DESC, a.id DESC LIMIT ${LOOKED_AT + 1}::int`;
}

function toRef(row: Ref): ApprovalRef {
  const { approvalId, kind, calls, server, tool, argumentsDigest, bodyId } = row;
  const one = kind === "call" && calls === 1 && server && tool && argumentsDigest && bodyId;
  return {
    approvalId,
    kind,
    class: classSchema.parse(row.class),
    agent: { id: row.agentId, name: row.agentName },
    rule: row.ruleId !== null && row.ruleName !== null ? { id: row.ruleId, name: row.ruleName } : null,
    call: one ? { server, tool, argumentsDigest, bodyId } : null,
  };
}

const toAnswer = (row: AnswerRow): AnswerFact => ({
  ...toRef(row),
  human: { id: row.humanId, name: row.humanName },
  answer: row.answer,
  digest: row.digest,
  via: row.via,
  at: row.at,
  passkeyAge: row.passkeyAge,
  seenAt: row.seenAt,
  words: row.words,
  endAt: row.endAt,
});

const toApproval = (row: ApprovalRow): ApprovalFact => ({
  ...toRef(row),
  state: row.state,
  createdAt: row.createdAt,
  endedAt: row.endedAt,
  revokedAt: row.revokedAt,
});
