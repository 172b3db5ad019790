"use client";
import { Ellipsis, Pencil, Power, PowerOff, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import type { ChannelRow } from "@/lib/api/schema";
import { Button } from "../ui/button";
import { IconButton } from "../ui/icon-button";
import { Menu, type MenuItem } from "../ui/menu";
import { DisableChannelDialog, EnableChannelDialog, RemoveChannelDialog } from "./channel-switches";
import { ChangeChannelDialog } from "./save-channel-dialog";

type Act = "change" | "disable" | "enable" | "remove";
type ChannelActsProps = {
  channel: ChannelRow;
  testing: boolean;
  onTest: () => void;
  showsMessages: boolean;
  onMessages: () => void;
};

/** What an admin can do about a channel. What the configuration file declares is changed there, and says so. */
export function ChannelActs({ channel, testing, onTest, showsMessages, onMessages }: ChannelActsProps) {
  const [act, setAct] = useState<Act | null>(null);
  const dialog = (name: Act) => ({ channel, open: act === name, onOpenChange: () => setAct(null) });
  return (
    <span className="flex flex-wrap gap-2 ml-auto">
      <Button onClick={onMessages} aria-expanded={showsMessages} aria-label={`Messages of ${channel.name}`}>
        Messages
      </Button>
      <Button icon={Send} busy={testing && "Sending…"} onClick={onTest} aria-label={`Test ${channel.name}`}>
        Test
      </Button>
      <Menu
        trigger={<IconButton icon={Ellipsis} label={`More about ${channel.name}`} />}
        items={itemsFor(channel, setAct)}
      />
      {act === "change" && <ChangeChannelDialog {...dialog("change")} />}
      <DisableChannelDialog {...dialog("disable")} />
      <EnableChannelDialog {...dialog("enable")} />
      <RemoveChannelDialog {...dialog("remove")} />
    </span>
  );
}

function itemsFor({ source, state }: ChannelRow, open: (act: Act) => void): MenuItem[] {
  const declared = source === "config";
  const why = declared ? ": in the configuration file" : "…";
  return [
    { label: `Change${why}`, icon: Pencil, blocked: declared, onSelect: () => open("change") },
    state === "on"
      ? { label: "Switch off…", icon: PowerOff, stop: true, onSelect: () => open("disable") }
      : { label: "Switch on…", icon: Power, onSelect: () => open("enable") },
    { kind: "line", label: "remove" },
    {
      label: `Remove${why}`,
      icon: Trash2,
      stop: !declared,
      blocked: declared,
      onSelect: () => open("remove"),
    },
  ];
}
