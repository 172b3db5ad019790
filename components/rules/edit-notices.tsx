"use client";
import { CircleCheck, Trash2 } from "lucide-react";
import type { RuleDetail } from "@/lib/api/schema";
import { Notice } from "../ui/notice";
import { BothChanged, MovedNotice } from "./moved-notice";
import type { RuleDrafting } from "./use-rule-draft";

type EditNoticesProps = {
  rule: RuleDetail;
  drafting: RuleDrafting;
  deleted: boolean;
  /** Somebody saved another version meanwhile. */
  moved: boolean;
  /** The version that was saved just now. */
  saved: number | null;
};

/** What happened while the form was open, above the sentence. */
export function EditNotices({ rule, drafting, deleted, moved, saved }: EditNoticesProps) {
  if (deleted)
    return (
      <Notice tone="stop" icon={Trash2} title="This rule has been deleted.">
        Nothing can be saved under it any more. A new rule of its name continues its versions.
      </Notice>
    );
  if (moved) return <MovedNotice rule={rule} drafting={drafting} />;
  if (saved !== null)
    return (
      <Notice tone="ok" icon={CircleCheck} title={`Saved as v${saved}.`}>
        It counts for grants from now on. Running tasks keep what they were given.
      </Notice>
    );
  return <BothChanged drafting={drafting} />;
}
