"use client";
import { ListOrdered, Plus } from "lucide-react";
import { routes } from "@/lib/base/routes";
import { DEFAULT_RULE } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { Columns, Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ButtonLink } from "../ui/button";
import { counted } from "../ui/count";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { RuleFinder } from "./rule-finder";
import { RuleItem } from "./rule-item";

/** All rules in the order in which they come first, and which of them would apply to a call. */
export function RuleList() {
  const rules = useEndpoint("listRules", {});
  const me = useEndpoint("me", {}).data;
  const mayManage = useMay("manage_rules");
  usePageTitle("Rules", me?.counts.mine);
  return (
    <PageFrame
      title="Rules"
      actions={
        mayManage && (
          <ButtonLink icon={Plus} href={routes.newRule()}>
            New rule
          </ButtonLink>
        )
      }
    >
      <NotLive />
      <Page>
        <h2 className="sr">All rules</h2>
        <Columns
          even
          railLabel="Which rule would apply"
          main={<Rules rules={rules} mayManage={mayManage} />}
          rail={<RuleFinder />}
        />
      </Page>
    </PageFrame>
  );
}

type RulesProps = { rules: ReturnType<typeof useEndpoint<"listRules">>; mayManage: boolean };

function Rules({ rules, mayManage }: RulesProps) {
  const items = rules.data?.items;
  if (rules.isPending) return <SkeletonRows rows={8} label="Loading rules" />;
  if (!items) return <ErrorState error={rules.error} onRetry={() => void rules.refetch()} />;
  if (items.length === 0) return <NoRules mayManage={mayManage} />;
  const usual = items.find((rule) => rule.name === DEFAULT_RULE.name);
  return (
    <Section title="In order of precedence" aside={`${counted(items.length, "rule")}, first match wins`}>
      <ol className="box rows">
        {items.map((rule) => (
          <RuleItem key={rule.id} rule={rule} usual={usual} />
        ))}
      </ol>
      {usual && items.length > 1 && <p className="hint">Strong words differ from rule {usual.name}.</p>}
    </Section>
  );
}

function NoRules({ mayManage }: { mayManage: boolean }) {
  return (
    <EmptyState icon={ListOrdered} title="There is no rule, so every call is denied">
      <p>A rule says how long a task may go on, and which calls wait for a person.</p>
      {mayManage && <ButtonLink href={routes.newRule()}>New rule</ButtonLink>}
    </EmptyState>
  );
}
