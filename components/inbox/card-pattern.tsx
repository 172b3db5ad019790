import type { ApprovalDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { Untrusted } from "../domain/untrusted";
import { counted } from "../ui/count";
import { Notice } from "../ui/notice";
import { Section } from "../ui/section";

/** What would go beside the one call: said before its arguments, because it is more than they are. */
export function CardPattern({ pattern }: { pattern: NonNullable<ApprovalDetail["pattern"]> }) {
  const { says, seconds, calls } = pattern;
  return (
    <Section title="And calls like it">
      <Notice tone="wait" icon={ACT_ICONS.pattern}>
        Later calls of this task go without asking for {sayDuration(seconds, 2)}
        {calls !== null && `, at most ${counted(calls, "call")}`}, when: <Untrusted text={says} names="full" />.
      </Notice>
    </Section>
  );
}
