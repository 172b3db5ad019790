import Link from "next/link";
import type { Insights } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Section } from "../ui/section";
import { MetricName } from "./metric-name";

/** Calls that were approved after a denial of the same or nearly the same, with the way to both. */
export function RetriedList({ retried: { items, total } }: { retried: Insights["retried"] }) {
  if (total === 0) return null;
  return (
    <Section
      id="retried"
      title={<MetricName of="retried" />}
      aside={total > items.length ? `the latest ${items.length} of ${total}` : undefined}
    >
      <ul className="box rows">
        {items.map(({ approvalId, deniedId, same, agent, server, tool, approvedAt, deniedAt }) => (
          <li key={approvalId} className="px-3 py-2">
            <Untrusted text={tool} mono /> on {server}, for {agent.name}:{" "}
            <Link className="link" href={routes.inbox(deniedId, { view: "decided" })}>
              denied
            </Link>{" "}
            at <TimeStamp at={deniedAt} />,{" "}
            <Link className="link" href={routes.inbox(approvalId, { view: "decided" })}>
              approved
            </Link>{" "}
            at <TimeStamp at={approvedAt} />
            {!same && <span className="muted">, with nearly the same arguments</span>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
