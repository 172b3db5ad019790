"use client";
import type { AgentDetail, Credential } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { ConfirmDialog } from "../ui/confirm-dialog";

type RevokeCredentialDialogProps = {
  agent: AgentDetail;
  credential: Credential;
  /** No other works. */
  last: boolean;
  onClose: () => void;
};

/** Ends a secret or key at once, after saying what that means for the agent. */
export function RevokeCredentialDialog({ agent, credential, last, onClose }: RevokeCredentialDialogProps) {
  const act = useAct("revokeCredential", ["agent", "listAgents"]);
  const name = `the ${credential.kind} …${credential.hint}`;
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={`Revoke ${name}`}
      description="It stops working within a second, and so do the task tokens that were got by it. It cannot be undone."
      confirm="Revoke"
      confirmIcon={ACT_ICONS.revoke}
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate({ id: agent.id, credential: credential.id }, { onSuccess: onClose })}
    >
      <p className="soft">
        {last
          ? `It is the last one that works: ${agent.name} cannot come until it gets a new one. Its open tasks stay as they are, and their clocks run on.`
          : `${agent.name} goes on with what it has left; its open tasks stay.`}
      </p>
    </ConfirmDialog>
  );
}
