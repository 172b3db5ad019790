"use client";
import { Lightbulb } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Suggestion } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { ClassMark } from "../domain/class-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { ButtonLink } from "../ui/button";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Icon } from "../ui/icon";
import { Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";

/** Rules that might be made or looked at, each with the way to its draft. Nothing is saved until somebody saves it. */
export function SuggestionList({ days }: { days: number }) {
  const suggestions = useEndpoint("suggestRules", { days });
  const mayManage = useMay("manage_rules");
  const items = suggestions.data?.items ?? [];
  return (
    <Section title="Suggestions" aside="a draft opens; nothing is saved by it">
      {suggestions.isPending && <SkeletonRows rows={2} label="Loading suggestions" />}
      {suggestions.isError && !suggestions.data && (
        <ErrorState error={suggestions.error} onRetry={() => void suggestions.refetch()} inline />
      )}
      {suggestions.data && items.length === 0 && (
        <p className="hint">
          None. A rule is suggested for reads that were approved as asked 20 times or more and never otherwise, and for
          tools that write or destroy and were called without anybody being asked.
        </p>
      )}
      {items.length > 0 && (
        <ul className="box rows">
          {items.map((item) => (
            <li key={keyOf(item)} className="suggestion">
              <Icon of={Lightbulb} />
              <p>
                <Says suggestion={item} />
              </p>
              <Way suggestion={item} mayManage={mayManage} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function keyOf(item: Suggestion): string {
  if (item.kind === "always_approved") return `${item.kind} ${item.agent.id} ${item.server} ${item.tool}`;
  return item.kind === "never_asked" ? `${item.kind} ${item.server} ${item.tool}` : `${item.kind} ${item.rule.id}`;
}

function Way({ suggestion, mayManage }: { suggestion: Suggestion; mayManage: boolean }) {
  if (suggestion.kind === "held_nothing" || suggestion.kind === "matches_nobody")
    return <ButtonLink href={routes.rule(suggestion.rule.id)}>Look at the rule</ButtonLink>;
  if (!mayManage) return <span className="hint">An admin can make it a rule.</span>;
  return (
    <ButtonLink href={routes.newRule(suggestion.draft)}>
      {suggestion.kind === "always_approved" ? "Draft a rule that lets it through…" : "Draft a rule that asks…"}
    </ButtonLink>
  );
}

const Name = ({ children }: { children: string }) => (
  <b>
    <Untrusted text={children} />
  </b>
);

function Says({ suggestion }: { suggestion: Suggestion }): ReactNode {
  if (suggestion.kind === "always_approved") {
    const { agent, tool, server, approvals, people } = suggestion;
    return (
      <>
        Always approved: <Name>{tool}</Name> on <Name>{server}</Name> for <Name>{agent.name}</Name>,{" "}
        {counted(approvals, "time")} by {counted(people, "person", "people")}, as asked, and never otherwise. It only
        reads; a rule could let it through.
      </>
    );
  }
  if (suggestion.kind === "never_asked") {
    const { agent, tool, server, calledAt, rule } = suggestion;
    return (
      <>
        Never asked: <Name>{tool}</Name> on <Name>{server}</Name> is <ClassMark of={suggestion.class} />, was last
        called by <Name>{agent.name}</Name> at <TimeStamp at={calledAt} />, and rule {rule.name} asked nobody.
      </>
    );
  }
  const link = (
    <Link className="link" href={routes.rule(suggestion.rule.id)}>
      {suggestion.rule.name}
    </Link>
  );
  if (suggestion.kind === "held_nothing")
    return <>Rule {link} holds calls, and has held none in this time. It may not match what it is meant for.</>;
  return (
    <>
      Rule {link} is for agents named <Name>{suggestion.pattern}</Name>; there is none.
    </>
  );
}
