"use client";
import { useDeferredValue } from "react";
import type { InputOf, PatternTrial as Trial, TriedCall } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { formatCount } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";

type PatternTrialProps = {
  approvalId: string;
  /** null while what is typed is no pattern. */
  conditions: InputOf<"tryPattern">["arguments"] | null;
};

/** Which calls of the last 30 days a pattern would have let go, and which not. */
export function PatternTrial({ approvalId, conditions }: PatternTrialProps) {
  const tried = useDeferredValue(conditions);
  const query = useEndpoint(
    "tryPattern",
    { id: approvalId, arguments: tried ?? [] },
    { enabled: tried !== null, placeholderData: (before) => before, retry: false },
  );
  if (tried === null) return <p className="hint">Complete the pattern to see which calls would have fitted.</p>;
  if (query.isPending) return <Skeleton label="Looking at the last 30 days" />;
  if (query.isError) return <ErrorState error={query.error} inline notDone="Nothing was approved." />;
  return <Tried trial={query.data} />;
}

function Tried({ trial }: { trial: Trial }) {
  const { fits, differs, days, looked, more, erased } = trial;
  if (looked === 0)
    return <p className="hint">The agent has made no other call of this tool in the last {days} days.</p>;
  return (
    <section className="grid gap-2" aria-label={`Calls of the last ${days} days`} aria-live="polite">
      <p>
        Of {more ? "the latest " : ""}
        {formatCount(looked)} other calls of the last {days} days, <b>{formatCount(fits.total)} would have gone</b>,{" "}
        {formatCount(differs.total)} not{erased > 0 && `; ${formatCount(erased)} were erased`}.
      </p>
      <Side title="Would have gone" side={fits} />
      <Side title="Would have been asked about" side={differs} />
    </section>
  );
}

function Side({ title, side }: { title: string; side: Trial["fits"] }) {
  if (side.total === 0) return null;
  const left = side.total - side.items.length;
  return (
    <details>
      <summary className="link">
        {title}: {formatCount(side.total)}
      </summary>
      <table className="diff">
        <tbody>
          {side.items.map((call) => (
            <tr key={call.callId}>
              <th scope="row">
                <TimeStamp at={call.at} show="both" />
                <span className="note">{call.decision}</span>
              </th>
              <td>
                <Untrusted text={call.arguments} mono names="full" />
                {call.misfit && <span className="note">{sayMisfit(call.misfit)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {left > 0 && <p className="hint">and {formatCount(left)} earlier ones</p>}
    </details>
  );
}

const WHY = {
  missing: "is missing",
  unnamed: "is not in the pattern",
  differs: "is something else",
  leads_elsewhere: "begins so and leads elsewhere",
} as const satisfies Record<NonNullable<TriedCall["misfit"]>["why"], string>;

function sayMisfit({ name, why }: NonNullable<TriedCall["misfit"]>) {
  return (
    <>
      <Untrusted text={name} /> {WHY[why]}
    </>
  );
}
