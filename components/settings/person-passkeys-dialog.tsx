"use client";
import { Fingerprint } from "lucide-react";
import { useState } from "react";
import type { PasskeyRow, PersonRow } from "@/lib/api/schema";
import { useAct, useEndpoint } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { PasskeyFacts } from "../passkeys/passkey-facts";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Box } from "../ui/section";
import { SkeletonRows } from "../ui/skeleton";
import type { PersonDialogProps } from "./person-switches";

/** A person's passkeys, for an admin; then, for one of them, why it is revoked. */
export function PersonPasskeysDialog({ person, open, onOpenChange }: PersonDialogProps) {
  const [chosen, setChosen] = useState<PasskeyRow | null>(null);
  if (chosen) return <RevokeTheirs person={person} passkey={chosen} onDone={() => setChosen(null)} />;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Passkeys of ${person.name}`}
      description="What they sign approvals with. Only they can enrol one."
    >
      <DialogBody>
        <TheirPasskeys person={person} onChoose={setChosen} />
      </DialogBody>
      <DialogActions>
        <Button onClick={() => onOpenChange(false)}>Close</Button>
      </DialogActions>
    </Dialog>
  );
}

function TheirPasskeys({ person, onChoose }: { person: PersonRow; onChoose: (passkey: PasskeyRow) => void }) {
  const list = useEndpoint("listPersonPasskeys", { id: person.id });
  if (list.isPending) return <SkeletonRows rows={2} label="Loading their passkeys" />;
  if (list.isError) return <ErrorState error={list.error} inline onRetry={() => void list.refetch()} />;
  const { items } = list.data;
  if (items.length === 0) return <EmptyState icon={Fingerprint} title="They have no passkey" />;
  return (
    <Box rows>
      {items.map((passkey) => (
        <div key={passkey.id} className="flex flex-wrap gap-x-4 gap-y-2 items-center px-3 py-2">
          <PasskeyFacts passkey={passkey} />
          {passkey.revokedAt === null && (
            <Button variant="stop" icon={ACT_ICONS.revoke} onClick={() => onChoose(passkey)}>
              Revoke…
            </Button>
          )}
        </div>
      ))}
    </Box>
  );
}

type RevokeTheirsProps = { person: PersonRow; passkey: PasskeyRow; onDone: () => void };

function RevokeTheirs({ person, passkey, onDone }: RevokeTheirsProps) {
  const act = useAct("revokePersonPasskey", ["listPersonPasskeys", "listPasskeys"]);
  return (
    <ConfirmDialog
      open
      onOpenChange={onDone}
      title={`Revoke ${passkey.name} of ${person.name}`}
      description="Nothing can be signed with it any more, and it cannot be taken back. What it signed stays signed."
      reason={{ hint: `Kept in the log, and ${person.name} reads it.` }}
      confirm="Revoke"
      confirmIcon={ACT_ICONS.revoke}
      busy={act.isPending}
      error={act.error}
      onConfirm={(reason) => act.mutate({ id: person.id, passkey: passkey.id, reason }, { onSuccess: onDone })}
    />
  );
}
