import Link from "next/link";
import type { ReactNode } from "react";
import type { Insights, MetricName as Metric } from "@/lib/api/schema";
import { counted, formatCount } from "../ui/count";
import { BeyondMark } from "./beyond-mark";
import { MetricName } from "./metric-name";
import { saySeconds, sayShare } from "./say-measure";

/** The few numbers that are about everything at once. */
export function KeyFigures({ insights }: { insights: Insights }) {
  const { approvals, answers, people, retried, override, newPasskeys } = insights;
  const { ended, expired, waitedP95, beyond, disagreed, regretted } = approvals;
  const again = retried.total > 0 ? ([{ metric: "retried", level: null }] as const) : [];
  return (
    <dl className="box figures">
      <div>
        <dt>Approvals ended</dt>
        <dd>{formatCount(ended)}</dd>
        <dd className="hint">
          {counted(answers, "answer")} by {counted(people, "person", "people")}
        </dd>
      </div>
      <Figure of="expired" value={sayShare(expired)} mark={<BeyondMark of="expired" beyond={beyond} />} />
      <Figure of="waited" value={waitedP95 === null ? "–" : saySeconds(waitedP95)} note="95 of 100 ended sooner" />
      <Figure
        of="retried"
        value={formatCount(retried.total)}
        mark={<BeyondMark of="retried" beyond={again} />}
        note={retried.total > 0 && <Link href="#retried">which ones</Link>}
      />
      <Figure of="disagreed" value={sayShare(disagreed)} note="of what several people answered" />
      <Figure of="regretted" value={sayShare(regretted)} note="of what was approved" />
      <Figure
        of="override"
        value={sayOverride(override)}
        mark={<BeyondMark of="override" beyond={override.beyond} />}
        note={`${counted(override.revoked, "task")} revoked, ${counted(override.allowedAfter, "call")} allowed after it`}
      />
      <Figure
        of="passkey"
        value={newPasskeys.signed ? sayShare(newPasskeys.signed) : "withheld"}
        mark={<BeyondMark of="passkey" beyond={newPasskeys.beyond} />}
        note={newPasskeys.signed ? "of what was signed" : "fewer than three people signed"}
      />
    </dl>
  );
}

/** "0.3 s, at most 2 s"; a dash where nothing was on its way. */
const sayOverride = ({ seconds }: Insights["override"]): string =>
  seconds ? `${saySeconds(seconds.p90)}, at most ${saySeconds(seconds.longest)}` : "–";

type FigureProps = { of: Metric; value: ReactNode; mark?: ReactNode; note?: ReactNode };

function Figure({ of, value, mark, note }: FigureProps) {
  return (
    <div>
      <dt>
        <MetricName of={of} />
      </dt>
      <dd>{value}</dd>
      {mark && <dd>{mark}</dd>}
      {note && <dd className="hint">{note}</dd>}
    </div>
  );
}
