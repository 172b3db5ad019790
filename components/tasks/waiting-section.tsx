import Link from "next/link";
import type { TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { ApprovalKind } from "../domain/approval-kind";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { VerbLine } from "../inbox/verb-line";
import { TimeLeft } from "../time/time-left";
import { counted } from "../ui/count";
import { Box, Section } from "../ui/section";

/** What waits: approvals for a person, and approved calls for their agent. */
export function WaitingSection({ task }: { task: TaskDetail }) {
  const ready = task.holds.filter((hold) => hold.state === "ready");
  const { approvals } = task;
  if (approvals.length === 0 && ready.length === 0) return null;
  return (
    <Section title="Waits" aside={approvals.length > 0 && `${counted(approvals.length, "approval")}`}>
      <Box rows pad>
        {approvals.map((approval) => (
          <div key={approval.id} className="grid gap-1">
            <Link className="label" href={routes.inbox(approval.id)}>
              <VerbLine parts={approval.verb} />
            </Link>
            <span className="flow gap-x-3">
              <ApprovalKind kind={approval.kind} />
              <TimeLeft until={approval.decideBy} from={approval.createdAt} word="left" />
            </span>
          </div>
        ))}
        {ready.map((hold) => (
          <div key={hold.id} className="grid gap-1">
            <span>
              <Untrusted text={hold.tool} mono /> on <Untrusted text={hold.server} />
            </span>
            <span className="flow gap-x-3">
              <StateMark of="hold" state="ready" />
              <span className="muted">approved, waits for the agent</span>
              {hold.readyUntil && <TimeLeft until={hold.readyUntil} word="left" />}
            </span>
          </div>
        ))}
      </Box>
    </Section>
  );
}
