"use client";
import Link from "next/link";
import { routes } from "@/lib/base/routes";
import type { Scope } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";
import { ErrorState } from "../ui/error-state";
import { FieldGroup } from "../ui/field";
import { SkeletonRows } from "../ui/skeleton";
import { toolsOn, withTools } from "./charter-draft";
import { ScopeServer } from "./scope-server";

type ScopePickerProps = { scope: Scope; onScope: (scope: Scope) => void; error?: string };

/** Picks tools, server by server. */
export function ScopePicker({ scope, onScope, error }: ScopePickerProps) {
  const servers = useEndpoint("listServers", {});
  const items = servers.data?.items ?? [];
  return (
    <FieldGroup
      id="scope"
      label="Tools it may call"
      hint="In dashed boxes: the server’s own words, unverified. Calls are decided by rules for the class of a tool."
      error={error}
    >
      {servers.isPending && <SkeletonRows rows={3} label="Loading servers" />}
      {servers.isError && <ErrorState error={servers.error} inline onRetry={() => void servers.refetch()} />}
      {servers.isSuccess && items.length === 0 && (
        <p className="hint wait">
          <span>
            There is no server yet.{" "}
            <Link className="link" href={routes.newServer()}>
              Add one first
            </Link>
            , so that there are tools to choose from.
          </span>
        </p>
      )}
      {items.length > 0 && (
        <div className="box rows">
          {items.map((server) => (
            <ScopeServer
              key={server.id}
              server={server}
              chosen={toolsOn(scope, server.name)}
              onChosen={(tools) => onScope(withTools(scope, server.name, tools))}
              opened={items.length === 1 || toolsOn(scope, server.name).length > 0}
            />
          ))}
        </div>
      )}
    </FieldGroup>
  );
}
