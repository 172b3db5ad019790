"use client";
import type { StopPreview as StopPreviewData } from "@/lib/api/schema";
import { useAct, useEndpoint } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { StopPreview, stoppedTask } from "./stop-preview";
import { TASK_ANSWERS } from "./task-answers";

/** What came of it: how many were revoked, how many had ended before, and the reason that was kept. */
export type Revoked = { revoked: number; ended: number; reason: string };

type RevokeDialogProps = {
  /** As they were when the dialog was opened: a list that moves on changes nothing of what is confirmed. */
  tasks: readonly string[];
  onClose: () => void;
  onRevoked: (revoked: Revoked) => void;
};

function whyNot(stops: StopPreviewData | undefined): string | false {
  if (!stops) return "What would stop is not known yet.";
  return stops.tasks.total === 0 && "It has ended already.";
}

/** Shows what revoking would stop, by name and number, asks why, and does it. */
export function RevokeDialog({ tasks, onClose, onRevoked }: RevokeDialogProps) {
  const one = useAct("revokeTask", TASK_ANSWERS);
  const several = useAct("revokeTasks", TASK_ANSWERS);
  const act = tasks.length === 1 ? one : several;
  // What runs changes while somebody reads, so it is counted anew.
  const preview = useEndpoint("previewRevocation", { tasks: [...tasks] }, { staleTime: 0, refetchInterval: 5000 });
  const stops = preview.data;
  const words = `Revoke ${counted(stops?.tasks.total || tasks.length, "task")}`;
  const revoke = (reason: string) => {
    const [id] = tasks;
    if (tasks.length === 1 && id !== undefined)
      one.mutate({ id, reason }, { onSuccess: () => onRevoked({ revoked: 1, ended: 0, reason }) });
    else several.mutate({ tasks: [...tasks], reason }, { onSuccess: (done) => onRevoked({ ...done, reason }) });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={words}
      description="No call is allowed afterwards, and it cannot be undone. Calls in flight are aborted."
      stops={
        stops && {
          title: "What stops",
          items: stops.tasks.items.map(stoppedTask),
          more: stops.tasks.total - stops.tasks.items.length,
        }
      }
      reason={{}}
      confirm={words}
      confirmIcon={ACT_ICONS.revoke}
      blocked={whyNot(stops)}
      busy={act.isPending}
      error={act.error}
      onConfirm={revoke}
    >
      {preview.isError && !stops ? (
        <ErrorState
          error={preview.error}
          inline
          notDone="Nothing was revoked."
          onRetry={() => void preview.refetch()}
        />
      ) : (
        <StopPreview stops={stops} />
      )}
    </ConfirmDialog>
  );
}
