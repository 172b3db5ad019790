import type { Metadata } from "next";
import { TaskPage } from "@/components/tasks/task-page";

export const metadata: Metadata = { title: "Task" };

export default async function OneTaskPage({ params }: { params: Promise<{ task: string }> }) {
  const { task } = await params;
  return <TaskPage id={task} />;
}
