import { Bot, Play, Tag as TagIcon, User } from "lucide-react";
import Link from "next/link";
import type { TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { Digest } from "../domain/digest";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { PageHead } from "../layout/page";
import { TimeStamp } from "../time/time-stamp";
import { Icon } from "../ui/icon";
import { TaskActs } from "./task-acts";

/** What the task is for, where it stands, whose it is; and what can be done with it. */
export function TaskHead({ task, mayAct }: { task: TaskDetail; mayAct: boolean }) {
  return (
    <PageHead
      title={<Untrusted text={task.purpose} names="full" />}
      meta={<Meta task={task} />}
      actions={mayAct && <TaskActs task={task} />}
    />
  );
}

function Meta({ task }: { task: TaskDetail }) {
  const { agent, run, epoch, charter } = task;
  return (
    <>
      <StateMark of="task" state={task.state} />
      <span>
        <Icon of={Bot} />
        <Link href={routes.agent(agent.id)}>
          <Untrusted text={agent.name} />
        </Link>
      </span>
      <span>
        <Icon of={User} />
        {agent.owner.name} owns it
      </span>
      <span>
        <Icon of={Play} />
        <span>
          asked <TimeStamp at={task.requestedAt} />
        </span>
      </span>
      {run !== "" && (
        <span>
          <Icon of={TagIcon} />
          <span>
            run <Untrusted text={run} mono />
          </span>
        </span>
      )}
      <span className="num">epoch {epoch}</span>
      <Digest hex={charter.digest} of="charter" />
    </>
  );
}
