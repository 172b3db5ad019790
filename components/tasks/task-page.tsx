"use client";
import type { Me, TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { spelledOut } from "@/lib/base/schema";
import { useEndpoint } from "../api/queries";
import { Untrusted } from "../domain/untrusted";
import { Columns, Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { TaskAuthority } from "./task-authority";
import { TaskBanner } from "./task-banner";
import { taskCode } from "./task-code";
import { TaskHead } from "./task-head";
import { TaskRail } from "./task-rail";
import { TaskTimeline } from "./task-timeline";

const CRUMBS = [{ label: "Tasks", href: routes.tasks() }];

/** One task: what it may do, how long, who said so, and everything that happened. */
export function TaskPage({ id }: { id: string }) {
  const query = useEndpoint("task", { id });
  const me = useEndpoint("me", {}).data;
  const task = query.data;
  usePageTitle(task ? spelledOut(task.purpose) : "Task", me?.counts.mine);
  return (
    <PageFrame
      title={task ? <Untrusted text={task.purpose} /> : "Task"}
      crumbs={CRUMBS}
      code={task && <Untrusted text={taskCode(task)} />}
    >
      <NotLive />
      {query.isPending && <Skeleton label="Loading the task" />}
      {query.isError && !task && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {task && <Task task={task} me={me} />}
    </PageFrame>
  );
}

function Task({ task, me }: { task: TaskDetail; me: Me | undefined }) {
  return (
    <>
      <TaskBanner task={task} />
      <Page>
        <TaskHead task={task} mayAct={me?.rights.includes("operate") ?? false} />
        <TaskAuthority task={task} />
        <Columns
          railLabel="Grant and context"
          main={<TaskTimeline task={task} me={me} />}
          rail={<TaskRail task={task} mayAct={me?.rights.includes("operate") ?? false} />}
        />
      </Page>
    </>
  );
}
