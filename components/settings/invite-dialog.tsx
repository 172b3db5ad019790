"use client";
import { useState } from "react";
import type { Inviting } from "@/lib/identity/schema";
import { Dialog } from "../ui/dialog";
import { InviteForm } from "./invite-form";
import { LinkMade } from "./link-made";
import { useDialogAct } from "./use-dialog-act";

type InviteDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** An invitation that gets a new link: the old one is worth nothing then. */
  again?: Inviting;
};

/** Invites somebody: who, as what, and then the link, this once. */
export function InviteDialog({ open, onOpenChange, again }: InviteDialogProps) {
  const { act, close } = useDialogAct("invitePerson", ["listPeople"], onOpenChange);
  const [invited, setInvited] = useState("");
  const send = (inviting: Inviting) => {
    setInvited(inviting.email);
    act.mutate(inviting);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={act.data ? "The invitation" : again ? "Make a new link" : "Invite somebody"}
      description={act.data || !again ? undefined : "The earlier link is worth nothing then."}
      busy={act.isPending}
    >
      {act.data ? (
        <LinkMade link={act.data} email={invited} title="The one-time link" onDone={close} />
      ) : (
        <InviteForm again={again} busy={act.isPending} error={act.error} onSend={send} onCancel={close} />
      )}
    </Dialog>
  );
}
