"use client";
import { KeyRound } from "lucide-react";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { ErrorState } from "../ui/error-state";
import { LinkMade } from "./link-made";
import type { PersonDialogProps } from "./person-switches";
import { useDialogAct } from "./use-dialog-act";

/** Makes a link by which a person sets a new password. */
export function ResetLinkDialog({ person, open, onOpenChange }: PersonDialogProps) {
  const { act, close } = useDialogAct("resetPassword", [], onOpenChange);
  return (
    <Dialog open={open} onOpenChange={close} title={`A new password for ${person.name}`} busy={act.isPending}>
      {act.data ? (
        <LinkMade link={act.data} email={person.email} title="The link to set a new password" onDone={close} />
      ) : (
        <>
          <DialogBody>
            <p>
              A one-time link lets {person.email} set a new password. Their present one works until they do; then all
              their sessions end.
            </p>
            {act.isError && <ErrorState error={act.error} notDone="No link was made." inline />}
          </DialogBody>
          <DialogActions>
            <Button onClick={close} blocked={act.isPending}>
              Cancel
            </Button>
            <Button
              variant="solid"
              icon={KeyRound}
              busy={act.isPending && "Recording…"}
              onClick={() => act.mutate({ id: person.id })}
            >
              Make the link
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  );
}
