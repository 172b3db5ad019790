"use client";
import type { ServerDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useAct, useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { ConfigOwned } from "../domain/config-owned";
import { Columns, Page } from "../layout/page";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { ServerConnection } from "./server-connection";
import { ServerHead } from "./server-head";
import { ServerRail } from "./server-rail";
import { ServerTools } from "./server-tools";
import { ServerDrift } from "./tool-drift";

const CRUMBS = [{ label: "Servers", href: routes.servers() }];

/** One server: whether it answers, what it offers, and what a person has said about that. */
export function ServerPage({ id }: { id: string }) {
  const server = useEndpoint("server", { id });
  const me = useEndpoint("me", {}).data;
  usePageTitle(server.data?.name ?? "Server", me?.counts.mine);
  return (
    <PageFrame title={server.data?.name ?? "Server"} crumbs={CRUMBS}>
      <NotLive />
      {server.isPending && <Skeleton label="Loading the server" />}
      {server.isError && !server.data && <ErrorState error={server.error} onRetry={() => void server.refetch()} />}
      {server.data && <OneServer server={server.data} />}
    </PageFrame>
  );
}

function OneServer({ server }: { server: ServerDetail }) {
  const mayManage = useMay("manage_servers");
  const test = useAct("testServer", ["server", "listServers", "me"]);
  return (
    <Page>
      <ServerHead
        server={server}
        mayManage={mayManage}
        testing={test.isPending}
        onTest={() => test.mutate({ id: server.id })}
      />
      {server.source === "config" && (
        <ConfigOwned what="server">
          Its address, credential and declared classes are read-only here; it can be disabled here at any time.
        </ConfigOwned>
      )}
      <ServerConnection server={server} test={test} />
      <ServerDrift server={server} mayManage={mayManage} />
      <Columns
        railLabel="Particulars"
        main={<ServerTools server={server} mayManage={mayManage} />}
        rail={<ServerRail server={server} mayManage={mayManage && server.source === "page"} />}
      />
    </Page>
  );
}
