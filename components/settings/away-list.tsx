"use client";
import { useEndpoint } from "../api/queries";
import { TimeStamp } from "../time/time-stamp";
import { Box, Section } from "../ui/section";

/** Who is away now, until when, and who stands for them. Nothing where everybody is here. */
export function AwayList() {
  const items = useEndpoint("listAbsences", {}).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section title="Away now">
      <Box rows>
        {items.map(({ human, delegate, until, note }) => (
          <div key={human.id} className="flex flex-wrap gap-x-4 gap-y-1 px-3 py-2">
            <span className="strong min-w-40">{human.name}</span>
            <span className="grow">
              {delegate ? `${delegate.name} stands for them in their groups` : "nobody stands for them"}
              {note && <span className="muted"> · {note}</span>}
            </span>
            <span className="muted">
              until <TimeStamp at={until} show="both" />
            </span>
          </div>
        ))}
      </Box>
    </Section>
  );
}
