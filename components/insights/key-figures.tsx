import Link from "next/link";
import type { ReactNode } from "react";
import type { Insights, MetricName as Metric } from "@/lib/api/schema";
import { counted, formatCount } from "../ui/count";
import { BeyondMark } from "./beyond-mark";
import { MetricName } from "./metric-name";
import { saySeconds, sayShare } from "./say-measure";

/** The few numbers that are about everything at once. */
export function KeyFigures({ insights: { questions, answers, people, retried } }: { insights: Insights }) {
  const { ended, expired, waitedP95, beyond } = questions;
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
    </dl>
  );
}

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
