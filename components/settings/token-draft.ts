import { TOKEN_DAYS, type TokenRight } from "@/lib/identity/schema";

export type TokenDraft = { name: string; rights: readonly TokenRight[]; days: number };

/** Reads only, for a month: the least that is useful. */
export const NEW_TOKEN: TokenDraft = { name: "", rights: ["read"], days: 30 };

export const TOKEN_RIGHT_WORDS: Readonly<Record<TokenRight, { label: string; note: string }>> = {
  read: { label: "Read", note: "Tasks, approvals, agents, servers, rules and the log, as far as you may." },
  operate: { label: "Operate", note: "Pauses, narrows and revokes tasks." },
  review: {
    label: "Review",
    note: `Approves and denies as you: a robot that approves. Marked on card and log, refused where a rule asks for the page, and over after ${TOKEN_DAYS.withReview} days at most.`,
  },
};

const LENGTHS = [7, TOKEN_DAYS.withReview, 90, TOKEN_DAYS.without] as const;
const longest = (rights: readonly TokenRight[]): number =>
  rights.includes("review") ? TOKEN_DAYS.withReview : TOKEN_DAYS.without;

/** The lengths to choose from. A token that reviews lives shorter. */
export const lengthsFor = (rights: readonly TokenRight[]): readonly number[] =>
  LENGTHS.filter((days) => days <= longest(rights));

/** The draft after a right was given or taken. Its life is cut to what is left to choose from. */
export function toggleRight(draft: TokenDraft, right: TokenRight): TokenDraft {
  const rights = draft.rights.includes(right) ? draft.rights.filter((one) => one !== right) : [...draft.rights, right];
  return { ...draft, rights, days: Math.min(draft.days, longest(rights)) };
}
