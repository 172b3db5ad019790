import { TriangleAlert } from "lucide-react";
import { type Beyond, METRICS, type MetricName } from "@/lib/api/schema";
import { Icon } from "../ui/icon";
import { sayLevel } from "./say-measure";

/** Says beside a number that it lies beyond its starting threshold; nothing where it does not. */
export function BeyondMark({ of, beyond }: { of: MetricName; beyond: readonly Beyond[] }) {
  const found = beyond.filter(({ metric }) => metric === of);
  return found.map((one) => (
    <span key={one.level} className="st wait beyond" title={METRICS[of].marked ?? undefined}>
      <Icon of={TriangleAlert} />
      beyond its threshold{sayLevel(one)}
    </span>
  ));
}
