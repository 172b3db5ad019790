"use client";
import { Siren } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { BREAK_REASON_MIN } from "@/lib/approvals/schema";
import { routes } from "@/lib/base/routes";
import { sayDuration } from "@/lib/base/schema";
import { callEndpoint } from "../api/call-endpoint";
import { useAct } from "../api/queries";
import { Button } from "../ui/button";
import { Checkbox } from "../ui/checkbox";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { useSigned } from "./use-signed";
import { usePasskey } from "./use-signing";

/** The way past the approvals that it takes, for those who have that right by name. */
export function BreakGlass({ approval }: { approval: ApprovalDetail }) {
  const [open, setOpen] = useState(false);
  const { mayBreak } = approval;
  const passkey = usePasskey(approval.sign, mayBreak?.why === null);
  if (!mayBreak) return null;
  const why = mayBreak.why ?? passkey.missing;
  return (
    <div className="mt-4">
      <Button icon={Siren} variant="stop" blocked={why ?? false} onClick={() => setOpen(true)}>
        Break the glass…
      </Button>
      {why && <p className="hint mt-1">{why}</p>}
      {!mayBreak.why && passkey.missing && passkey.canEnrol && (
        <Link className="link text-12" href={routes.settings("passkeys")}>
          Enrol a passkey
        </Link>
      )}
      <BreakDialog
        open={open}
        onOpenChange={setOpen}
        approval={approval}
        seconds={mayBreak.seconds}
        signs={passkey.asked}
      />
    </div>
  );
}

type BreakDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  approval: ApprovalDetail;
  seconds: number;
  /** Whether it is signed with a passkey. */
  signs: boolean;
};

function BreakDialog({ open, onOpenChange, approval, seconds, signs }: BreakDialogProps) {
  const act = useAct("breakGlass", ["approval", "listApprovals", "listBrokenGlass", "me"]);
  const signed = useSigned(act, (breaking) => callEndpoint("signBreakGlass", breaking));
  const [sure, setSure] = useState(false);
  const unread = approval.waiting.some((call) => call.arguments.state !== "shown");
  const close = () => {
    signed.reset();
    setSure(false);
    onOpenChange(false);
  };
  const { id, digest, rendering } = approval;
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={close}
      title="Break the glass"
      description={`Gives what is asked for ${sayDuration(seconds)}, without the approvals it takes. Then the task ends.${signs ? " You sign it with your passkey." : ""}`}
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
      confirm={signs ? "Sign and break the glass" : "Break the glass"}
      confirmIcon={Siren}
      busy={signed.isPending}
      busyWord={signed.busyWord}
      blocked={unread ? "You may not see the arguments." : !sure && "Say that you mean it."}
      error={signed.error}
      onConfirm={(reason) => signed.post({ id, digest, rendering: rendering.digest, reason }, signs, close)}
    >
      <Checkbox checked={sure} onChange={(event) => setSure(event.target.checked)}>
        I have read what it does, and it cannot wait
      </Checkbox>
    </ConfirmDialog>
  );
}
