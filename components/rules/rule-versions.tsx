"use client";
import Link from "next/link";
import { useState } from "react";
import type { RuleDetail } from "@/lib/api/schema";
import { TimeStamp } from "../time/time-stamp";
import { counted } from "../ui/count";
import { Section } from "../ui/section";
import { FIELD_WORDS } from "./field-words";
import { versionHref } from "./use-version-shown";

type Version = RuleDetail["versions"][number];

const FIRST = 6;

/** Every version of a rule, the newest first: who saved it, when and why, and what it changed. */
export function RuleVersions({ rule, shown }: { rule: RuleDetail; shown?: number }) {
  const [all, setAll] = useState(false);
  const versions = all ? rule.versions : rule.versions.slice(0, FIRST);
  const rest = rule.versions.length - versions.length;
  return (
    <Section id="versions" title="Versions" aside={counted(rule.versions.length, "version")}>
      <ol className="box rows pad">
        {versions.map((version) => (
          <VersionItem key={version.version} rule={rule} version={version} shown={version.version === shown} />
        ))}
      </ol>
      {rest > 0 && (
        <p>
          <button type="button" className="link" onClick={() => setAll(true)}>
            {counted(rest, "earlier version")}
          </button>
        </p>
      )}
    </Section>
  );
}

function VersionItem({ rule, version, shown }: { rule: RuleDetail; version: Version; shown: boolean }) {
  const present = version.version === rule.version;
  return (
    <li className={shown ? "bg-bg-on" : undefined} aria-current={shown || undefined}>
      <p className="flex flex-wrap gap-x-2 items-baseline">
        {present ? (
          <span className="label">v{version.version}, in force</span>
        ) : (
          <Link className="link" href={versionHref(rule.id, version.version)} scroll={false}>
            v{version.version}
          </Link>
        )}
        <span>{version.by?.name ?? "Countersign"}</span>
        <span className="muted ml-auto">
          <TimeStamp at={version.at} />
        </span>
      </p>
      {version.reason !== "" && <p>{version.reason}</p>}
      <p className="hint">{changesOf(rule, version)}</p>
    </li>
  );
}

/** What a version changed; the first one of all changed nothing. */
function changesOf(rule: RuleDetail, { version, changed }: Version): string {
  if (changed.length > 0) return changed.map((field) => FIELD_WORDS[field]).join(", ");
  return version === rule.versions.at(-1)?.version ? "The first version" : "The same as before";
}
