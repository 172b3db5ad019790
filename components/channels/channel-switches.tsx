"use client";
import { Power, PowerOff, Trash2 } from "lucide-react";
import type { ChannelRow } from "@/lib/api/schema";
import { useDialogAct } from "../settings/use-dialog-act";
import { ConfirmDialog } from "../ui/confirm-dialog";

type SwitchProps = { channel: ChannelRow; open: boolean; onOpenChange: (open: boolean) => void };
const REFRESHES = ["listChannels", "notifications"] as const;

/** Switches a channel off, with the reason. */
export function DisableChannelDialog({ channel, open, onOpenChange }: SwitchProps) {
  const { act, close, asked } = useDialogAct("disableChannel", REFRESHES, onOpenChange);
  return (
    <ConfirmDialog
      {...asked}
      open={open}
      title={`Switch ${channel.name} off`}
      description="Nothing is sent through it any more; what waits is dropped. Nobody is told elsewhere instead."
      reason={{ hint: "Kept in the log and shown here." }}
      confirm="Switch off"
      confirmIcon={PowerOff}
      onConfirm={(reason) => act.mutate({ id: channel.id, reason }, { onSuccess: close })}
    />
  );
}

/** Switches a channel on again. */
export function EnableChannelDialog({ channel, open, onOpenChange }: SwitchProps) {
  const { act, close, asked } = useDialogAct("enableChannel", REFRESHES, onOpenChange);
  return (
    <ConfirmDialog
      {...asked}
      open={open}
      title={`Switch ${channel.name} on`}
      description="It tells what happens from now on, nothing of what was before."
      confirm="Switch on"
      confirmIcon={Power}
      variant="solid"
      onConfirm={() => act.mutate({ id: channel.id }, { onSuccess: close })}
    />
  );
}

/** Removes a channel for good. */
export function RemoveChannelDialog({ channel, open, onOpenChange }: SwitchProps) {
  const { act, close, asked } = useDialogAct("removeChannel", REFRESHES, onOpenChange);
  return (
    <ConfirmDialog
      {...asked}
      open={open}
      title={`Remove ${channel.name}`}
      description="Its secrets and what is known of its messages are deleted. The log keeps that there was one."
      stops={{ title: "What stops", items: ["Whoever chose it is no longer told there.", "What waits is not sent."] }}
      confirm="Remove"
      confirmIcon={Trash2}
      onConfirm={() => act.mutate({ id: channel.id }, { onSuccess: close })}
    />
  );
}
