"use client";
import { useState } from "react";
import type { InvitationRow } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { TimeLeft } from "../time/time-left";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Box, Section } from "../ui/section";
import { InviteDialog } from "./invite-dialog";

/** Invitations that can still be followed. */
export function InvitationList({ invitations }: { invitations: readonly InvitationRow[] }) {
  // Here and not in its row: with the new link, another row takes the place of this one.
  const [again, setAgain] = useState<InvitationRow | null>(null);
  const [open, setOpen] = useState(false);
  const renew = (invitation: InvitationRow) => {
    setAgain(invitation);
    setOpen(true);
  };
  return (
    <Section title="Invited, not here yet">
      <Box rows>
        {invitations.map((invitation) => (
          <Invitation key={invitation.id} invitation={invitation} onRenew={() => renew(invitation)} />
        ))}
      </Box>
      {again && (
        <InviteDialog
          open={open}
          onOpenChange={setOpen}
          again={{ email: again.email, name: again.name, roles: again.roles }}
        />
      )}
    </Section>
  );
}

function Invitation({ invitation, onRenew }: { invitation: InvitationRow; onRenew: () => void }) {
  const act = useAct("withdrawInvitation", ["listPeople"]);
  const { email, name, roles, createdAt, expiresAt } = invitation;
  return (
    <div className="grid gap-2 px-3 py-2">
      <div className="flex flex-wrap gap-x-4 gap-y-2 items-center">
        <div className="grow min-w-56 basis-56">
          <p className="strong">{name}</p>
          <p className="hint">{email}</p>
        </div>
        <span className="min-w-56 basis-56">{roles.join(", ")}</span>
        <TimeLeft until={expiresAt} from={createdAt} word="left" />
        <span className="flex gap-2 ml-auto">
          <Button onClick={onRenew}>New link…</Button>
          <Button busy={act.isPending && "Recording…"} onClick={() => act.mutate({ id: invitation.id })}>
            Withdraw
          </Button>
        </span>
      </div>
      {act.isError && <ErrorState error={act.error} notDone="The invitation stands." inline />}
    </div>
  );
}
