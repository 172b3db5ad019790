import type { Scope } from "@/lib/policy/schema";
import { type CharterBody, charterSchema } from "@/lib/tasks/schema";
import { type FieldErrors, unfitFields } from "../api/field-errors";
import { NO_DURATION } from "../ui/duration-units";

/** A charter as it stands in a form. */
export type CharterDraft = {
  purpose: string;
  scope: Scope;
  idleSeconds: number | null;
  leaseSeconds: number | null;
  endSeconds: number | null;
  /** As typed. */
  calls: string;
};

export const EMPTY_CHARTER: CharterDraft = {
  purpose: "",
  scope: [],
  idleSeconds: null,
  leaseSeconds: null,
  endSeconds: null,
  calls: "",
};

/** A stored charter, to be changed. */
export function draftOf({ purpose, scope, ttl, calls }: CharterBody): CharterDraft {
  return {
    purpose,
    scope,
    idleSeconds: ttl?.idleSeconds ?? null,
    leaseSeconds: ttl?.leaseSeconds ?? null,
    endSeconds: ttl?.endSeconds ?? null,
    calls: calls === undefined ? "" : String(calls),
  };
}

type Checked = { charter: CharterBody } | { errors: FieldErrors };

const CLOCKS = ["idleSeconds", "leaseSeconds", "endSeconds"] as const;

/** The charter of a draft, or what is wrong with it, by field. */
export function checkCharter(draft: CharterDraft): Checked {
  const errors: Record<string, string> = {};
  for (const clock of CLOCKS) {
    if (draft[clock] === 0) errors[clock] = "At least a second, or leave it empty";
    if (Number.isNaN(draft[clock])) errors[clock] = NO_DURATION;
  }
  const { idleSeconds, leaseSeconds, endSeconds } = draft;
  if (idleSeconds && endSeconds && idleSeconds > endSeconds)
    errors.idleSeconds = "Longer than the end: it never counts";
  if (leaseSeconds && endSeconds && leaseSeconds > endSeconds)
    errors.leaseSeconds = "Longer than the end: it never counts";
  const calls = draft.calls.replace(/\s/g, "");
  if (calls !== "" && !isCallLimit(calls)) errors.calls = "A whole number from 1 to 1 000 000";
  if (draft.scope.length === 0) errors.scope = "Choose at least one tool, or write the name of one";
  const ttl = Object.fromEntries(CLOCKS.filter((clock) => draft[clock]).map((clock) => [clock, draft[clock]]));
  const parsed = charterSchema.safeParse({
    purpose: draft.purpose,
    scope: draft.scope,
    ttl: Object.keys(ttl).length > 0 ? ttl : undefined,
    calls: calls === "" ? undefined : Number(calls),
  });
  const all = { ...(parsed.success ? {} : unfitFields(parsed.error)), ...errors };
  return parsed.success && Object.keys(errors).length === 0 ? { charter: parsed.data } : { errors: all };
}

const isCallLimit = (text: string): boolean => /^\d{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000;

/** The scope with other tools for one server; a server without tools leaves it. */
export function withTools(scope: Scope, server: string, tools: readonly string[]): Scope {
  const others = scope.filter((part) => part.server !== server);
  if (tools.length === 0) return others;
  const part = { server, tools: [...new Set(tools)].sort() };
  return [...others, part].sort((a, b) => a.server.localeCompare(b.server));
}

/** The tools that a scope names on one server. */
export const toolsOn = (scope: Scope, server: string): readonly string[] =>
  scope.find((part) => part.server === server)?.tools ?? [];
