"use client";
import { useState } from "react";
import type { RuleDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { type RuleDrafting, startOf } from "./use-rule-draft";

/** Saves a rule's draft as its next version, with the reason; knows which version that became. */
export function useRuleSaving(rule: RuleDetail, drafting: RuleDrafting) {
  const act = useAct("changeRule", ["rule", "listRules", "ruleEffects", "explainRule"]);
  const [reason, setReason] = useState("");
  const [saved, setSaved] = useState<number | null>(null);
  const { body, seen } = drafting;
  return {
    reason,
    setReason,
    /** The version that was saved last, while nothing was changed since. */
    saved: drafting.dirty ? null : saved,
    busy: act.isPending,
    // Who moved it is said above the form, with the two ways to go on.
    error: act.error?.code === "VERSION_MOVED" ? null : act.error,
    save: () => {
      if (!body) return;
      act.mutate(
        { id: rule.id, body, expectedVersion: seen.version, reason },
        {
          onSuccess: ({ rule: now }) => {
            drafting.begin(startOf(now));
            setSaved(now.version);
            setReason("");
          },
          onError: drafting.refuse,
        },
      );
    },
    discard: () => {
      act.reset();
      drafting.discard();
      setReason("");
    },
  };
}
