import { sayDuration } from "@/lib/base/schema";
import type { RuleBody } from "@/lib/policy/schema";
import { classNames } from "../ui/class-names";
import { nestedClocks } from "./nested-clocks";

/** Idle inside lease inside end, as bars. A clock that does not fit is longer than the one around it. */
export function ClockNest({ body, before, than }: { body: RuleBody; before: RuleBody | null; than?: string }) {
  const bars = nestedClocks(body, before);
  const said = bars.map((bar) => `${bar.word} ${sayDuration(bar.seconds)}`).join(", ");
  const differs = before !== null && bars.some((bar) => bar.changed);
  return (
    <div className="fields gap-2">
      <div className="nest" role="img" aria-label={said.charAt(0).toUpperCase() + said.slice(1)}>
        {bars.map((bar) => (
          <div key={bar.field} className={classNames(bar.changed && "acc")}>
            <span>{bar.word}</span>
            <i style={{ width: `${bar.part * 100}%` }} />
            <span className="nowrap">{sayDuration(bar.seconds)}</span>
          </div>
        ))}
      </div>
      <p className="hint">Logarithmic. {differs && `Blue differs from ${than}.`}</p>
    </div>
  );
}
