"use client";
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
  return (
    <ScopeList
      scope={[part]}
      classOf={server && ((_, tool) => (known.has(tool) ? (known.get(tool)?.class ?? "unclassed") : undefined))}
      endOf={
        server &&
        ((_, tool) => {
          const found = known.get(tool);
          if (!found) return <span className="muted">not offered</span>;
          return found.state === "pinned" ? null : <StateMark of="tool" state={found.state} />;
        })
      }
    />
  );
}
