"use client";
import { Check } from "lucide-react";
import type { ServerDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ConfirmDialog } from "../ui/confirm-dialog";

/** Lets calls to a server be decided again. */
export function EnableServerDialog({ server, onClose }: { server: ServerDetail; onClose: () => void }) {
  const act = useAct("enableServer", ["server", "listServers", "me"]);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Enable ${server.name}`}
      description="Calls to it are decided again, with its tools as they were pinned and classed. What was denied or held meanwhile does not come back."
      confirm="Enable"
      confirmIcon={Check}
      variant="even"
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate({ id: server.id }, { onSuccess: onClose })}
    />
  );
}
