"use client";
import type { ChannelRow } from "@/lib/api/schema";
import { useDialogAct } from "../settings/use-dialog-act";
import { Button } from "../ui/button";
import { Dialog, DialogActions, DialogBody } from "../ui/dialog";
import { SecretOnce } from "../ui/secret-once";
import { checkChanged, checkNew, draftOfChannel, emptyChannel } from "./channel-draft";
import { ChannelForm } from "./channel-form";
import { KIND_FACES } from "./channel-words";
import { ownTimeZone } from "./time-zone-field";

type DialogProps = { open: boolean; onOpenChange: (open: boolean) => void };
const REFRESHES = ["listChannels", "notifications"] as const;

/** Adds a channel. The signing secret of a webhook is shown this once. */
export function AddChannelDialog({ open, onOpenChange }: DialogProps) {
  const { act, close } = useDialogAct("addChannel", REFRESHES, onOpenChange);
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={act.data ? `${act.data.channel.name} is added` : "Add a channel"}
      description={act.data ? undefined : "Nothing is sent by it; Test does."}
      busy={act.isPending}
    >
      {act.data?.secret ? (
        <SecretShown secret={act.data.secret} onDone={close} />
      ) : (
        <ChannelForm
          start={emptyChannel(ownTimeZone())}
          busy={act.isPending}
          error={act.error}
          onCancel={close}
          onSave={(draft, refuse) => {
            const checked = checkNew(draft);
            if ("errors" in checked) return checked.errors;
            act.mutate(checked.input, { onError: refuse, onSuccess: ({ secret }) => secret === null && close() });
            return null;
          }}
        />
      )}
    </Dialog>
  );
}

/** Changes everything of a channel but its name and kind. */
export function ChangeChannelDialog({ channel, open, onOpenChange }: DialogProps & { channel: ChannelRow }) {
  const { act, close } = useDialogAct("changeChannel", [...REFRESHES, "listDeliveries"], onOpenChange);
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title={`Change ${channel.name}`}
      description={`${KIND_FACES[channel.kind].word}. What waits goes out by the channel as it is then.`}
      busy={act.isPending}
    >
      {act.data?.secret ? (
        <SecretShown secret={act.data.secret} onDone={close} />
      ) : (
        <ChannelForm
          start={draftOfChannel(channel)}
          channel={channel}
          busy={act.isPending}
          error={act.error}
          onCancel={close}
          onSave={(draft, refuse) => {
            const checked = checkChanged(channel, draft);
            if ("errors" in checked) return checked.errors;
            act.mutate(checked.input, { onError: refuse, onSuccess: ({ secret }) => secret === null && close() });
            return null;
          }}
        />
      )}
    </Dialog>
  );
}

function SecretShown({ secret, onDone }: { secret: string; onDone: () => void }) {
  return (
    <>
      <DialogBody>
        <SecretOnce title="The signing secret" secret={secret}>
          It is shown once. The program checks with it that a message is from here, whole, and not an old one.
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
