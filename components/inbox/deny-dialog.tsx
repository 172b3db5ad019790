"use client";
import { useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { Checkbox } from "../ui/checkbox";
import { ConfirmDialog } from "../ui/confirm-dialog";
import type { OnAnswer, ReviewAct } from "./answer";

type DenyDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  approval: ApprovalDetail;
  act: ReviewAct;
  /** Whether the approval takes a signature that this person can give. */
  canSign: boolean;
  onAnswer: OnAnswer;
};

const FOLLOWS = {
  start: "The task ends as denied. Its charter can be asked for again after a cool-down, and a person is asked then.",
  resume: "The task stays paused. Its calls are refused with your reason until it may ask again.",
  call: "The call is answered with your reason. The task goes on.",
} as const;

/** Asks why, and whether the task should end with it. */
export function DenyDialog({ open, onOpenChange, approval, act, canSign, onAnswer }: DenyDialogProps) {
  const [revoke, setRevoke] = useState(false);
  const [unsigned, setUnsigned] = useState(false);
  const sign = canSign && !unsigned;
  const verb = revoke ? "Deny and revoke" : "Deny";
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Deny"
      description={revoke ? "The task is revoked: nothing of it works again." : FOLLOWS[approval.kind]}
      reason={{ hint: "The agent, its owner and the log get these words." }}
      confirm={sign ? `Sign and ${verb.toLowerCase()}` : verb}
      confirmIcon={sign ? ACT_ICONS.sign : revoke ? ACT_ICONS.revoke : ACT_ICONS.deny}
      busyWord={act.busyWord}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => onAnswer({ answer: "deny", reason, revoke: revoke || undefined, sign })}
    >
      {approval.kind !== "start" && (
        <Checkbox
          checked={revoke}
          onChange={(event) => setRevoke(event.target.checked)}
          note="Ends the task and stops what is in flight."
        >
          Revoke the task as well
        </Checkbox>
      )}
      {canSign && (
        <Checkbox
          checked={sign}
          onChange={(event) => setUnsigned(!event.target.checked)}
          note="Proves later that it was you who stopped it. A denial counts without it too."
        >
          Sign with my passkey
        </Checkbox>
      )}
    </ConfirmDialog>
  );
}
