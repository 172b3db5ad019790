"use client";
import { Megaphone, Plus } from "lucide-react";
import { useState } from "react";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { NotAllowed } from "../domain/not-allowed";
import { SettingsFrame } from "../settings/settings-frame";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { Box, Section } from "../ui/section";
import { Skeleton, SkeletonRows } from "../ui/skeleton";
import { ChannelItem } from "./channel-item";
import { AddChannelDialog } from "./save-channel-dialog";

/** Through what people and rooms are told outside the page. For admins. */
export function ChannelSettings() {
  const me = useEndpoint("me", {});
  const mayManage = me.data?.rights.includes("manage_channels");
  return (
    <SettingsFrame section="channels">
      {me.isPending && <Skeleton label="Loading channels" />}
      {me.isError && !me.data && <ErrorState error={me.error} onRetry={() => void me.refetch()} />}
      {mayManage === false && (
        <NotAllowed back={{ href: routes.settings("notifications"), label: "Where I am told" }}>
          Only an admin sets channels up. Where you are told, you choose yourself.
        </NotAllowed>
      )}
      {mayManage && <Channels />}
    </SettingsFrame>
  );
}

const ASKED_EVERY_MS = 5000;

function Channels() {
  const [adding, setAdding] = useState(false);
  const list = useEndpoint("listChannels", {}, { refetchInterval: ASKED_EVERY_MS });
  const channels = list.data?.items ?? [];
  const add = (
    <Button icon={Plus} onClick={() => setAdding(true)}>
      Add a channel…
    </Button>
  );
  return (
    <Section title={channels.length > 0 ? counted(channels.length, "channel") : "Channels"} aside={add}>
      <p className="hint max-w-[72ch]">
        Rules choose who is told that an approval waits; each person chooses where. A message holds the verb line, the
        class, the deadline, the digest code and a link. The link only opens the page: it never decides, whoever opens
        it.
      </p>
      {list.isPending && <SkeletonRows rows={3} label="Loading channels" />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && channels.length === 0 && (
        <EmptyState icon={Megaphone} title="Nobody is told outside the page">
          <p>Add a mail server, a room in Slack or Teams, or a program of yours.</p>
        </EmptyState>
      )}
      {channels.length > 0 && (
        <Box rows>
          {channels.map((channel) => (
            <ChannelItem key={channel.id} channel={channel} />
          ))}
        </Box>
      )}
      {adding && <AddChannelDialog open onOpenChange={setAdding} />}
    </Section>
  );
}
