"use client";
import type { TaskDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { Dialog } from "../ui/dialog";
import { NarrowForm } from "./narrow-form";
import { TASK_ANSWERS } from "./task-answers";

/** Takes tools, time or calls from a task that holds them. */
export function NarrowDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const act = useAct("narrowTask", TASK_ANSWERS);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="Narrow the task"
      description="Take away what it should not have. Nothing can be added."
      busy={act.isPending}
    >
      <NarrowForm
        task={task}
        busy={act.isPending}
        error={act.error}
        onCancel={onClose}
        onNarrow={(narrowing) => act.mutate({ id: task.id, ...narrowing }, { onSuccess: onClose })}
      />
    </Dialog>
  );
}
