"use client";
import { LogOut, Power, PowerOff } from "lucide-react";
import type { PersonRow } from "@/lib/api/schema";
import { ConfirmDialog } from "../ui/confirm-dialog";
import { counted } from "../ui/count";
import { useDialogAct } from "./use-dialog-act";

export type PersonDialogProps = { person: PersonRow; open: boolean; onOpenChange: (open: boolean) => void };

/** Disables a person, with a reason for the log. */
export function DisablePersonDialog({ person, open, onOpenChange }: PersonDialogProps) {
  const { act, close, asked } = useDialogAct("disablePerson", ["listPeople", "me"], onOpenChange);
  return (
    <ConfirmDialog
      open={open}
      {...asked}
      title={`Disable ${person.name}`}
      description={
        person.agents > 0
          ? `${counted(person.agents, "agent")} of theirs goes on: disable it, or give it another owner, on its page.`
          : undefined
      }
      stops={{
        title: "What ends with it",
        items: ["All their sessions", "All their access tokens", "Links and invitations they made"],
      }}
      reason={{ hint: "Kept in the log." }}
      confirm="Disable"
      confirmIcon={PowerOff}
      onConfirm={(reason) => act.mutate({ id: person.id, reason }, { onSuccess: close })}
    />
  );
}

/** Lets a disabled person in again. */
export function EnablePersonDialog({ person, open, onOpenChange }: PersonDialogProps) {
  const { act, close, asked } = useDialogAct("enablePerson", ["listPeople", "me"], onOpenChange);
  return (
    <ConfirmDialog
      open={open}
      {...asked}
      title={`Enable ${person.name}`}
      description={`They can sign in again, as ${person.roles.join(", ")}. Tokens and sessions that ended stay ended.`}
      confirm="Enable"
      confirmIcon={Power}
      variant="solid"
      onConfirm={() => act.mutate({ id: person.id }, { onSuccess: close })}
    />
  );
}

/** Ends all sessions of a person. */
export function SignOutPersonDialog({ person, open, onOpenChange }: PersonDialogProps) {
  const { act, close, asked } = useDialogAct("signOutPerson", ["listPeople", "listSessions"], onOpenChange);
  return (
    <ConfirmDialog
      open={open}
      {...asked}
      title={`Sign ${person.name} out everywhere`}
      description="They can sign in again at once. Their access tokens go on."
      confirm="Sign out everywhere"
      confirmIcon={LogOut}
      onConfirm={() => act.mutate({ id: person.id }, { onSuccess: close })}
    />
  );
}
