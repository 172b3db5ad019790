"use client";
import type { ServerTool } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import type { Scope } from "@/lib/policy/schema";
import type { CharterBody } from "@/lib/tasks/schema";
import { useEndpoint } from "../api/queries";
import { ScopeList } from "../domain/scope-list";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { formatCount } from "../ui/count";
import { Facts } from "../ui/section";

/** A charter as it stands: its purpose, its limits, and every tool it names. */
export function CharterView({ charter }: { charter: CharterBody }) {
  const servers = useEndpoint("listServers", {}).data?.items ?? [];
  return (
    <>
      <p className="sentence">
        “<Untrusted text={charter.purpose} />”
      </p>
      <Limits charter={charter} />
      <div className="grid gap-2">
        {charter.scope.map((part) => (
          <ScopePart key={part.server} part={part} serverId={servers.find(({ name }) => name === part.server)?.id} />
        ))}
      </div>
    </>
  );
}

function Limits({ charter: { ttl, calls } }: { charter: CharterBody }) {
  const facts = [
    { name: "Idle", seconds: ttl?.idleSeconds },
    { name: "Lease", seconds: ttl?.leaseSeconds },
    { name: "Absolute end", seconds: ttl?.endSeconds },
  ].flatMap(({ name, seconds }) => (seconds === undefined ? [] : [{ name, value: `at most ${sayDuration(seconds)}` }]));
  if (calls !== undefined) facts.push({ name: "Calls", value: `at most ${formatCount(calls)}` });
  return facts.length > 0 ? <Facts facts={facts} /> : <p className="hint">No limits of its own: the rules’ hold.</p>;
}

function ScopePart({ part, serverId }: { part: Scope[number]; serverId: string | undefined }) {
  const server = useEndpoint("server", { id: serverId ?? "" }, { enabled: serverId !== undefined }).data;
  const known = new Map(server?.inventory.map((tool) => [tool.name, tool]));
  const odd = server !== undefined && part.tools.some((tool) => known.get(tool)?.state !== "pinned");
  return (
    <ScopeList
      scope={[part]}
      classOf={server && ((_, tool) => known.get(tool)?.class ?? "unclassed")}
      endOf={odd ? (_, tool) => <Standing tool={known.get(tool)} /> : undefined}
    />
  );
}

/** What is odd about a tool that the charter names; nothing for one that is as it was accepted. */
function Standing({ tool }: { tool: ServerTool | undefined }) {
  if (!tool) return <span className="muted">not offered</span>;
  return tool.state === "pinned" ? null : <StateMark of="tool" state={tool.state} />;
}
