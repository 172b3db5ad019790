import type { TaskDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { RuleRef } from "../domain/rule-ref";
import { counted } from "../ui/count";
import { Section } from "../ui/section";

type Grant = NonNullable<TaskDetail["grant"]>;

/** The rules that the grant froze, and what they say of its time, in one sentence. */
export function RuleSection({ grant }: { grant: Grant }) {
  const rules = new Map(grant.tools.flatMap(({ rule }) => (rule ? [[rule.id, rule] as const] : [])));
  return (
    <Section
      title="Rule in force"
      aside={
        rules.size === 0
          ? "none covers a tool of it"
          : [...rules.values()].map((rule, at) => (
              <span key={rule.id}>
                {at > 0 && ", "}
                <RuleRef rule={rule} />
              </span>
            ))
      }
    >
      <p className="soft">{sayClocks(grant)}</p>
    </Section>
  );
}

function sayClocks({ clocks, calls }: Grant): string {
  const { idleSeconds, leaseSeconds, endSeconds, stallSeconds, decideBySeconds } = clocks;
  const stall = stallSeconds === null ? "" : ` Work without progress for ${sayDuration(stallSeconds)} pauses it.`;
  const most = calls === null ? "" : ` At most ${counted(calls, "call")}.`;
  return `Pauses after ${sayDuration(idleSeconds)} idle, is looked at again every ${sayDuration(leaseSeconds)}, ends after ${sayDuration(endSeconds)}.${stall} A question expires after ${sayDuration(decideBySeconds)}.${most}`;
}
