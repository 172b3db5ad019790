import { z } from "zod";
import type { LogEntry } from "../audit/index";
import { may, type SignedIn } from "../identity/schema";

/** A room of sockets: everybody who may read the log, those who may read about people, or one person. */
export type Room = "everyone" | "people" | `person:${string}`;

/** Who may hear of an entry: everybody, or those who may read about people and the person it is about. */
export type Audience = { everyone: true } | { everyone: false; personIds: readonly string[] };

const ABOUT_PEOPLE = /^(?:human|access_token|passkey|canary)\./;
/** Told as what it looks like, to everybody: see toLiveEvent. */
const LOOKS_LIKE_A_QUESTION = /^canary\.(?:seeded|caught|missed|ended)$/;
const factsSchema = z.object({ person: z.object({ id: z.string() }).optional() });

/** Says who may hear of an entry. */
export function audienceOf(entry: Pick<LogEntry, "kind" | "humanId" | "facts">): Audience {
  if (!ABOUT_PEOPLE.test(entry.kind) || LOOKS_LIKE_A_QUESTION.test(entry.kind)) return { everyone: true };
  const concerned = factsSchema.safeParse(entry.facts).data?.person?.id;
  // Without a `person` the entry is about the one who acted: signed in, made a token.
  const id = concerned ?? entry.humanId;
  return { everyone: false, personIds: id === undefined ? [] : [id] };
}

/** The rooms that somebody's standing opens. */
export function roomsOf(signedIn: SignedIn): Room[] {
  const rooms: Room[] = [`person:${signedIn.human.id}`];
  if (may(signedIn, "read_log")) rooms.push("everyone");
  if (may(signedIn, "read_people_log")) rooms.push("people");
  return rooms;
}

/** Tells whether somebody may hear of an entry. */
export function mayHear(signedIn: SignedIn, audience: Audience): boolean {
  if (audience.everyone) return may(signedIn, "read_log");
  return may(signedIn, "read_people_log") || audience.personIds.includes(signedIn.human.id);
}
