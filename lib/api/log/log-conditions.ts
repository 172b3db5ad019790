import { Prisma } from "../../../generated/prisma/client";
import { AppError } from "../../base/index";
import { may, type Person } from "../../identity/schema";
import type { ParsedInputOf } from "../contract";
import { agentIdOf, serverIdOf } from "../find-by-name";
import { EVENT_KINDS } from "./schema";

export type LogFilter = Omit<ParsedInputOf<"exportLog">, "format" | "after">;

/** Kinds of entries about people: only for those who may read them. */
const ABOUT_PEOPLE = /^(?:human|access_token|passkey|canary)\./;

/** Tells whether somebody may read entries of a kind. */
export function mayReadKind(person: Person, kind: string): boolean {
  // Whoever answers questions must not read there which of them is a canary.
  if (kind === "canary.seeded" && isReviewer(person)) return false;
  return !ABOUT_PEOPLE.test(kind) || may(person, "read_people_log");
}

/** Whoever may review with any of their tokens or on the page. */
const isReviewer = (person: Person): boolean => person.human.roles.includes("approver");

/**
 * The conditions of a filter on `entry`, for what this person may read; null when nothing can match.
 *
 * @throws INVALID_INPUT when a kind is named that does not exist.
 */
export async function logConditions(person: Person, filter: LogFilter): Promise<Prisma.Sql[] | null> {
  const [agentId, serverId] = await Promise.all([
    filter.agent === undefined ? undefined : agentIdOf(filter.agent),
    filter.server === undefined ? undefined : serverIdOf(filter.server),
  ]);
  const kinds = kindsOf(person, filter.kind);
  if (agentId === null || serverId === null || kinds?.length === 0) return null;
  const conditions: Prisma.Sql[] = kinds ? whoseKindIs(kinds) : [];
  const reference = (column: string, id: string | undefined) => {
    if (id !== undefined) conditions.push(Prisma.sql`${Prisma.raw(column)} = ${id}::uuid`);
  };
  reference("task_id", filter.task);
  reference("agent_id", agentId);
  reference("server_id", serverId);
  reference("human_id", filter.person);
  reference("call_id", filter.call);
  reference("approval_id", filter.approval);
  if (filter.tool !== undefined) conditions.push(Prisma.sql`tool = ${filter.tool}`);
  if (filter.digest !== undefined) conditions.push(digestBegins(filter.digest));
  return conditions;
}

/** The kinds that are asked for and may be read; undefined when that is all there are. */
function kindsOf(person: Person, asked: string[] | undefined): string[] | undefined {
  if (asked === undefined && EVENT_KINDS.every((kind) => mayReadKind(person, kind))) return undefined;
  const wanted = asked ?? [...new Set(EVENT_KINDS.map((kind) => kind.slice(0, kind.indexOf("."))))];
  return wanted
    .flatMap((word) => {
      const kinds = EVENT_KINDS.filter((kind) => kind === word || kind.startsWith(`${word}.`));
      if (kinds.length === 0) throw unknownKind(word);
      return kinds;
    })
    .filter((kind) => mayReadKind(person, kind));
}

function unknownKind(word: string): AppError {
  const message = `There are no entries of kind ${word}.`;
  return new AppError("INVALID_INPUT", message, { errors: [{ path: "kind", message }] });
}

/** Acts of people are few among the calls of agents, and have an index of their own that this words the same way. */
function whoseKindIs(kinds: string[]): Prisma.Sql[] {
  const one = Prisma.sql`kind = ANY(${kinds}::text[])`;
  return kinds.some((kind) => kind.startsWith("call.")) ? [one] : [one, Prisma.sql`kind NOT LIKE 'call.%'`];
}

/** Digests that begin so, as a range: an index on text serves that whatever the database's language is. */
function digestBegins(prefix: string): Prisma.Sql {
  if (prefix.length === 64) return Prisma.sql`digest = ${prefix}`;
  // After the last hexadecimal digit in every collation that orders digits before letters, as all do.
  return Prisma.sql`digest >= ${prefix} AND digest < ${`${prefix}g`} AND starts_with(digest, ${prefix})`;
}
