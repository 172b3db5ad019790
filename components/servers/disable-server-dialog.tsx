"use client";
import { Ban } from "lucide-react";
import type { ServerDetail } from "@/lib/api/schema";
import { useAct, useEndpoint } from "../api/queries";
import { stoppedTask } from "../tasks/stop-preview";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";

/** Shows which tasks lose the server, asks why, and disables it. */
export function DisableServerDialog({ server, onClose }: { server: ServerDetail; onClose: () => void }) {
  const act = useAct("disableServer", ["server", "listServers", "listTasks", "me"]);
  // What runs changes while somebody reads, so it is counted anew.
  const preview = useEndpoint("previewServerStop", { id: server.id }, { staleTime: 0, refetchInterval: 5000 });
  const tasks = preview.data?.tasks;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Disable ${server.name}`}
      description="No call to it is allowed from then on, whatever was approved. Its tools stay pinned and classed, and it can be enabled again."
      stops={
        tasks && tasks.total > 0
          ? {
              title: `${counted(tasks.total, "open task")} may use it; ${tasks.total === 1 ? "it goes" : "they go"} on without it`,
              items: tasks.items.map(stoppedTask),
              more: tasks.total - tasks.items.length,
            }
          : undefined
      }
      reason={{ hint: "Kept in the log, and shown to agents whose calls are denied." }}
      confirm="Disable"
      confirmIcon={Ban}
      blocked={preview.data ? false : "What would stop is not known yet."}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: server.id, reason }, { onSuccess: onClose })}
    >
      {preview.isError && !preview.data && (
        <ErrorState
          error={preview.error}
          inline
          notDone="Nothing was disabled."
          onRetry={() => void preview.refetch()}
        />
      )}
      {preview.isPending && (
        <p className="muted" role="status">
          Looking up what would stop…
        </p>
      )}
      {tasks?.total === 0 && <p className="soft">No open task may use it.</p>}
    </ConfirmDialog>
  );
}
