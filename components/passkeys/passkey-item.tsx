"use client";
import { useState } from "react";
import type { PasskeyRow } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { PasskeyFacts } from "./passkey-facts";
import { RenameDialog } from "./rename-dialog";

type PasskeyItemProps = {
  passkey: PasskeyRow;
  rpId: string;
  /** Whether it is the only one that can sign. */
  isLast: boolean;
};

/** One of one's own passkeys, with its acts. */
export function PasskeyItem({ passkey, rpId, isLast }: PasskeyItemProps) {
  const [open, setOpen] = useState<"rename" | "revoke" | null>(null);
  const close = () => setOpen(null);
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-2 items-center px-3 py-2">
      <PasskeyFacts passkey={passkey} rpId={rpId} />
      {passkey.revokedAt === null && (
        <span className="flex gap-2 ml-auto">
          <Button icon={ACT_ICONS.edit} onClick={() => setOpen("rename")}>
            Rename…
          </Button>
          <Button variant="stop" icon={ACT_ICONS.revoke} onClick={() => setOpen("revoke")}>
            Revoke…
          </Button>
        </span>
      )}
      <RenameDialog passkey={passkey} open={open === "rename"} onOpenChange={close} />
      <RevokeDialog passkey={passkey} isLast={isLast} open={open === "revoke"} onOpenChange={close} />
    </div>
  );
}

type RevokeDialogProps = { passkey: PasskeyRow; isLast: boolean; open: boolean; onOpenChange: () => void };

function RevokeDialog({ passkey, isLast, open, onOpenChange }: RevokeDialogProps) {
  const act = useAct("revokePasskey", ["listPasskeys"]);
  const close = () => {
    act.reset();
    onOpenChange();
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={close}
      title={`Revoke ${passkey.name}`}
      description={`Nothing can be signed with it any more, and it cannot be taken back. What it signed stays signed.${
        isLast ? " You have no other: until you enrol one, you cannot approve what takes a signature." : ""
      }`}
      confirm="Revoke"
      confirmIcon={ACT_ICONS.revoke}
      busy={act.isPending}
      error={act.error}
      onConfirm={() => act.mutate({ id: passkey.id }, { onSuccess: close })}
    />
  );
}
