import type { Prisma } from "../../../generated/prisma/client";
import { Prisma as Sql } from "../../../generated/prisma/client";
import { may, type Person } from "../../identity/schema";
import type { ApprovalItem } from "./schema";

type Question = { state: string; ownerId: string; reviewBy: string; sign: string };

/**
 * Says why somebody cannot answer an approval; null when they can. For showing only: the review itself decides again,
 * from rows it has locked.
 */
export function whyNotMine(person: Person, { state, ownerId, reviewBy, sign }: Question): ApprovalItem["notMine"] {
  if (state !== "pending") return "decided";
  if (!may(person, "review")) return "not_approver";
  if (ownerId === person.human.id) return "own_agent";
  return person.via === "token" && (reviewBy === "page" || sign !== "none") ? "page_only" : null;
}

/** The same as a condition on `approval a` and `agent ag`, for pending ones. */
export function isMine(person: Person): Prisma.Sql {
  if (!may(person, "review")) return Sql.sql`false`;
  const byToken = person.via === "token" ? Sql.sql`AND a.review_by = 'any' AND a.sign = 'none'` : Sql.empty;
  return Sql.sql`(ag.owner_id <> ${person.human.id}::uuid ${byToken})`;
}
