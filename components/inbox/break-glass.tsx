"use client";
import { Siren } from "lucide-react";
import { useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { BREAK_REASON_MIN } from "@/lib/approvals/schema";
import { sayDuration } from "@/lib/base/schema";
import { useAct } from "../api/queries";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { ConfirmDialog } from "../ui/confirm-dialog";

/** The way past the approvals that it takes, for those who have that right by name. */
export function BreakGlass({ approval }: { approval: ApprovalDetail }) {
  const [open, setOpen] = useState(false);
  const { mayBreak } = approval;
  if (!mayBreak) return null;
  return (
    <div className="mt-4">
      <Button icon={Siren} variant="stop" blocked={mayBreak.why ?? false} onClick={() => setOpen(true)}>
        Break the glass…
      </Button>
      {mayBreak.why && <p className="hint mt-1">{mayBreak.why}</p>}
      <BreakDialog open={open} onOpenChange={setOpen} approval={approval} seconds={mayBreak.seconds} />
    </div>
  );
}

type BreakDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  approval: ApprovalDetail;
  seconds: number;
};

function BreakDialog({ open, onOpenChange, approval, seconds }: BreakDialogProps) {
  const act = useAct("breakGlass", ["approval", "listApprovals", "listBrokenGlass", "me"]);
  const [sure, setSure] = useState(false);
  const unread = approval.waiting.some((call) => call.arguments.state !== "shown");
  const close = () => {
    act.reset();
    setSure(false);
    onOpenChange(false);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={close}
      title="Break the glass"
      description={`Gives what is asked for ${sayDuration(seconds)}, without the approvals it takes. Then the task ends.`}
      stops={{
        title: "What follows",
        items: [
          "Every approver and admin sees a red banner on every page while it lasts",
          "Somebody else judges it within 24 h: justified or not",
          "Until an overdue one is judged, nobody breaks the glass again",
        ],
      }}
      reason={{
        label: "Why it cannot wait",
        hint: "At least 10 characters. Everybody reads it.",
        minLength: BREAK_REASON_MIN,
      }}
      confirm="Break the glass"
      confirmIcon={Siren}
      busy={act.isPending}
      blocked={unread ? "You may not see the arguments." : !sure && "Say that you mean it."}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: approval.id, digest: approval.digest, reason }, { onSuccess: close })}
    >
      <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)}>
        I have read what it does, and it cannot wait
      </Checkbox>
    </ConfirmDialog>
  );
}
