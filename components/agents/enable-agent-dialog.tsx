"use client";
import { Check } from "lucide-react";
import type { AgentDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ConfirmDialog } from "../ui/confirm-dialog";

/** Lets a disabled agent come again. */
export function EnableAgentDialog({ agent, onClose }: { agent: AgentDetail; onClose: () => void }) {
  const act = useAct("enableAgent", ["agent", "listAgents"]);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Enable ${agent.name}`}
      description="It can come again with the credentials that were not revoked. Its ended tasks stay ended: opening one again asks a person."
      confirm="Enable"
      confirmIcon={Check}
      variant="even"
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate({ id: agent.id }, { onSuccess: onClose })}
    />
  );
}
