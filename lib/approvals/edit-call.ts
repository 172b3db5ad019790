import { findBody, putBody, record, saltBody } from "../audit/index";
import { AppError, canonicalJson, digestOf, type Json, newId } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { restoreMasked } from "../rendering/schema";
import { askAnew } from "./ask-anew";
import type { Asked, AskedCall, ReviewInput } from "./schema";
import type { ApprovalRow } from "./store";

/** The longest arguments that somebody may put in place of the agent's, in bytes. */
export const EDITED_BYTES_MAX = 262_144;

type Editing = { person: Person; approval: ApprovalRow; input: ReviewInput };

/**
 * Puts a person's arguments in place of the agent's in a locked pending approval. Something else is asked then: the
 * digest changes, and votes on what was there count no more. The agent's own arguments stay stored beside them.
 *
 * @returns What the approval asks now.
 * @throws INVALID_INPUT when it is no question about one call, when nothing is changed, when they are too long, when
 *   the agent's own were erased, or when a masked value was moved.
 */
export async function editCall(tx: Tx, { person, approval, input }: Editing): Promise<ApprovalRow> {
  const call = onlyCall(approval);
  const content = await editedText(call, input);
  const argumentsDigest = digestOf(content);
  if (argumentsDigest === call.argumentsDigest)
    throw new AppError("INVALID_INPUT", "Nothing is changed: approve it as it is.", { field: "arguments" });
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const edit = newId();
  const { id, name } = person.human;
  const edited = {
    id: edit,
    from: call.edited?.from ?? call.argumentsDigest,
    by: { id, name },
    at: (clock?.now ?? new Date()).toISOString(),
  };
  const asked: Asked = { ...approval.asked, calls: [{ ...call, argumentsDigest, edited }] };
  const body = saltBody(edit, "arguments", content);
  await putBody(tx, body);
  await tx.hold.update({ where: { id: call.holdId }, data: { editId: edit } });
  const because = `${name} edited the arguments.`;
  const digest = await askAnew(tx, approval, { asked, epoch: approval.epoch, because });
  await record(tx, {
    kind: "approval.edited",
    taskId: approval.taskId,
    epoch: approval.epoch,
    agentId: approval.agentId,
    humanId: id,
    tool: call.tool,
    callId: call.callId,
    approvalId: approval.id,
    digest,
    facts: {
      before: approval.digest,
      edit,
      arguments: { salted: body.digest, bytes: Buffer.byteLength(content) },
      reason: input.reason ?? "",
    },
  });
  return { ...approval, asked, digest };
}

function onlyCall({ kind, asked }: ApprovalRow): AskedCall {
  const [call] = asked.calls;
  if (kind !== "call" || !call)
    throw new AppError("INVALID_INPUT", "Only a question about a call can be edited.", { field: "answer" });
  return call;
}

async function editedText(call: AskedCall, input: ReviewInput): Promise<string> {
  const shown = await findBody(call.edited?.id ?? call.callId, "arguments");
  if (!shown || shown.content === null)
    throw new AppError("INVALID_INPUT", "The arguments were erased, so they cannot be edited.", { field: "arguments" });
  const now = JSON.parse(shown.content) as Json; // canonical JSON that we stored
  const restored = restoreMasked(input.arguments ?? {}, now, call.mask);
  if (!restored)
    throw new AppError("INVALID_INPUT", "A masked value stays where it is or is replaced; it cannot be moved.", {
      field: "arguments",
    });
  const content = canonicalJson(restored);
  if (Buffer.byteLength(content) > EDITED_BYTES_MAX)
    throw new AppError("INVALID_INPUT", "Edited arguments are at most 256 KiB.", { field: "arguments" });
  return content;
}
