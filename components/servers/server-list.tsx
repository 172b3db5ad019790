"use client";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCallback, useMemo } from "react";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { useMay } from "../api/use-may";
import { hintFor } from "../keys/key-list";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { NotLive } from "../live/live-health";
import { ButtonLink } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { useListKeys } from "../ui/list-keys";
import { ListTable } from "../ui/list-table";
import { SkeletonRows } from "../ui/skeleton";
import { NoServers } from "./no-servers";
import { SERVER_COLUMNS } from "./server-columns";

const HINTS = [hintFor("move", "next", "previous"), hintFor("open", "open")];

/** All servers: whether they answer, what they offer, and what of it somebody has to look at. */
export function ServerList() {
  const router = useRouter();
  const me = useEndpoint("me", {}).data;
  usePageTitle("Servers", me?.counts.mine);
  const mayManage = useMay("manage_servers");
  const servers = useEndpoint("listServers", {});
  const items = useMemo(() => servers.data?.items ?? [], [servers.data]);
  const open = useCallback((at: number) => items[at] && router.push(routes.server(items[at].id)), [items, router]);
  const [active] = useListKeys({ count: items.length, onOpen: open });
  return (
    <PageFrame
      title="Servers"
      keys={items.length > 0 ? HINTS : []}
      actions={
        mayManage &&
        items.length > 0 && (
          <ButtonLink variant="solid" icon={Plus} href={routes.newServer()}>
            Add a server
          </ButtonLink>
        )
      }
    >
      <NotLive />
      {servers.isPending && <SkeletonRows label="Loading servers" />}
      {servers.isError && items.length === 0 && (
        <ErrorState error={servers.error} onRetry={() => void servers.refetch()} />
      )}
      {servers.isSuccess && items.length === 0 && <NoServers mayManage={mayManage} />}
      {items.length > 0 && (
        <ListTable
          label="Servers"
          columns={SERVER_COLUMNS}
          rows={items}
          rowKey={(server) => server.id}
          href={(server) => routes.server(server.id)}
          active={active}
        />
      )}
    </PageFrame>
  );
}
