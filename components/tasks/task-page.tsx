"use client";
import { SearchX } from "lucide-react";
import Link from "next/link";
import type { Me, TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { spelledOut } from "@/lib/base/schema";
import type { ApiError } from "../api/client";
import { useEndpoint } from "../api/queries";
import { Untrusted } from "../domain/untrusted";
import { Columns, Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { EmptyState } from "../ui/empty-state";
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
      {query.isError && !task && <NotShown error={query.error} onRetry={() => void query.refetch()} />}
      {task && <Task task={task} me={me} />}
    </PageFrame>
  );
}

/** What leads nowhere, an address that is none or a task that is not there, leads back to the list. */
function NotShown({ error, onRetry }: { error: ApiError; onRetry: () => void }) {
  if (error.code !== "NOT_FOUND" && error.code !== "INVALID_INPUT")
    return <ErrorState error={error} onRetry={onRetry} />;
  return (
    <EmptyState icon={SearchX} title="There is no such task">
      <Link className="link" href={routes.tasks({ state: "all" })}>
        Show all tasks
      </Link>
    </EmptyState>
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
