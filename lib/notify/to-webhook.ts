import { digestCode, routes } from "../base/index";
import type { Reader } from "./compose-message";
import type { Happening } from "./happening";
import { visible } from "./inert";
import type { Occasion } from "./occasion";

/** The version of the payload; a change that breaks readers gets a new one. */
export const PAYLOAD_VERSION = 1;

/** What a program is sent. `type` and `timestamp` stand where Standard Webhooks wants them. */
export type WebhookPayload = { type: string; version: typeof PAYLOAD_VERSION; timestamp: string; data: object };

/**
 * Says an event of an approval to a program. Texts are plain, hidden characters in them are named; whoever shows them
 * escapes them for where they stand.
 *
 * @param happenedAt When it was recorded: the same in every attempt.
 */
export function toWebhook(
  occasion: Occasion,
  { happening, happenedAt }: { happening: Happening; happenedAt: Date },
  { publicUrl }: Pick<Reader, "publicUrl">,
): WebhookPayload {
  const { approvalId, kind, state, taskId, agent, owner, digest, decideBy, createdAt, decidedAt, decidedBy } = occasion;
  const said = (parts: Occasion["verb"]) => visible(parts.map(({ text }) => text).join(""));
  return {
    type: typeOf(happening, occasion),
    version: PAYLOAD_VERSION,
    timestamp: happenedAt.toISOString(),
    data: {
      approval: {
        id: approvalId,
        kind,
        state,
        class: occasion.class,
        verb: said(occasion.verb),
        as: said(occasion.as),
        why: visible(occasion.why),
        digest,
        code: digestCode(digest),
        decideBy: decideBy.toISOString(),
        createdAt: createdAt.toISOString(),
        decidedAt: decidedAt?.toISOString() ?? null,
        decidedBy: decidedBy && { id: decidedBy.id, name: visible(decidedBy.name) },
        url: `${publicUrl}${routes.inbox(approvalId)}`,
      },
      task: { id: taskId },
      ...(happening.event === "glass" && { glass: glassOf(happening) }),
      agent: { id: agent.id, name: agent.name, owner: { id: owner.id, name: visible(owner.name) } },
    },
  };
}

const glassOf = ({ reason, until, judgeBy }: Happening) => ({
  reason: visible(reason ?? ""),
  until: until?.toISOString() ?? null,
  judgeBy: judgeBy?.toISOString() ?? null,
});

/** A payload that says it is only a test. */
export function toTestWebhook(by: string, now: Date): WebhookPayload {
  return { type: "channel.test", version: PAYLOAD_VERSION, timestamp: now.toISOString(), data: { by: visible(by) } };
}

function typeOf({ event }: Happening, { state }: Occasion): string {
  if (event === "glass") return "approval.broken_glass";
  if (event === "overdue") return "approval.glass_overdue";
  if (event !== "ended") return `approval.${event}`;
  return state === "withdrawn" || state === "superseded" ? `approval.${state}` : "approval.expired";
}
