"use client";
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { LogEntryDetail, LogRow } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { Button, ButtonLink } from "../ui/button";
import type { LucideIcon } from "../ui/icon";
import { plainSentence, sayEntry } from "./say-entry";

type Neighbours = { older?: LogRow; newer?: LogRow };

/** The entries before and after one: of the same task, or of the whole log where it belongs to none. */
export function useNeighbours({ seq, taskId }: LogEntryDetail): Neighbours {
  const older = useEndpoint("listLog", { task: taskId, before: seq, order: "newest", limit: 1 });
  const newer = useEndpoint("listLog", { task: taskId, after: seq, order: "oldest", limit: 1 });
  return { older: older.data?.items[0], newer: newer.data?.items[0] };
}

/** Leads to the entries before and after, and says what they are. */
export function EntryNeighbours({ entry, older, newer }: Neighbours & { entry: LogEntryDetail }) {
  const of = entry.taskId === undefined ? "" : " of this task";
  return (
    <>
      <Neighbour entry={older} word="Older" none={`This is the first entry${of}`} icon={ChevronLeft} />
      <Neighbour entry={newer} word="Newer" none={`This is the last entry${of}`} icon={ChevronRight} />
    </>
  );
}

type NeighbourProps = { entry: LogRow | undefined; word: string; none: string; icon: LucideIcon };

function Neighbour({ entry, word, none, icon }: NeighbourProps) {
  if (!entry)
    return (
      <Button icon={icon} blocked={none}>
        {word}
      </Button>
    );
  return (
    <ButtonLink icon={icon} href={routes.logEntry(entry.seq)} title={plainSentence(sayEntry(entry))}>
      {word}
    </ButtonLink>
  );
}
