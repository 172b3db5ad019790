import Link from "next/link";
import type { ApprovalDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { ApprovalKind } from "../domain/approval-kind";
import { ClassMark } from "../domain/class-mark";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { WhyNow } from "../domain/why-now";
import { TimeLeft } from "../time/time-left";
import { TimeStamp } from "../time/time-stamp";
import { approvalIcon } from "./approval-icon";
import { VerbLine } from "./verb-line";

const OF_TASK = { start: "for the task", resume: "and resume the task", call: "in the task" } as const;

/** What is asked, how severe it is and how long there is; what would happen; why it is asked now. */
export function CardHead({ approval }: { approval: ApprovalDetail }) {
  const [first, ...others] = approval.reasons;
  const waits = approval.state === "pending";
  return (
    <header className="ask">
      <div className="meta">
        <ApprovalKind kind={approval.kind} />
        <ClassMark of={approval.class} />
        {waits ? (
          <>
            <TimeLeft until={approval.decideBy} from={approval.createdAt} word="left" />
            <span className="num">
              <span className="wide-only">decide </span>by <TimeStamp at={approval.decideBy} zone />
            </span>
          </>
        ) : (
          <StateMark of="approval" state={approval.state} />
        )}
      </div>
      <h2 className="verb" id="card-title" tabIndex={-1}>
        <VerbLine parts={approval.verb} />
        <span className="as">
          {OF_TASK[approval.kind]}{" "}
          <Link className="link" href={routes.task(approval.task.id)}>
            “<Untrusted text={approval.task.purpose} />”
          </Link>
          , as <Untrusted text={approval.agent.name} />, owned by {approval.agent.owner.name}
        </span>
      </h2>
      {first && (
        <WhyNow icon={approvalIcon(approval)} cause={first.sentence}>
          {others.map((reason) => reason.sentence).join(" ")}
          {approval.previous && <PreviousEnd previous={approval.previous} />}
        </WhyNow>
      )}
    </header>
  );
}

function PreviousEnd({ previous }: { previous: NonNullable<ApprovalDetail["previous"]> }) {
  return (
    <>
      {" "}
      The last one was {previous.state}
      {previous.by && ` by ${previous.by.name}`}
      {previous.at && (
        <>
          {" "}
          at <TimeStamp at={previous.at} />
        </>
      )}
      {previous.reason && `: ${previous.reason}`}
    </>
  );
}
