"use client";
import { useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { useMay } from "../api/use-may";
import { ACT_ICONS } from "../domain/act-icons";
import { Checkbox } from "../ui/checkbox";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { FieldGroup } from "../ui/field";
import { RadioSegments } from "../ui/radio-segments";
import type { OnAnswer, ReviewAct } from "./answer";
import { DENY_PRESETS } from "./deny-presets";

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

type Also = "nothing" | "pause" | "revoke";
const SEGMENTS: readonly { value: Also; label: string }[] = [
  { value: "nothing", label: "stays" },
  { value: "pause", label: "pauses" },
  { value: "revoke", label: "is revoked" },
];
const VERBS = { nothing: "Deny", pause: "Deny and pause", revoke: "Deny and revoke" } as const;
const ICONS = { nothing: ACT_ICONS.deny, pause: ACT_ICONS.pause, revoke: ACT_ICONS.revoke } as const;
type Locks = "nothing" | "agent" | "tool";
const LOCKS: readonly { value: Locks; label: string }[] = [
  { value: "nothing", label: "nothing" },
  { value: "agent", label: "the agent" },
  { value: "tool", label: "the tool" },
];
const LOCK_FOLLOWS = {
  agent:
    "All its running tasks pause, calls in flight are stopped, and every call of it is denied until an admin lifts the lock.",
  tool: "Every call to it, by any agent, is denied until an admin lifts the lock. Tasks go on without it.",
} as const;
const FOLLOWS_ALSO = {
  pause: "The call is answered with your reason, and the task’s next call asks a person.",
  revoke: "The task is revoked: nothing of it works again, and what is in flight is stopped.",
} as const;

/** Asks why, and whether the task should end with it. */
export function DenyDialog({ open, onOpenChange, approval, act, canSign, onAnswer }: DenyDialogProps) {
  const [also, setAlso] = useState<Also>("nothing");
  const [unsigned, setUnsigned] = useState(false);
  const sign = canSign && !unsigned;
  const [lock, setLock] = useState<Locks>("nothing");
  const verb = lock === "nothing" ? VERBS[also] : `${VERBS[also]}${also === "nothing" ? " and" : ","} lock`;
  const mayLock = useMay("operate");
  const tools = new Set(approval.waiting.map((call) => `${call.server.name}/${call.tool}`));
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title="Deny"
      description={also === "nothing" ? FOLLOWS[approval.kind] : FOLLOWS_ALSO[also]}
      reason={{ hint: "The agent, its owner and the log get these words.", presets: DENY_PRESETS }}
      confirm={sign ? `Sign and ${verb.toLowerCase()}` : verb}
      confirmIcon={sign ? ACT_ICONS.sign : lock === "nothing" ? ICONS[also] : ACT_ICONS.lock}
      busyWord={act.busyWord}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) =>
        onAnswer({
          answer: "deny",
          reason,
          revoke: also === "revoke" || undefined,
          pause: also === "pause" || undefined,
          lock: lock === "nothing" ? undefined : lock,
          sign,
        })
      }
    >
      {approval.kind !== "start" && (
        <FieldGroup label="And the task">
          <span>
            <RadioSegments
              label="And the task"
              value={also}
              segments={SEGMENTS.filter(({ value }) => value !== "pause" || approval.kind === "call")}
              onValue={setAlso}
            />
          </span>
        </FieldGroup>
      )}
      {mayLock && (
        <FieldGroup label="And lock" hint={lock === "nothing" ? undefined : LOCK_FOLLOWS[lock]}>
          <span>
            <RadioSegments
              label="And lock"
              value={lock}
              segments={LOCKS.filter(({ value }) => value !== "tool" || tools.size === 1)}
              onValue={setLock}
            />
          </span>
        </FieldGroup>
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
