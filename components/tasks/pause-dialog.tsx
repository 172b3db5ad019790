"use client";
import { useState } from "react";
import type { TaskDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { Checkbox } from "../ui/checkbox";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { TASK_ANSWERS } from "./task-answers";

/** Pauses a running task by hand. Calls in flight finish, unless they are to stop now. */
export function PauseDialog({ task, onClose }: { task: TaskDetail; onClose: () => void }) {
  const act = useAct("pauseTask", TASK_ANSWERS);
  const [stopNow, setStopNow] = useState(false);
  const flying = task.inFlight === 0 ? "None is in flight" : `${counted(task.inFlight, "call")} in flight`;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title="Pause the task"
      description="Nothing new starts until a person approves its resume."
      reason={{}}
      confirm="Pause"
      confirmIcon={ACT_ICONS.pause}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: task.id, reason, stopNow }, { onSuccess: onClose })}
    >
      <Checkbox
        checked={stopNow}
        onChange={(event) => setStopNow(event.target.checked)}
        note={`${flying}. Left alone they finish; stopped, what they did at their server stays unknown.`}
      >
        Stop calls in flight now
      </Checkbox>
    </ConfirmDialog>
  );
}
