import { reviewApproval } from "../../lib/approvals/index";
import { changePerson, makeGroup } from "../../lib/identity/index";
import type { Person, PersonChange } from "../../lib/identity/schema";
import type { Need } from "../../lib/policy/schema";
import { shownDigest } from "./holds";

/** What a rule asks for. */
export const needOf = (over: Partial<Need> = {}): Need => ({
  any: [{ approve: 2 }],
  denials: 1,
  escalate: null,
  ...over,
});

/** Somebody approves what is asked at this moment. */
export const approve = async (person: Person, approvalId: string, reason?: string) =>
  reviewApproval(person, approvalId, { answer: "approve", digest: await shownDigest(approvalId), reason });

export const deny = (person: Person, approvalId: string, over: { revoke?: boolean } = {}) =>
  reviewApproval(person, approvalId, { answer: "deny", reason: "Not like this.", ...over });

/** A group of these people, as an admin would have made it. */
export const groupOf = (name: string, ...people: Person[]) =>
  makeGroup("command line", { name, note: "", memberIds: people.map(({ human }) => human.id) });

export const change = (person: Person, what: PersonChange) => changePerson("command line", person.human.id, what);
