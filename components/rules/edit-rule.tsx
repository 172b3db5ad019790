"use client";
import { useMemo, useState } from "react";
import type { RuleDetail, RuleRow } from "@/lib/api/schema";
import { DEFAULT_RULE, type RuleBody } from "@/lib/policy/schema";
import { DeleteRuleDialog } from "./delete-rule-dialog";
import { EditNotices } from "./edit-notices";
import { EditRail } from "./edit-rail";
import { EditorLayout } from "./editor-layout";
import { LeaveDialog } from "./leave-dialog";
import { OnSwitch } from "./on-switch";
import { RuleHead } from "./rule-head";
import { SaveBar } from "./save-bar";
import { othersThan, type RuleDrafting, startOf, useRuleDraft } from "./use-rule-draft";
import { useRuleSaving } from "./use-rule-saving";
import { useVersionShown } from "./use-version-shown";
import { VersionView } from "./version-view";
import { whyNotSaved } from "./why-not-saved";

type EditRuleProps = {
  rule: RuleDetail;
  rules: readonly RuleRow[];
  /** Somebody has deleted it since it was opened. */
  deleted: boolean;
};

/** A rule's form. The draft stays while an old version is looked at. */
export function EditRule({ rule, rules, deleted }: EditRuleProps) {
  const others = useMemo(() => othersThan(rule.id, rules), [rule.id, rules]);
  const start = useMemo(() => startOf(rule), [rule]);
  const drafting = useRuleDraft(start, others);
  const saving = useRuleSaving(rule, drafting);
  const { version, leave } = useVersionShown(rule.id);
  const restore = (body: RuleBody, from: number) => {
    // A name is not restored: grants and decisions speak of the rule by the one it has now.
    drafting.put({ ...body, name: drafting.seen.body.name });
    saving.setReason(`Restores v${from}.`);
    leave();
  };
  return (
    <>
      <LeaveDialog dirty={drafting.dirty && !deleted} changed={`Your changes of ${rule.name} are`} />
      {version === null ? (
        <Editor rule={rule} drafting={drafting} saving={saving} deleted={deleted} />
      ) : (
        <VersionView rule={rule} version={version} onRestore={deleted ? undefined : restore} />
      )}
    </>
  );
}

type EditorProps = {
  rule: RuleDetail;
  drafting: RuleDrafting;
  saving: ReturnType<typeof useRuleSaving>;
  deleted: boolean;
};

function Editor({ rule, drafting, saving, deleted }: EditorProps) {
  const [deleting, setDeleting] = useState(false);
  const { dirty, seen } = drafting;
  const moved = dirty && !saving.busy && rule.version > seen.version;
  const mayDelete = rule.name !== DEFAULT_RULE.name && !deleted;
  return (
    <>
      <EditorLayout
        drafting={drafting}
        head={
          <RuleHead rule={rule} draft={dirty} onDelete={mayDelete ? () => setDeleting(true) : undefined}>
            <OnSwitch drafting={drafting} />
          </RuleHead>
        }
        notices={<EditNotices rule={rule} drafting={drafting} deleted={deleted} moved={moved} saved={saving.saved} />}
        hint={`${dirty ? `Marked words differ from v${seen.version}. ` : ""}A running task keeps what it was given; you can apply the tighter numbers to it.`}
        rail={<EditRail rule={rule} drafting={drafting} />}
        bar={
          <SaveBar
            label={`Save as v${rule.version + 1}`}
            busy={saving.busy}
            blocked={whyBlocked({ deleted, moved, otherwise: whyNotSaved(drafting) })}
            dirty={dirty}
            error={saving.error}
            reason={saving.reason}
            onReason={saving.setReason}
            onSave={saving.save}
            onDiscard={saving.discard}
          />
        }
      />
      {deleting && <DeleteRuleDialog rule={rule} onClose={() => setDeleting(false)} />}
    </>
  );
}

type Blocking = { deleted: boolean; moved: boolean; otherwise: string | false };

function whyBlocked({ deleted, moved, otherwise }: Blocking): string | false {
  if (deleted) return "It has been deleted.";
  if (moved) return "Choose first: load theirs, or keep editing.";
  return otherwise;
}
