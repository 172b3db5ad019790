import Link from "next/link";
import type { ReactNode } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { sayDuration } from "@/lib/base/schema";
import { type Change, Changes } from "../domain/changes";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Section } from "../ui/section";
import { toChange } from "./to-change";

type Since = NonNullable<ApprovalDetail["since"]>;
type Usual = NonNullable<ApprovalDetail["usual"]>;
/** What changed since the last approval of this task, and what did not. */
export function CardChanges({ since }: { since: Since }) {
  return (
    <Section title={<Title since={since} />}>
      <Changes since={counts(since)} changes={withoutRepeating(since.changes)} same={sayList(since.same)} />
    </Section>
  );
}

/** How a first approval differs from what its agent was approved for last. */
export function CardUsual({ usual }: { usual: Usual }) {
  const since = [
    <>
      approved{usual.by && ` by ${usual.by.name}`} <TimeStamp at={usual.at} show="both" />
    </>,
  ];
  return (
    <Section
      title={
        <>
          What differs from its last task,{" "}
          <Link className="link" href={routes.task(usual.task.id)}>
            “<Untrusted text={usual.task.purpose} />”
          </Link>
        </>
      }
    >
      <Changes since={since} changes={usual.changes.map(toChange)} same={sayList(usual.same)} />
    </Section>
  );
}

/** More than these stand below with all the others, marked there: here they would only be said twice. */
const ARGUMENTS_NAMED = 5;

function withoutRepeating(changes: Since["changes"]): Change[] {
  const given = changes.filter(({ what }) => what === "argument");
  if (given.length <= ARGUMENTS_NAMED) return changes.map(toChange);
  const said: Change = { kind: "changed", name: "arguments", after: `${given.length} differ, marked below` };
  return [...changes.filter(({ what }) => what !== "argument").map(toChange), said];
}

const sayList = (same: readonly string[]): string => (same.length > 0 ? same.join(", ") : "nothing else to compare");

function Title({ since }: { since: Since }) {
  if (!since.by) return "What happened since it was asked for";
  return (
    <>
      What changed since {since.by.name} approved at <TimeStamp at={since.at} />
    </>
  );
}

function counts({ seconds, calls, used }: Since): ReactNode[] {
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
    ...(used ? [number(used.calls, `of ${used.of} calls used`)] : []),
    ...(calls.inFlight > 0 ? [number(calls.inFlight, "in flight")] : []),
  ];
}
