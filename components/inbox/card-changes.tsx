import type { ReactNode } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { type Change, Changes } from "../domain/changes";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Section } from "../ui/section";

type Since = NonNullable<ApprovalDetail["since"]>;
const KINDS = { wider: "changed", narrower: "less", other: "changed" } as const satisfies Record<
  Since["changes"][number]["direction"],
  Change["kind"]
>;

/** What changed since the last approval of this task, and what did not. */
export function CardChanges({ since }: { since: Since }) {
  return (
    <Section title={<Title since={since} />}>
      <Changes
        since={counts(since)}
        changes={since.changes.map((change) => ({
          kind: change.before === null ? "new" : KINDS[change.direction],
          name: change.name,
          before: change.before === null ? undefined : <Untrusted text={change.before} />,
          after: change.after === null ? undefined : <Untrusted text={change.after} />,
          mono: change.what === "tools" || change.what === "workload",
        }))}
        same={since.same.length > 0 ? since.same.join(", ") : "nothing else to compare"}
      />
    </Section>
  );
}

function Title({ since }: { since: Since }) {
  if (!since.by) return "What happened since it was asked for";
  return (
    <>
      What changed since {since.by.name} approved at <TimeStamp at={since.at} />
    </>
  );
}

function counts({ seconds, calls }: Since): ReactNode[] {
  const number = (count: number, word: string) => (
    <>
      <b>{count}</b> {word}
    </>
  );
  return [
    <>
      <b>{sayDuration(seconds, 2)}</b> ago
    </>,
    number(calls.allowed, "calls allowed"),
    number(calls.denied, "denied"),
    number(calls.held, "held"),
    ...(calls.inFlight > 0 ? [number(calls.inFlight, "in flight")] : []),
  ];
}
