"use client";
import { Ban, CirclePlay, FileCode, PencilLine, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { RuleDetail } from "@/lib/api/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { PageHead } from "../layout/page";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { Tag } from "../ui/tag";

/** Goes to the list of versions further down, and reads on from there. */
function goToVersions(): void {
  const place = document.getElementById("versions");
  place?.scrollIntoView({ block: "start" });
  place?.querySelector<HTMLElement>("a, button")?.focus({ preventScroll: true });
}

type RuleHeadProps = { rule: RuleDetail; draft?: boolean; onDelete?: () => void; children?: ReactNode };

/** A rule's name and where it stands, with what can be done about it. */
export function RuleHead({ rule, draft = false, onDelete, children }: RuleHeadProps) {
  return (
    <PageHead
      title={rule.name}
      meta={
        <>
          <OnTag on={rule.on} version={rule.version} />
          {draft && (
            <Tag tone="wait" icon={PencilLine}>
              draft of v{rule.version + 1}
            </Tag>
          )}
          {rule.source === "config" && (
            <Tag tone="off" icon={FileCode}>
              configuration file
            </Tag>
          )}
          <span className="num">priority {rule.priority}</span>
          <span>
            last saved by {rule.savedBy?.name ?? "Countersign"}, <TimeStamp at={rule.savedAt} />
          </span>
        </>
      }
      actions={
        <>
          {children}
          <Button icon={ACT_ICONS.versions} onClick={goToVersions}>
            Versions
          </Button>
          {onDelete && (
            <Button variant="stop" icon={Trash2} onClick={onDelete}>
              Delete…
            </Button>
          )}
        </>
      }
    />
  );
}

/** Whether a rule applies at all, and which version of it is in force. */
export function OnTag({ on, version }: { on: boolean; version: number }) {
  return on ? (
    <Tag tone="ok" icon={CirclePlay}>
      on, v{version}
    </Tag>
  ) : (
    <Tag tone="off" icon={Ban}>
      off, v{version}
    </Tag>
  );
}
