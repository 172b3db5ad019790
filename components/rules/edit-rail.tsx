"use client";
import type { RuleDetail } from "@/lib/api/schema";
import { ApplyTighter } from "./apply-tighter";
import { RuleEffects } from "./rule-effects";
import { RuleVersions } from "./rule-versions";
import { useEffects } from "./use-effects";
import type { RuleDrafting } from "./use-rule-draft";

/** Beside the form: what it does to running tasks, and the versions so far. */
export function EditRail({ rule, drafting: { body, dirty } }: { rule: RuleDetail; drafting: RuleDrafting }) {
  const { effects, error, retry, updating } = useEffects({ id: rule.id, body, dirty });
  return (
    <>
      <RuleEffects effects={effects} error={error} onRetry={retry} incomplete={body === null} updating={updating}>
        {effects && body && (
          <ApplyTighter rule={rule} effects={effects} blocked={dirty && "Save first; then they can be applied."} />
        )}
      </RuleEffects>
      <RuleVersions rule={rule} />
    </>
  );
}
