import { Server } from "lucide-react";
import { routes } from "@/lib/base/routes";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

/** What a newcomer does first. */
export function NoServers({ mayManage }: { mayManage: boolean }) {
  return (
    <EmptyState icon={Server} title="No server yet">
      <p>
        A server is an MCP server that agents should reach. It comes first: Countersign reads its tools, somebody
        classes them, and then agents are registered for them.
      </p>
      {mayManage ? (
        <ButtonLink variant="solid" href={routes.newServer()}>
          Add the first server
        </ButtonLink>
      ) : (
        <p>An admin adds servers, here or in the configuration file.</p>
      )}
    </EmptyState>
  );
}
