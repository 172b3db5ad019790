"use client";
import { Dialog } from "../ui/dialog";
import { MakeTokenForm } from "./make-token-form";
import { TokenMade } from "./token-made";
import { useDialogAct } from "./use-dialog-act";

type MakeTokenDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes an access token, and shows it this once. */
export function MakeTokenDialog({ open, onOpenChange }: MakeTokenDialogProps) {
  const { act, close } = useDialogAct("makeAccessToken", ["listAccessTokens"], onOpenChange);
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={act.data ? "Your new access token" : "Make an access token"}
      busy={act.isPending}
    >
      {act.data ? <TokenMade made={act.data} onDone={close} /> : <MakeTokenForm act={act} onCancel={close} />}
    </Dialog>
  );
}
