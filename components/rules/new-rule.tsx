"use client";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { routes } from "@/lib/base/routes";
import { DEFAULT_RULE } from "@/lib/policy/schema";
import { useAct, useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { NotAllowed } from "../domain/not-allowed";
import { PageHead } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { Skeleton } from "../ui/skeleton";
import { EditorLayout } from "./editor-layout";
import { LeaveDialog } from "./leave-dialog";
import { OnSwitch } from "./on-switch";
import { RuleEffects } from "./rule-effects";
import { SaveBar } from "./save-bar";
import { useEffects } from "./use-effects";
import { othersThan, useRuleDraft } from "./use-rule-draft";
import { whyNotSaved } from "./why-not-saved";

const CRUMBS = [{ label: "Rules", href: routes.rules() }];
/** Above the default rule, with room below and above. */
const FIRST_PRIORITY = 10;
const START = { version: 0, body: { ...DEFAULT_RULE, name: "", priority: FIRST_PRIORITY } };

/** The form for a rule that does not exist yet; it begins with the numbers of a new installation. */
export function NewRule() {
  const me = useEndpoint("me", {});
  const mayManage = useMay("manage_rules");
  usePageTitle("New rule", me.data?.counts.mine);
  return (
    <PageFrame title="New rule" crumbs={CRUMBS}>
      <NotLive />
      {me.isPending && <Skeleton label="Loading the form" />}
      {me.data && !mayManage && (
        <NotAllowed back={{ href: routes.rules(), label: "Back to the rules" }}>Only admins make rules.</NotAllowed>
      )}
      {mayManage && <NewRuleForm />}
    </PageFrame>
  );
}

function NewRuleForm() {
  const router = useRouter();
  const rules = useEndpoint("listRules", {}).data;
  const others = useMemo(() => othersThan(undefined, rules?.items ?? []), [rules]);
  const drafting = useRuleDraft(START, others);
  const [reason, setReason] = useState("");
  const act = useAct("createRule", ["listRules", "ruleEffects", "explainRule"]);
  const nameless = drafting.said.unsaid.size === 1 && drafting.said.unsaid.has("name");
  const preview = nameless ? drafting.said.body : drafting.body;
  const { effects, error, retry, updating } = useEffects({ id: undefined, body: preview, dirty: true });
  const save = () => {
    if (!drafting.body) return;
    act.mutate(
      { body: drafting.body, reason },
      { onSuccess: ({ rule }) => router.replace(routes.rule(rule.id)), onError: drafting.refuse },
    );
  };
  return (
    <>
      <LeaveDialog dirty={drafting.dirty && !act.isPending && !act.isSuccess} changed="The rule is" />
      <EditorLayout
        drafting={drafting}
        head={<PageHead title={drafting.draft.name || "New rule"} actions={<OnSwitch drafting={drafting} />} />}
        hint="It begins with the numbers of a new installation. It applies to grants approved after it is saved."
        rail={
          <RuleEffects
            effects={effects}
            error={error}
            onRetry={retry}
            incomplete={preview === null}
            updating={updating}
          />
        }
        bar={
          <SaveBar
            label="Make rule"
            busy={act.isPending}
            blocked={whyNotSaved(drafting)}
            dirty={drafting.dirty}
            error={act.error}
            reason={reason}
            onReason={setReason}
            onSave={save}
            onDiscard={drafting.discard}
          />
        }
      />
    </>
  );
}
