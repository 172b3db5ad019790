"use client";
import { FileClock, RotateCcw } from "lucide-react";
import Link from "next/link";
import type { RuleDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { bodyOf, type RuleBody } from "@/lib/policy/schema";
import { Columns, Page, PageHead } from "../layout/page";
import { TimeStamp } from "../time/time-stamp";
import { Button, ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { Notice } from "../ui/notice";
import { RuleFacts } from "./rule-facts";
import { RuleSentence } from "./rule-sentence";
import { RuleVersions } from "./rule-versions";
import { sayMarked } from "./said-words";

type VersionViewProps = {
  rule: RuleDetail;
  version: number;
  /** Puts it into the form. Absent where the rule cannot be changed here. */
  onRestore?: (body: RuleBody, version: number) => void;
};

/** A rule as it was, with what differs from now. */
export function VersionView({ rule, version, onRestore }: VersionViewProps) {
  const found = rule.versions.find((one) => one.version === version);
  if (!found) return <NoVersion rule={rule} version={version} />;
  const now = bodyOf(rule);
  return (
    <Page>
      <PageHead
        title={
          <>
            {found.body.name}, v{version}
          </>
        }
        meta={
          <span>
            saved by {found.by?.name ?? "Countersign"}, <TimeStamp at={found.at} />
          </span>
        }
        actions={
          <>
            <ButtonLink href={routes.rule(rule.id)} scroll={false}>
              Back to v{rule.version}
            </ButtonLink>
            {onRestore && version !== rule.version && (
              <Button icon={RotateCcw} onClick={() => onRestore(found.body, version)}>
                Restore as v{rule.version + 1}…
              </Button>
            )}
          </>
        }
      />
      <Notice
        icon={FileClock}
        title={version === rule.version ? "This version is in force." : `v${rule.version} is in force.`}
      >
        {found.reason !== "" && `“${found.reason}” `}
        {version !== rule.version &&
          "Marked words differ from it. Restoring puts this version into the form, to be saved as the next one."}
      </Notice>
      <RuleSentence words={sayMarked({ body: found.body, before: now })} />
      <Columns
        even
        railLabel="Versions"
        main={<RuleFacts body={found.body} before={now} than={`v${rule.version}`} />}
        rail={<RuleVersions rule={rule} shown={version} />}
      />
    </Page>
  );
}

function NoVersion({ rule, version }: { rule: RuleDetail; version: number }) {
  return (
    <EmptyState icon={FileClock} title={`There is no v${version} of ${rule.name}`}>
      <Link className="link" href={routes.rule(rule.id)}>
        The version in force
      </Link>
    </EmptyState>
  );
}
