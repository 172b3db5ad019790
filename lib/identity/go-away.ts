import { record } from "../audit/index";
import { AppError, newId } from "../base/index";
import { inTransaction, type Tx } from "../db/index";
import { lockPeople } from "./people-lock";
import { type Absence, AWAY_DAYS, type GoingAway, type SignedIn } from "./schema";
import { type HumanRow, readHuman } from "./store";

const DAY_MILLISECONDS = 86_400_000;

/**
 * Says that somebody is away until a moment, and who fills their place in their groups meanwhile. Another time that
 * was set before ends. A place is filled by one person and never passed on: who stands for somebody else while away
 * themselves would be asked in vain, so they are refused.
 *
 * @throws INVALID_INPUT with `fields` when the time is over or longer than 30 days, or the delegate is not an active
 *   approver, is the same person, or is away then.
 */
export async function goAway(signedIn: SignedIn, going: GoingAway): Promise<Absence> {
  return inTransaction(async (tx) => {
    await lockPeople(tx);
    const human = await readHuman(signedIn.human.id, tx);
    if (human?.state !== "active") throw new AppError("FORBIDDEN", "This person is disabled.");
    const until = new Date(going.until);
    await refuseTime(tx, until);
    const delegate = going.delegateId === null ? null : await delegateFor(tx, human, going.delegateId);
    await endAbsence(tx, human.id);
    const row = await tx.absence.create({
      data: { id: newId(), humanId: human.id, delegateId: delegate?.id ?? null, note: going.note, untilAt: until },
    });
    const person = { id: human.id, email: human.email };
    const facts = { person, until: until.toISOString(), delegate: delegate && named(delegate), note: going.note };
    await record(tx, { kind: "human.away", humanId: human.id, facts });
    return {
      id: row.id,
      human: { id: human.id, name: human.name },
      delegate: delegate && { id: delegate.id, name: delegate.name },
      note: row.note,
      from: row.fromAt,
      until: row.untilAt,
    };
  });
}

const named = ({ id, email }: HumanRow) => ({ id, email });

const refuse = (field: string, sentence: string) =>
  new AppError("INVALID_INPUT", sentence, { fields: { [field]: sentence } });

async function refuseTime(tx: Tx, until: Date): Promise<void> {
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  const left = until.getTime() - (clock?.now ?? new Date()).getTime();
  if (left <= 0) throw refuse("until", "That moment is over already.");
  if (left > AWAY_DAYS * DAY_MILLISECONDS)
    throw refuse("until", `At most ${AWAY_DAYS} days. Say it again when they are over.`);
}

async function delegateFor(tx: Tx, human: HumanRow, delegateId: string): Promise<HumanRow> {
  const delegate = await readHuman(delegateId, tx);
  if (delegate?.state !== "active" || !delegate.roles.includes("approver"))
    throw refuse("delegateId", "Choose somebody who is active and an approver.");
  if (personOf(delegate) === personOf(human)) throw refuse("delegateId", "That is you. Choose somebody else.");
  const busy = await liveAbsence(tx, delegate.id);
  if (busy)
    throw refuse("delegateId", `${delegate.name} is away too. A place is not passed on; choose somebody who is here.`);
  return delegate;
}

const personOf = ({ id, samePersonAs }: HumanRow): string => samePersonAs ?? id;

async function liveAbsence(tx: Tx, humanId: string): Promise<{ id: string } | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`SELECT id::text FROM absence
    WHERE human_id = ${humanId}::uuid AND ended_at IS NULL AND until_at > clock_timestamp()`;
  return row ?? null;
}

/** Ends a time for which somebody is away; returns whether it was still running. */
export async function endAbsence(tx: Tx, humanId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ live: boolean }[]>`UPDATE absence SET ended_at = clock_timestamp()
    WHERE human_id = ${humanId}::uuid AND ended_at IS NULL RETURNING until_at > clock_timestamp() AS live`;
  return rows.some(({ live }) => live);
}
