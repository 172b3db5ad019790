import type { OutputOf } from "@/lib/api/schema";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { DialogActions, DialogBody } from "../ui/dialog";
import { SecretOnce } from "../ui/secret-once";

type LinkMadeProps = { link: OutputOf<"invitePerson">; email: string; title: string; onDone: () => void };

/** A one-time link, shown this once. Countersign sends no mail: whoever made the link hands it over. */
export function LinkMade({ link, email, title, onDone }: LinkMadeProps) {
  return (
    <>
      <DialogBody>
        <SecretOnce title={title} secret={link.url}>
          It is shown once. Hand it to {email} yourself, by a way that only they read: whoever follows it first has it.
          It works until <TimeStamp at={link.expiresAt} show="both" />.
        </SecretOnce>
      </DialogBody>
      <DialogActions>
        <Button variant="solid" onClick={onDone}>
          I have it
        </Button>
      </DialogActions>
    </>
  );
}
