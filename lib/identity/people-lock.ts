import { AppError } from "../base/index";
import type { Tx } from "../db/index";
import { may, type Right } from "./rights";
import type { Person } from "./schema";
import { type HumanRow, readHuman } from "./store";

/** Who changes people: a person who may, somebody with a shell on the machine, or the configuration file. */
export type By = Person | "command line" | "configuration";

/** The advisory lock of everything that changes who may do what. */
const PEOPLE_LOCK = 72_707_371;

/** Makes changes of people wait for each other, to the end of the transaction: "is there another admin" must stay true. */
export async function lockPeople(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${PEOPLE_LOCK})`;
}

/**
 * Locks people and looks again whether the one who acts still may: an admin who was demoted a moment ago no longer does.
 *
 * @throws FORBIDDEN when they may not.
 */
export async function lockPeopleFor(tx: Tx, by: By, right: Right): Promise<void> {
  await lockPeople(tx);
  if (typeof by === "string") return;
  const now = await readHuman(by.human.id, tx);
  if (now?.state !== "active" || !may({ ...by, human: now }, right))
    throw new AppError("FORBIDDEN", `You may not ${right.replace("_", " ")}. An admin may.`);
}

/** The id that an entry names as whose act it was. */
export const actorId = (by: By): string | undefined => (typeof by === "string" ? undefined : by.human.id);

/** How an entry says on whose behalf something was done. */
export const actorName = (by: By): string => (typeof by === "string" ? by : by.human.email);

/**
 * Finds the person an act concerns.
 *
 * @throws NOT_FOUND when there is none; CONFIG_OWNED when the configuration file declares them and somebody else acts.
 */
export async function subjectOf(tx: Tx, by: By, humanId: string): Promise<HumanRow> {
  const subject = await readHuman(humanId, tx);
  if (!subject) throw new AppError("NOT_FOUND", "There is no such person.");
  if (subject.source === "config" && by !== "configuration")
    throw new AppError("CONFIG_OWNED", `The configuration file declares ${subject.email}; change it there.`);
  return subject;
}

/**
 * Refuses to leave the house without an admin. The caller holds the people lock.
 *
 * @throws LAST_ADMIN when `leaving` is the only active one.
 */
export async function keepAnAdmin(tx: Tx, leaving: HumanRow): Promise<void> {
  if (leaving.state !== "active" || !leaving.roles.includes("admin")) return;
  const others = await tx.human.count({ where: { id: { not: leaving.id }, state: "active", roles: { has: "admin" } } });
  if (others === 0)
    throw new AppError("LAST_ADMIN", `${leaving.email} is the only admin. Make somebody else admin first.`);
}
