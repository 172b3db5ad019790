import type { Metadata } from "next";
import { ChannelSettings } from "@/components/channels/channel-settings";

export const metadata: Metadata = { title: "Channels" };

export default function ChannelsPage() {
  return <ChannelSettings />;
}
