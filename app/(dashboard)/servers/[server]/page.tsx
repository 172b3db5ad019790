import type { Metadata } from "next";
import { ServerPage } from "@/components/servers/server-page";

export const metadata: Metadata = { title: "Server" };

export default async function OneServerPage({ params }: { params: Promise<{ server: string }> }) {
  const { server } = await params;
  return <ServerPage id={server} />;
}
