"use client";
import type { Insights, PersonMeasure } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { ErrorState } from "../ui/error-state";
import { Section } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import { MeasureTable, type MoreColumn } from "./measure-table";
import { sayShare } from "./say-measure";

const BUSIEST: readonly MoreColumn<PersonMeasure>[] = [
  { head: "Busiest hour", metric: "load", cell: ({ busiestHour }) => busiestHour },
  { head: "Canaries caught", metric: "canaries", cell: ({ canaries }) => sayShare(canaries) },
];

/** How single people answer: one's own numbers, and everybody's for admins. */
export function PeopleSection({ days, you }: { days: number; you: Insights["you"] }) {
  const seesPeople = useMay("see_people_insights");
  return (
    <Section
      title={seesPeople ? "By person" : "You"}
      aside={seesPeople ? "only admins see this" : "only you and admins see this"}
    >
      {seesPeople ? <Everybody days={days} /> : <You you={you} />}
      <p className="hint">
        These numbers are there to make approvals fewer and better, not to judge people. Nothing happens to anybody
        because of them, by itself or in a report; when somebody saw a card is forgotten after half a year. Where a
        works council or a data protection officer has a say, ask them first.
      </p>
    </Section>
  );
}

function You({ you }: { you: Insights["you"] }) {
  if (!you) return <p className="hint">You answered nothing in this time.</p>;
  return <PeopleTable label="How you answered" rows={[you]} />;
}

function Everybody({ days }: { days: number }) {
  const people = useEndpoint("insightsByPerson", { days });
  if (people.isPending) return <SkeletonRows rows={2} label="Loading people" />;
  if (!people.data) return <ErrorState error={people.error} onRetry={() => void people.refetch()} inline />;
  if (people.data.items.length === 0) return <p className="hint">Nobody answered anything in this time.</p>;
  return <PeopleTable label="How each person answered" rows={people.data.items} />;
}

function PeopleTable({ label, rows }: { label: string; rows: readonly PersonMeasure[] }) {
  return (
    <MeasureTable
      label={label}
      of="Person"
      rows={rows}
      keyOf={({ person }) => person.id}
      name={({ person }) => person.name}
      more={BUSIEST}
    />
  );
}
