"use client";
import { useAct } from "../api/queries";
import { Dialog } from "../ui/dialog";
import { MakeTokenForm } from "./make-token-form";
import { TokenMade } from "./token-made";

type MakeTokenDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Makes an access token, and shows it this once. */
export function MakeTokenDialog({ open, onOpenChange }: MakeTokenDialogProps) {
  const act = useAct("makeAccessToken", ["listAccessTokens"]);
  const close = (next: boolean) => {
    // Forgotten with the dialog: the token must not stay in the page's memory.
    if (!next) act.reset();
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={act.data ? "Your new access token" : "Make an access token"}
      busy={act.isPending}
    >
      {act.data ? (
        <TokenMade made={act.data} onDone={() => close(false)} />
      ) : (
        <MakeTokenForm act={act} onCancel={() => close(false)} />
      )}
    </Dialog>
  );
}
