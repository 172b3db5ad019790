import { putBody, record, saltBody } from "../audit/index";
import { canonicalJson, digestOf, type Json, newId } from "../base/index";
import type { Tx } from "../db/index";
import { reasonSchema } from "../policy/schema";
import { lockTask } from "../tasks/index";
import { heldFactsSchema } from "./canary-store";
import { approvalDigest } from "./digests";
import { type Asked, askedSchema } from "./schema";
import { type Spoiled, spoilArguments } from "./spoil-arguments";

/** How many agents' tools are tried before there is none this time. */
const TRIED = 50;

type Template = {
  agentId: string;
  taskId: string;
  epoch: number;
  requesterId: string;
  serverId: string;
  readySeconds: number;
  reasons: unknown;
  asked: unknown;
  class: string;
  reviewBy: string;
  ruleId: string | null;
  ruleVersion: number | null;
  glassSeconds: number;
  seconds: number;
  arguments: string;
  held: string;
};

/**
 * Seeds one canary: a call that a person approved before, of a task that runs now, with one value in it that should not
 * be there. It is written as a canary alone. Its call has an id that no agent ever sent and no hold, so there is nothing
 * that an answer could let through.
 *
 * @param draw Gives a whole number from 0 to below its argument.
 * @returns Its id; null when there is no call to make one from, or one waits already.
 */
export async function seedCanary(tx: Tx, draw: (below: number) => number): Promise<string | null> {
  if ((await tx.canary.count({ where: { state: "pending" } })) > 0) return null;
  const templates = await readTemplates(tx);
  const from = templates.length > 0 ? draw(templates.length) : 0;
  for (const template of [...templates.slice(from), ...templates.slice(0, from)]) {
    const asked = askedSchema.parse(template.asked);
    const given = JSON.parse(template.arguments) as { [name: string]: Json }; // canonical JSON of an object that we stored
    const spoiled = spoilArguments(given, asked.calls[0]?.mask ?? [], draw);
    if (spoiled) return write(tx, { template, asked, spoiled });
  }
  return null;
}

/**
 * The latest call of each agent and tool within 30 days of those that a canary can look like: one approver's answer
 * sufficed for it, without a signature, its task runs and still holds its tool, and nothing denies calls to that.
 */
async function readTemplates(tx: Tx): Promise<Template[]> {
  return tx.$queryRaw<Template[]>`
    SELECT DISTINCT ON (a.agent_id, h.server_id, h.tool) a.agent_id::text AS "agentId", a.task_id::text AS "taskId", t.epoch, g.owner_id::text AS "requesterId",
      h.server_id::text AS "serverId", h.ready_seconds AS "readySeconds", a.reasons, a.asked, a.class, a.review_by AS "reviewBy",
      a.rule_id::text AS "ruleId", a.rule_version AS "ruleVersion", a.glass_seconds AS "glassSeconds",
      GREATEST(60, EXTRACT(EPOCH FROM a.decide_by - a.created_at))::int AS seconds, b.content AS arguments, e.body AS held
    FROM approval a JOIN hold h ON h.approval_id = a.id JOIN task t ON t.id = a.task_id AND t.state = 'running'
      JOIN "grant" r ON r.id = t.grant_id
      JOIN agent g ON g.id = a.agent_id AND g.state = 'active' AND g.locked IS NULL
      JOIN server s ON s.id = h.server_id AND s.state = 'active'
      JOIN tool p ON p.server_id = s.id AND p.name = h.tool AND p.state = 'pinned' AND p.locked IS NULL
        AND p.digest = h.tool_digest AND p.class = a.class
      JOIN body b ON b.call_id = h.call_id AND b.kind = 'arguments' AND b.content IS NOT NULL
      JOIN entry e ON e.call_id = h.call_id AND e.kind = 'call.held'
    WHERE a.decided_at > clock_timestamp() - interval '30 days' AND a.kind = 'call' AND a.state = 'approved' AND a.sign = 'none'
      AND a.class <> 'unclassed' AND jsonb_array_length(a.asked->'calls') = 1
      AND a.asked->'needs' = '[{"any": [{"approve": 1}], "denials": 1, "escalate": null}]'::jsonb
      AND r.scope @> jsonb_build_array(jsonb_build_object('server', s.name, 'tools', jsonb_build_array(h.tool)))
      AND t.end_at > clock_timestamp() + interval '5 minutes'
    ORDER BY a.agent_id, h.server_id, h.tool, a.decided_at DESC LIMIT ${TRIED}::int`;
}

type Writing = { template: Template; asked: Asked; spoiled: Spoiled };

async function write(tx: Tx, { template, asked: like, spoiled }: Writing): Promise<string | null> {
  const [call] = like.calls;
  // From here on the task stays as it is: what moves it later ends the canary.
  const task = await lockTask(tx, template.taskId);
  if (!call || task?.state !== "running" || task.epoch !== template.epoch) return null;
  const { agentId, taskId, epoch, requesterId, serverId, readySeconds, seconds, reviewBy, glassSeconds } = template;
  const content = canonicalJson(spoiled.arguments);
  const { edited: _edited, ...same } = call;
  const asked: Asked = {
    authority: null,
    needs: like.needs,
    calls: [{ ...same, holdId: newId(), callId: newId(), argumentsDigest: digestOf(content) }],
  };
  const [made] = asked.calls;
  if (!made) return null;
  const [id, digest] = [newId(), approvalDigest("call", taskId, epoch, asked)];
  await putBody(tx, saltBody(made.callId, "arguments", content));
  const reasons = reasonSchema
    .array()
    .parse(template.reasons)
    .filter(({ code }) => REPEATED.has(code));
  const { ruleId, ruleVersion, class: of } = template;
  const held = heldFactsSchema.parse((JSON.parse(template.held) as { facts: unknown }).facts); // an entry of ours
  const { pointer, suspicious } = spoiled;
  const [clock] = await tx.$queryRaw<{ decideBy: Date }[]>`
    SELECT LEAST(clock_timestamp() + make_interval(secs => ${seconds}::int), end_at) AS "decideBy" FROM task WHERE id = ${taskId}::uuid`;
  if (!clock) return null;
  await tx.canary.create({
    data: {
      ...{ id, agentId, taskId, epoch, serverId, reasons, asked, digest, class: of, reviewBy, ruleId, ruleVersion },
      ...{ requesterId, glassSeconds, readySeconds, held, pointer, suspicious, decideBy: clock.decideBy },
    },
  });
  await record(tx, { kind: "canary.seeded", approvalId: id, digest, facts: { class: of } });
  return id;
}

/** Why calls are held as such; what was particular to that one call is not said again. */
const REPEATED: ReadonlySet<string> = new Set(["held_by_rule", "unclassed"]);
