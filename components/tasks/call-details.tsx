"use client";
import Link from "next/link";
import type { LogEntryDetail, TimelineEntry } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { ClassMark } from "../domain/class-mark";
import { Digest } from "../domain/digest";
import { Untrusted } from "../domain/untrusted";
import { ErrorState } from "../ui/error-state";
import { Facts, Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { PayloadView } from "./payload-view";

/** A call opened: who made it, on what ground, what was sent and what came back, and its entries in the log. */
export function CallDetails({ entry }: { entry: TimelineEntry }) {
  const query = useEndpoint("logEntry", { seq: entry.seq });
  // The entry never changes, but the outcome adds the result: it is asked for when the timeline hears of it.
  const result = useEndpoint(
    "logEntry",
    { seq: entry.outcome?.seq ?? entry.seq },
    { enabled: entry.outcome !== null && entry.outcome.state !== "allowed" },
  );
  if (query.isPending) return <Skeleton label="Loading the call" />;
  if (query.isError) return <ErrorState error={query.error} inline onRetry={() => void query.refetch()} />;
  return (
    <div className="stack gap-3 py-2">
      <CallFacts detail={query.data} />
      <Section title="Arguments" aside={bytes(query.data.arguments)}>
        <PayloadView body={query.data.arguments} what="arguments" />
      </Section>
      {result.data && (
        <Section title="Result" aside={bytes(result.data.result)}>
          <PayloadView body={result.data.result} what="result" />
        </Section>
      )}
    </div>
  );
}

const bytes = (body: LogEntryDetail["result"]): string | undefined =>
  body.state === "shown" ? `${body.bytes} bytes` : undefined;

function CallFacts({ detail }: { detail: LogEntryDetail }) {
  const client = typeof detail.facts.client === "string" ? detail.facts.client : null;
  const facts = [
    detail.class && { name: "Class", value: <ClassMark of={detail.class} /> },
    detail.workload && { name: "Workload", value: <Untrusted text={detail.workload} mono /> },
    client && { name: "Client", value: <Untrusted text={client} /> },
    detail.digest && { name: "Arguments", value: <Digest hex={detail.digest} /> },
    { name: "Grounds", value: detail.reasons.map((reason) => reason.sentence).join(" ") || "–" },
    { name: "Log", value: <Entries detail={detail} /> },
  ].filter((fact) => typeof fact === "object" && fact !== null);
  return <Facts facts={facts} />;
}

/** All entries of the call, each by its number. */
function Entries({ detail }: { detail: LogEntryDetail }) {
  const all = detail.related.length > 0 ? detail.related : [detail];
  return (
    <span className="flow gap-x-3">
      {all.map(({ seq, kind }) => (
        <Link key={seq} className="link nowrap" href={routes.logEntry(seq)} prefetch={false}>
          {seq} {kind}
        </Link>
      ))}
    </span>
  );
}
