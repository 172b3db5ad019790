import { ScanEye } from "lucide-react";
import type { ServerRow } from "@/lib/api/schema";
import { TOOL_MARKS } from "../domain/states";
import { formatCount } from "../ui/count";
import { Icon, type LucideIcon } from "../ui/icon";

/** How many tools of a server a person has to look at, and why; nothing where all is seen. */
export function ToReview({ tools }: { tools: ServerRow["tools"] }) {
  if (tools.unclassed + tools.drifted === 0) return <span className="gone hide-narrow">–</span>;
  return (
    <span className="inline-flex gap-3">
      {tools.unclassed > 0 && <Count icon={ScanEye} count={tools.unclassed} word="unclassed" />}
      {tools.drifted > 0 && <Count icon={TOOL_MARKS.drifted.icon} count={tools.drifted} word="drifted" />}
    </span>
  );
}

function Count({ icon, count, word }: { icon: LucideIcon; count: number; word: string }) {
  return (
    <span className="st wait">
      <Icon of={icon} small />
      <span className="num">{formatCount(count)}</span> {word}
    </span>
  );
}
