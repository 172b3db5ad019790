"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import type { RuleRow } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { DEFAULT_RULE, type RuleBody } from "@/lib/policy/schema";
import { useAct, useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { NotAllowed } from "../domain/not-allowed";
import { PageHead } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { EditorLayout } from "./editor-layout";
import { LeaveDialog } from "./leave-dialog";
import { OnSwitch } from "./on-switch";
import { RuleEffects } from "./rule-effects";
import { SaveBar } from "./save-bar";
import { SuggestedNotice } from "./suggested-notice";
import { readSuggested, suggestedBody } from "./suggested-rule";
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
      {mayManage && <Form />}
    </PageFrame>
  );
}

/** A suggestion is made from the rule that applies now, so that rule is read first. */
function Form() {
  const suggested = readSuggested(useSearchParams());
  const rules = useEndpoint("listRules", {});
  if (!suggested) return <NewRuleForm rules={rules.data?.items} />;
  if (rules.isPending) return <Skeleton label="Loading the rule that applies now" />;
  if (!rules.data) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  const first = suggestedBody(suggested, rules.data.items);
  const basis = rules.data.items.find(({ id }) => id === suggested.basis);
  const notice = <SuggestedNotice suggested={suggested} basis={basis?.name} />;
  return <NewRuleForm rules={rules.data.items} first={first ?? undefined} notice={notice} />;
}

type NewRuleFormProps = { rules: readonly RuleRow[] | undefined; first?: RuleBody; notice?: ReactNode };

function NewRuleForm({ rules, first, notice }: NewRuleFormProps) {
  const router = useRouter();
  const others = useMemo(() => othersThan(undefined, rules ?? []), [rules]);
  const drafting = useRuleDraft(START, others, first);
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
        notices={notice}
        hint={
          first
            ? "It begins with the numbers of the rule that applies now. It applies to grants approved after it is saved."
            : "It begins with the numbers of a new installation. It applies to grants approved after it is saved."
        }
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
