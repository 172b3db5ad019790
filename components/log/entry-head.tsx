import type { ReactNode } from "react";
import type { LogEntryDetail } from "@/lib/api/schema";
import { ClassMark } from "../domain/class-mark";
import { Digest } from "../domain/digest";
import { PageHead } from "../layout/page";
import { TimeStamp } from "../time/time-stamp";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { ENTRY_MARKS } from "./entry-marks";
import { sayEntry } from "./say-entry";
import { Sentence } from "./sentence";

/** The entry in one sentence, its kind, and when it was written. */
export function EntryHead({ entry, actions }: { entry: LogEntryDetail; actions: ReactNode }) {
  const { icon, tone } = ENTRY_MARKS[entry.kind];
  return (
    <PageHead
      title={
        <span className="flex gap-2 items-start">
          <span className={classNames("st h-7", tone)}>
            <Icon of={icon} />
          </span>
          <span>
            <Sentence parts={sayEntry(entry)} linked />
          </span>
        </span>
      }
      meta={
        <>
          <span className="mono">{entry.kind}</span>
          <TimeStamp at={entry.at} show="both" seconds zone className="num" />
          {entry.class && <ClassMark of={entry.class} />}
          {entry.epoch !== undefined && <span className="num">epoch {entry.epoch}</span>}
          {entry.digest && <Digest hex={entry.digest} />}
        </>
      }
      actions={actions}
    />
  );
}
