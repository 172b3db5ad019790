"use client";
import { useCallback, useEffect, useMemo, useState } from "react";
import type { RuleDetail, RuleRow } from "@/lib/api/schema";
import {
  bodyOf,
  changedFields,
  checkRule,
  type Rule,
  type RuleBody,
  type RuleField,
  type RuleFinding,
} from "@/lib/policy/schema";
import { errorAt, type FieldErrors, refusedFields } from "../api/field-errors";
import { type Merged, mergeVersions } from "./merge-versions";
import { readDraft, sayable } from "./read-draft";
import { draftOf, type RuleDraft } from "./rule-draft";

/** What is wrong or doubtful at a field. */
export type FieldFindings = { error?: RuleFinding; warning?: RuleFinding };

type Start = { body: RuleBody; version: number };

/**
 * A rule's draft: what stands in the fields, what it says, what is wrong with it, and against which version.
 *
 * @param start What the draft begins with. A newer version that arrives while nothing was changed replaces it.
 * @param others The rules it lives beside.
 * @param first What stands in the fields at first, where that is something else already.
 */
export function useRuleDraft(start: Start, others: readonly Rule[], first = start.body) {
  const [seen, setSeen] = useState(start);
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(first));
  const [refused, setRefused] = useState<FieldErrors>({});
  const [both, setBoth] = useState<readonly RuleField[]>([]);
  const reading = useMemo(() => readDraft(draft), [draft]);
  const said = useMemo(() => sayable(draft, seen.body), [draft, seen.body]);
  const findings = useMemo(() => checkRule(said.body, others), [said.body, others]);
  const dirty = differs(seen.body, draft, reading.body);
  const begin = useCallback((next: Start, body = next.body) => {
    setSeen(next);
    setDraft(draftOf(body));
    setRefused({});
    setBoth([]);
  }, []);
  useEffect(() => {
    if (!dirty && start.version > seen.version) begin(start);
  }, [dirty, start, seen.version, begin]);
  return {
    draft,
    seen,
    said,
    body: reading.body,
    dirty,
    both,
    change: (patch: Partial<RuleDraft>) => {
      setDraft((before) => ({ ...before, ...patch }));
      setRefused({});
    },
    /** Puts a version into the fields, to be saved as the next one. */
    put: (body: RuleBody) => setDraft(draftOf(body)),
    discard: () => begin(seen),
    begin,
    keepOn: (theirs: Start) => {
      const merged: Merged = mergeVersions({ seen: seen.body, draft: said.body, theirs: theirs.body });
      begin(theirs, merged.body);
      setBoth(merged.both);
    },
    refuse: (error: unknown) => setRefused(refusedFields(error)),
    at: (field: RuleField): FieldFindings => {
      const problem = reading.problems.find((one) => one.field === field);
      if (problem) return { error: problem };
      if (said.unsaid.has(field)) return {};
      const of = (list: readonly RuleFinding[]) => list.find((one) => one.field === field);
      const sentence = errorAt(refused, field);
      return {
        error: of(findings.errors) ?? (sentence ? { field, sentence } : undefined),
        warning: of(findings.warnings),
      };
    },
    /** How many fields keep it from being saved. */
    wrong: reading.problems.length + findings.errors.filter((error) => !said.unsaid.has(error.field)).length,
  };
}

/** Whether anything was changed. An incomplete draft is compared by its fields: a new rule lacks its name from the start. */
function differs(seen: RuleBody, draft: RuleDraft, body: RuleBody | null): boolean {
  if (body) return changedFields(seen, body).length > 0;
  return JSON.stringify(draft) !== JSON.stringify(draftOf(seen));
}

export type RuleDrafting = ReturnType<typeof useRuleDraft>;

/** The other rules, without the one that is edited. */
export function othersThan(id: string | undefined, rules: readonly RuleRow[]): Rule[] {
  return rules
    .filter((rule) => rule.id !== id)
    .map((rule) => ({ ...bodyOf(rule), id: rule.id, version: rule.version }));
}

export const startOf = (rule: RuleRow | RuleDetail): Start => ({ body: bodyOf(rule), version: rule.version });
