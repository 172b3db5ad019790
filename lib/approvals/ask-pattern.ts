import { findBody, record } from "../audit/index";
import { AppError, canonicalJson, digestOf, type Json } from "../base/index";
import type { Tx } from "../db/index";
import type { Person } from "../identity/schema";
import { type ActionClass, type ArgumentPattern, faultOfBeginning, misfitOf } from "../policy/schema";
import { maskValues } from "../rendering/schema";
import type { LockedTask } from "../tasks/index";
import { askAnew } from "./ask-anew";
import type { Asked, AskedCall, ConditionInput, ReviewInput } from "./schema";
import type { ApprovalRow } from "./store";

/** What destroys, or is not known to do less, is looked at each time. */
const BY_PATTERN: readonly ActionClass[] = ["read", "write"];

type Fields = { [name: string]: Json };
type Asking = { person: Person; approval: ApprovalRow; task: LockedTask; input: ReviewInput };

/**
 * Makes a locked pending question about one call ask for calls like it as well. Something else is asked then: the digest
 * changes, and votes on the one call count no more.
 *
 * @returns What the approval asks now.
 * @throws INVALID_INPUT when it is no question about one call, its class is approved one by one, the pattern does not fit
 *   the call itself or lets another host through, or it would outlast what the task may run without being asked.
 */
export async function askPattern(tx: Tx, { person, approval, task, input }: Asking): Promise<ApprovalRow> {
  const call = requirePatternable(approval);
  const { endsInSeconds, calls = null, arguments: conditions } = input.pattern ?? {};
  if (endsInSeconds === undefined || !conditions) throw refused("Say which calls go as well.");
  refuseTooLong(task, endsInSeconds);
  const pattern = { arguments: await patternOf(call, conditions, tx), endsInSeconds, calls };
  const asked: Asked = { ...approval.asked, pattern };
  const { id, name } = person.human;
  const because = `${name} asks for calls like it as well.`;
  const digest = await askAnew(tx, approval, { asked, epoch: approval.epoch, because });
  await record(tx, {
    kind: "approval.widened",
    taskId: approval.taskId,
    epoch: approval.epoch,
    agentId: approval.agentId,
    humanId: id,
    tool: call.tool,
    approvalId: approval.id,
    digest,
    facts: { before: approval.digest, pattern, reason: input.reason ?? "" },
  });
  return { ...approval, asked, digest };
}

/** The call whose like may be approved. @throws INVALID_INPUT with why there is none. */
export function requirePatternable({ kind, asked }: Pick<ApprovalRow, "kind" | "asked">): AskedCall {
  const [call] = asked.calls;
  if (kind !== "call" || !call) throw refused("Only calls of a running task can be approved by a pattern.");
  if (!BY_PATTERN.includes(call.class)) throw refused(`Calls that are ${call.class} are approved one by one.`);
  return call;
}

/**
 * Makes a pattern of what a reviewer says of each argument of a call.
 *
 * @throws INVALID_INPUT when it does not fit the call itself, or an address in it is not given past its host.
 */
export async function patternOf(
  call: AskedCall,
  conditions: readonly ConditionInput[],
  tx?: Tx,
): Promise<ArgumentPattern> {
  const body = await findBody(call.edited?.id ?? call.callId, "arguments", tx);
  if (!body || body.content === null) throw refused("The arguments were erased, so nothing can be like them.");
  const given = JSON.parse(body.content) as Fields; // canonical JSON of an object that we stored
  const shown = maskValues(given, call.mask);
  const isShown = (name: string) => !shown.masked.some((pointer) => pointer.startsWith(`/${pointerOf(name)}`));
  const pattern = conditions.map((condition): ArgumentPattern[number] => {
    if (condition.must === "begin") {
      const fault = faultOfBeginning(condition.text);
      if (fault) throw refused(fault);
    }
    if (condition.must !== "equal") return condition;
    const { name } = condition;
    if (!Object.hasOwn(given, name)) throw refused("The pattern names an argument that this call does not have.");
    const text = canonicalJson(given[name] as Json); // its own member
    return { name, must: "equal", digest: digestOf(text), ...(isShown(name) && { shown: text }) };
  });
  const misfit = misfitOf(pattern, given, digestOf);
  if (misfit) throw refused("The pattern does not fit this very call.");
  return pattern;
}

const pointerOf = (name: string): string => name.replaceAll("~", "~0").replaceAll("/", "~1");

/** A pattern ends with what the task may do unasked: its lease, or its end. */
function refuseTooLong({ now, leaseAt, endAt }: LockedTask, seconds: number): void {
  const ends = [leaseAt, endAt].flatMap((at) => (at ? [at.getTime()] : []));
  const left = Math.floor((Math.min(...ends) - now.getTime()) / 1000);
  if (seconds > left) throw refused(`At most ${Math.max(0, left)} s: then the task is asked about again anyway.`);
}

const refused = (sentence: string): AppError => new AppError("INVALID_INPUT", sentence, { field: "pattern" });
