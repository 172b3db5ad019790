"use client";
import { Ban } from "lucide-react";
import type { AgentDetail } from "@/lib/api/schema";
import { useAct, useEndpoint } from "../api/queries";
import { StopPreview, stoppedTask } from "../tasks/stop-preview";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";

/** Shows which tasks end with it, asks why, and disables the agent. */
export function DisableAgentDialog({ agent, onClose }: { agent: AgentDetail; onClose: () => void }) {
  const act = useAct("disableAgent", ["agent", "listAgents", "listTasks", "task", "listApprovals", "approval", "me"]);
  // What runs changes while somebody reads, so it is counted anew.
  const preview = useEndpoint("previewDisabling", { id: agent.id }, { staleTime: 0, refetchInterval: 5000 });
  const stops = preview.data;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Disable ${agent.name}`}
      description="Its open tasks are revoked at once and it gets no new ones. It can be enabled again; its tasks stay ended."
      stops={
        stops && stops.tasks.total > 0
          ? {
              title: `${counted(stops.tasks.total, "task")} revoked with it`,
              items: stops.tasks.items.map(stoppedTask),
              more: stops.tasks.total - stops.tasks.items.length,
            }
          : undefined
      }
      reason={{ hint: "Kept in the log and shown to the agent." }}
      confirm={stops && stops.tasks.total > 0 ? `Disable and revoke ${counted(stops.tasks.total, "task")}` : "Disable"}
      confirmIcon={Ban}
      blocked={stops ? false : "What would stop is not known yet."}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: agent.id, reason }, { onSuccess: onClose })}
    >
      {preview.isError && !stops ? (
        <ErrorState
          error={preview.error}
          inline
          notDone="Nothing was disabled."
          onRetry={() => void preview.refetch()}
        />
      ) : stops?.tasks.total === 0 ? (
        <p className="soft">It has no open task.</p>
      ) : (
        <StopPreview stops={stops} />
      )}
    </ConfirmDialog>
  );
}
