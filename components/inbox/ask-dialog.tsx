"use client";
import type { ApprovalDetail } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { ConfirmDialog } from "../ui/confirm-dialog";

const PRESETS = [
  "What is it for? Name the ticket.",
  "Why is it needed now?",
  "What did you check before?",
  "How can it be undone?",
];

type AskDialogProps = { open: boolean; onOpenChange: (open: boolean) => void; approval: ApprovalDetail };

/** Asks the agent and its owner something before deciding. */
export function AskDialog({ open, onOpenChange, approval }: AskDialogProps) {
  const act = useAct("reviewApproval", ["approval", "listApprovals"]);
  const close = () => {
    act.reset();
    onOpenChange(false);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={close}
      title="Ask"
      description={`${approval.agent.name} or ${approval.agent.owner.name}, who owns it, can answer. Nothing is decided by it, and the deadline stays.`}
      reason={{
        label: "Question",
        hint: "The agent, its owner and the log get these words. At most 500 characters.",
        missing: "Write the question.",
        presets: PRESETS,
      }}
      confirm="Ask"
      confirmIcon={ACT_ICONS.ask}
      variant="even"
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: approval.id, answer: "ask", reason }, { onSuccess: close })}
    />
  );
}
