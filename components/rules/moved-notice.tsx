"use client";
import { TriangleAlert } from "lucide-react";
import type { RuleDetail } from "@/lib/api/schema";
import { changedFields } from "@/lib/policy/schema";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { FIELD_WORDS } from "./field-words";
import { type RuleDrafting, startOf } from "./use-rule-draft";

/** Somebody saved another version while this one was being written: who and when, and the two ways to go on. */
export function MovedNotice({ rule, drafting }: { rule: RuleDetail; drafting: RuleDrafting }) {
  const theirs = startOf(rule);
  const moved = changedFields(drafting.seen.body, theirs.body).map((field) => FIELD_WORDS[field].toLowerCase());
  return (
    <Notice
      tone="wait"
      icon={TriangleAlert}
      title={
        <>
          {rule.savedBy?.name ?? "Countersign"} saved v{rule.version} at <TimeStamp at={rule.savedAt} /> while you were
          editing v{drafting.seen.version}.
        </>
      }
      action={
        <span className="flex flex-wrap gap-2 max-phone:col-span-full">
          <Button onClick={() => drafting.begin(theirs)}>Load theirs</Button>
          <Button onClick={() => drafting.keepOn(theirs)}>Keep editing</Button>
        </span>
      }
    >
      {moved.length > 0 ? `Changed: ${moved.join(", ")}. ` : "It says the same as before. "}
      {rule.reason !== "" && `“${rule.reason}” `}
      Keep editing puts your changes on top of v{rule.version}; load theirs throws yours away.
    </Notice>
  );
}

/** After going on: what both had changed, so that nobody takes back the other's number unseen. */
export function BothChanged({ drafting }: { drafting: RuleDrafting }) {
  if (drafting.both.length === 0) return null;
  const words = drafting.both.map((field) => FIELD_WORDS[field].toLowerCase()).join(", ");
  return (
    <Notice tone="wait" icon={TriangleAlert} title={`You both changed ${words}.`}>
      Your numbers stand in the form; v{drafting.seen.version} is said beside them.
    </Notice>
  );
}
