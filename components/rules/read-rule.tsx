"use client";
import { Eye } from "lucide-react";
import type { RuleDetail } from "@/lib/api/schema";
import { bodyOf } from "@/lib/policy/schema";
import { useMay } from "../api/use-may";
import { ConfigOwned } from "../domain/config-owned";
import { Columns, Page } from "../layout/page";
import { Notice } from "../ui/notice";
import { ApplyTighter } from "./apply-tighter";
import { RuleEffects } from "./rule-effects";
import { RuleFacts } from "./rule-facts";
import { RuleHead } from "./rule-head";
import { RuleSentence } from "./rule-sentence";
import { RuleVersions } from "./rule-versions";
import { sayMarked } from "./said-words";
import { useEffects } from "./use-effects";

/** A rule that cannot be changed here: by nobody, or not by this person. */
export function ReadRule({ rule }: { rule: RuleDetail }) {
  const body = bodyOf(rule);
  const mayManage = useMay("manage_rules");
  const { effects, error, retry, updating } = useEffects({ id: rule.id, body: null, dirty: false });
  return (
    <Page>
      <RuleHead rule={rule} />
      {rule.source === "config" ? (
        <ConfigOwned what="rule">What you see here is what it says now.</ConfigOwned>
      ) : (
        <Notice icon={Eye} title="You can read this rule. Admins change it." />
      )}
      <RuleSentence words={sayMarked({ body, before: null })} />
      <Columns
        even
        railLabel="Effects and versions"
        main={<RuleFacts body={body} before={null} />}
        rail={
          <>
            <RuleEffects effects={effects} error={error} onRetry={retry} incomplete={false} updating={updating}>
              {mayManage && effects && <ApplyTighter rule={rule} effects={effects} blocked={false} />}
            </RuleEffects>
            <RuleVersions rule={rule} />
          </>
        }
      />
    </Page>
  );
}
