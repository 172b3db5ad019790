import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { holdStanding, readStanding } from "../identity/index";
import { may, type Person } from "../identity/schema";
import type { LockedTask } from "../tasks/index";
import type { GlassInput } from "./envelope";
import type { RenderedApproval } from "./render-approval";
import { refuseExcluded } from "./require-reviewer";
import { lockPending, refuseStale, requireSeen } from "./review-approval";
import { type Breaking, breakingSchema } from "./schema";
import type { ApprovalRow } from "./store";

/** The advisory lock of the right itself: two uses at once must both see whether an earlier one waits for a judgement. */
const GLASS_LOCK = 72_707_373;

/** An approval for which somebody may break the glass, with its task, both locked, and what they answer by it. */
type Breakable = { approval: ApprovalRow; task: LockedTask; input: GlassInput; shown: RenderedApproval };

/** Locks an approval for which this person may break the glass, now, with what they saw. @throws As `breakGlass`. */
export async function lockBreakable(
  tx: Tx,
  person: Person,
  approvalId: string,
  breaking: Breaking,
): Promise<Breakable> {
  const parsed = breakingSchema.safeParse(breaking);
  if (!parsed.success) throw refuse(parsed.error.issues[0]);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${GLASS_LOCK})`;
  const { approval, task } = await lockPending(tx, approvalId);
  const input: GlassInput = { ...parsed.data, answer: "break_glass", seconds: approval.glassSeconds };
  await requireRight(tx, person, approval);
  refuseStale(approval, task, input);
  await refuseUnjudged(tx);
  return { approval, task, input, shown: await requireSeen(approval, input) };
}

function refuse(issue: { path: PropertyKey[]; message: string } | undefined): AppError {
  const sentence = issue?.message ?? "Say why.";
  return new AppError("INVALID_INPUT", sentence, { fields: { [String(issue?.path[0] ?? "reason")]: sentence } });
}

async function requireRight(tx: Tx, person: Person, approval: ApprovalRow): Promise<void> {
  if (person.via !== "page")
    throw new AppError("FORBIDDEN", "An access token may not break the glass; it takes a person who is signed in.");
  await holdStanding(tx, [person.human.id]);
  const standing = (await readStanding([person.human.id], tx)).get(person.human.id);
  if (!standing?.breaksGlass || !may({ ...person, human: { ...person.human, breakGlass: true } }, "break_glass"))
    throw new AppError("FORBIDDEN", "You have no right to break the glass. An admin gives it to people by name.");
  await refuseExcluded(tx, standing.person, approval);
}

/** @throws GLASS_UNJUDGED while a use has not been judged in time, whoever it was. */
async function refuseUnjudged(tx: Tx): Promise<void> {
  const [overdue] = await tx.$queryRaw<{ name: string }[]>`
    SELECT h.name FROM broken_glass b JOIN human h ON h.id = b.human_id
    WHERE b.judgement IS NULL AND b.judge_by <= clock_timestamp() LIMIT 1`;
  if (overdue)
    throw new AppError(
      "GLASS_UNJUDGED",
      `${overdue.name} broke the glass and nobody has judged it in time. Somebody else must do that first.`,
    );
}
