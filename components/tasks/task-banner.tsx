import { CircleDashed, Hand } from "lucide-react";
import type { ReactNode } from "react";
import type { ApprovalItem, TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { PAUSE_MARKS } from "../domain/pause-reason";
import { TASK_MARKS } from "../domain/states";
import { Untrusted } from "../domain/untrusted";
import { VerbLine } from "../inbox/verb-line";
import { TimeLeft } from "../time/time-left";
import { TimeStamp } from "../time/time-stamp";
import { Banner } from "../ui/banner";
import { ButtonLink } from "../ui/button";
import type { LucideIcon } from "../ui/icon";
import type { Tone } from "../ui/tone";

/** What holds for the whole task now: that it waits for a person and why, or how it ended. */
export function TaskBanner({ task }: { task: TaskDetail }) {
  const said = bannerOf(task);
  if (!said) return null;
  const [first] = task.approvals;
  return (
    <Banner tone={said.tone} icon={said.icon} action={first && <Decide approval={first} />}>
      {said.words}
    </Banner>
  );
}

function Decide({ approval }: { approval: ApprovalItem }) {
  return (
    <ButtonLink href={routes.inbox(approval.id)}>
      {approval.mine ? "Decide" : approval.toAnswer ? "Answer" : "Look"}
      <TimeLeft until={approval.decideBy} from={approval.createdAt} icon={false} />
    </ButtonLink>
  );
}

type Said = { tone: Tone; icon: LucideIcon; words: ReactNode };

function bannerOf(task: TaskDetail): Said | null {
  const [first] = task.approvals;
  const waits = first && <Waits approval={first} more={task.approvals.length - 1} />;
  if (task.ended) return { ...TASK_MARKS[task.state], words: <Ended task={task} ended={task.ended} /> };
  if (task.pausedFor)
    return {
      tone: "wait",
      icon: PAUSE_MARKS[task.pausedFor].icon,
      words: (
        <>
          Paused: {PAUSE_MARKS[task.pausedFor].word}.{" "}
          <More>{task.pauseNote && <Untrusted text={task.pauseNote} />} </More>
          <More>{waits ?? <NextCall task={task} />}</More>
        </>
      ),
    };
  if (task.state === "requested")
    return first
      ? { tone: "wait", icon: CircleDashed, words: <FirstApproval approval={first} /> }
      : { tone: "off", icon: CircleDashed, words: "Nobody is asked yet. Its next call asks for its start." };
  return waits ? { tone: "wait", icon: Hand, words: waits } : null;
}

/** What there is to add where the strip is wide enough. */
const More = ({ children }: { children: ReactNode }) => <span className="more wide-only">{children}</span>;

function Waits({ approval, more }: { approval: ApprovalItem; more: number }) {
  return (
    <>
      {approval.calls > 1 ? `${approval.calls} calls wait for a person, first: ` : "Waits for a person: "}
      <VerbLine parts={approval.verb} />
      {more > 0 && ` And ${more} more.`}
    </>
  );
}

function FirstApproval({ approval }: { approval: ApprovalItem }) {
  return (
    <>
      Waits for its first approval
      <More>
        : <VerbLine parts={approval.verb} />
      </More>
    </>
  );
}

function NextCall({ task: { quiet } }: { task: TaskDetail }) {
  if (!quiet) return "Its next call waits for a person.";
  return (
    <>
      Calls are refused until <TimeStamp at={quiet.until} />
      {quiet.note ? <>: {<Untrusted text={quiet.note} />}</> : "."}
    </>
  );
}

function Ended({ task, ended }: { task: TaskDetail; ended: NonNullable<TaskDetail["ended"]> }) {
  const { word } = TASK_MARKS[task.state];
  return (
    <>
      {word.charAt(0).toUpperCase() + word.slice(1)}
      {ended.by && ` by ${ended.by.name}`} at <TimeStamp at={ended.at} show="both" />
      {ended.reason ? (
        <>
          : <Untrusted text={ended.reason} />
        </>
      ) : (
        "."
      )}
      <CoolDown task={task} />
    </>
  );
}

/** For a while, nobody is asked again about a charter that a person has ended. */
function CoolDown({ task: { coolUntil, now } }: { task: TaskDetail }) {
  if (coolUntil === null || coolUntil <= now) return null;
  return (
    <More>
      {" "}
      Its charter cannot be opened again before <TimeStamp at={coolUntil} />.
    </More>
  );
}
