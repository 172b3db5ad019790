import type { PersonRow } from "@/lib/api/schema";

/** A person, and what about them decides which acts make sense. */
export type PersonFacts = { person: PersonRow; isMe: boolean; isOnlyAdmin: boolean };
