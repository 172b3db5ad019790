"use client";
import type { TaskDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { Untrusted } from "../domain/untrusted";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { type GrantedTool, scopeOf, toolKey } from "./held-scope";
import { TASK_ANSWERS } from "./task-answers";

type DropToolDialogProps = { task: TaskDetail; tool: GrantedTool; onClose: () => void };

/** Takes one tool out of a task's scope. The others stay as they are. */
export function DropToolDialog({ task, tool, onClose }: DropToolDialogProps) {
  const act = useAct("narrowTask", TASK_ANSWERS);
  const left = (task.grant?.tools ?? []).filter((one) => toolKey(one) !== toolKey(tool));
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={
        <>
          Take <Untrusted text={tool.tool} mono /> out of the scope
        </>
      }
      description={
        <>
          The next call to it on <Untrusted text={tool.server} /> is denied. It cannot be put back by hand: the task
          must ask anew.
        </>
      }
      reason={{}}
      confirm="Take it out"
      confirmIcon={ACT_ICONS.narrow}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: task.id, reason, scope: scopeOf(left) }, { onSuccess: onClose })}
    />
  );
}
