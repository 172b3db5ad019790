import type { ReactNode } from "react";
import { sayDuration } from "@/lib/base/schema";
import { changedFields, type RuleField, type RuleFinding } from "@/lib/policy/schema";
import { fieldId, sayField } from "./field-words";
import { DURATION_FIELDS } from "./rule-draft";
import type { RuleDrafting } from "./use-rule-draft";

type Notes = { id: string; hint?: ReactNode; error?: ReactNode; warning?: ReactNode };

/** What a field has to say: what is wrong with what would fit, what is odd, what it was before, or how it is meant. */
export function fieldNotes(drafting: RuleDrafting, field: RuleField, hint?: ReactNode): Notes {
  const { error, warning } = drafting.at(field);
  return {
    id: fieldId(field),
    error: error && <Finding finding={error} onFit={(patch) => drafting.change(patch)} />,
    warning: warning?.sentence,
    hint: wasBefore(drafting, field) ?? hint,
  };
}

function wasBefore({ seen, said }: RuleDrafting, field: RuleField): string | undefined {
  if (seen.version === 0 || !changedFields(seen.body, said.body).includes(field)) return undefined;
  return `v${seen.version}: ${sayField(field, seen.body)}`;
}

function Finding({ finding, onFit }: { finding: RuleFinding; onFit: (patch: Record<string, number>) => void }) {
  const { field, sentence, fits } = finding;
  const fitting = fits !== undefined && (DURATION_FIELDS as readonly string[]).includes(field);
  return (
    <>
      {sentence}
      {fitting && (
        <>
          {" "}
          <button type="button" className="link nowrap" onClick={() => onFit({ [field]: fits })}>
            Use {sayDuration(fits)}
          </button>
        </>
      )}
    </>
  );
}
