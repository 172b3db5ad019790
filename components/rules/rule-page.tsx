"use client";
import type { RuleDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { EditRule } from "./edit-rule";
import { ReadRule } from "./read-rule";
import { useVersionShown } from "./use-version-shown";
import { VersionView } from "./version-view";

const CRUMBS = [{ label: "Rules", href: routes.rules() }];

/** One rule: for those who may change it a form, for everybody else what it says. */
export function RulePage({ id }: { id: string }) {
  const rule = useEndpoint("rule", { id });
  const rules = useEndpoint("listRules", {});
  const me = useEndpoint("me", {});
  const name = rule.data?.name ?? "Rule";
  usePageTitle(name, me.data?.counts.mine);
  const failed = rule.error ?? rules.error ?? me.error;
  const known = rule.data && rules.data && me.data;
  const retry = () => void Promise.all([rule.refetch(), rules.refetch(), me.refetch()]);
  const mayChange = me.data?.rights.includes("manage_rules") && rule.data?.source === "page";
  return (
    <PageFrame title={name} crumbs={CRUMBS}>
      <NotLive />
      {!known && !failed && <Skeleton label="Loading the rule" />}
      {!known && failed && <ErrorState error={failed} onRetry={retry} />}
      {known && mayChange && (
        <EditRule key={id} rule={rule.data} rules={rules.data.items} deleted={rule.error?.code === "NOT_FOUND"} />
      )}
      {known && !mayChange && <ReadOrVersion rule={rule.data} />}
    </PageFrame>
  );
}

function ReadOrVersion({ rule }: { rule: RuleDetail }) {
  const { version } = useVersionShown(rule.id);
  return version === null ? <ReadRule rule={rule} /> : <VersionView rule={rule} version={version} />;
}
