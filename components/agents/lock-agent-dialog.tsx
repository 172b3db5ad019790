"use client";
import type { AgentDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";

const REFRESHES = ["agent", "listAgents", "listTasks", "task", "listApprovals", "approval", "me"] as const;

type LockAgentDialogProps = { agent: AgentDetail; onClose: () => void };

/** Says what a lock stops, asks why, and locks the agent. */
export function LockAgentDialog({ agent, onClose }: LockAgentDialogProps) {
  const act = useAct("lockAgent", REFRESHES);
  const { running } = agent.tasks;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Lock ${agent.name}`}
      description="For an emergency: every call of it is denied with your reason until an admin lifts the lock, whatever was approved."
      reason={{ hint: "Kept in the log and shown to the agent." }}
      confirm={running > 0 ? `Lock, and pause ${counted(running, "task")}` : "Lock"}
      confirmIcon={ACT_ICONS.lock}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: agent.id, reason }, { onSuccess: onClose })}
    >
      <p className="soft">
        {running > 0
          ? "Its running tasks pause at once, and calls in flight are stopped: what became of them at the server is not known."
          : "No task of it runs now."}{" "}
        Paused tasks stay paused when the lock is lifted.
      </p>
    </ConfirmDialog>
  );
}

/** Lifts the lock of an agent. */
export function LiftAgentLockDialog({ agent, onClose }: LockAgentDialogProps) {
  const act = useAct("liftAgentLock", REFRESHES);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Lift the lock of ${agent.name}`}
      description="Its calls are decided as before. Its tasks stay paused: the next call of each asks a person."
      reason={{ hint: "Kept in the log." }}
      confirm="Lift the lock"
      variant="even"
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: agent.id, reason }, { onSuccess: onClose })}
    />
  );
}
