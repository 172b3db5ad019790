import type { Escalation, Threshold } from "@/lib/policy/schema";

/** Stands for the admins in a list of groups: no group can be called that. */
export const ADMINS = "@admins";

/** One way in which a question is approved, while somebody writes it. */
export type WayDraft = {
  key: string;
  approve: string;
  /** A group, the admins, or nothing for any approver. */
  who: string;
  reason: string;
};

/** What stands in the fields of an escalation. */
export type EscalationDraft = {
  goesOn: boolean;
  goesOnBefore: number | null;
  goesOnTo: string;
  goesOnEnough: string;
};

export const wholeNumber = (text: string): number => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN);

export function wayDraftOf({ approve, role, group, reason }: Threshold, place: number): WayDraft {
  return { key: String(place), approve: String(approve), who: group ?? (role ? ADMINS : ""), reason: reason ?? "" };
}

/** A further way, beside those there are. */
export function furtherWay(ways: readonly WayDraft[]): WayDraft {
  const key = String(Math.max(-1, ...ways.map((way) => Number(way.key))) + 1);
  return { key, approve: "1", who: ADMINS, reason: "" };
}

export function rawWay({ approve, who, reason }: WayDraft): Record<string, unknown> {
  return {
    approve: wholeNumber(approve),
    ...(who === ADMINS ? { role: "admin" } : who !== "" && { group: who }),
    ...(reason.trim() !== "" && { reason: reason.trim() }),
  };
}

const FIRST_BEFORE = 600;

export function escalationDraftOf(escalate: Escalation | null, decideBySeconds: number): EscalationDraft {
  const { beforeSeconds = Math.max(1, Math.min(FIRST_BEFORE, Math.floor(decideBySeconds / 2))) } = escalate ?? {};
  return {
    goesOn: escalate !== null,
    goesOnBefore: beforeSeconds,
    goesOnTo: escalate?.group ?? ADMINS,
    goesOnEnough: escalate ? String(escalate.approve ?? "") : "1",
  };
}

export function rawEscalation({ goesOn, goesOnBefore, goesOnTo, goesOnEnough }: EscalationDraft): unknown {
  if (!goesOn) return null;
  return {
    beforeSeconds: goesOnBefore ?? Number.NaN,
    ...(goesOnTo === ADMINS ? { role: "admin" } : { group: goesOnTo }),
    approve: goesOnEnough.trim() === "" ? null : wholeNumber(goesOnEnough),
  };
}
