"use client";
import type { Scope } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";
import { CodeBlock } from "../ui/code-block";
import { Section } from "../ui/section";

/** Where the agent reaches the servers of its charter through this gateway. */
export function AgentAddresses({ scope }: { scope: Scope }) {
  const servers = useEndpoint("listServers", {}).data?.items ?? [];
  const named = servers.filter(({ name }) => scope.some((part) => part.server === name));
  if (named.length === 0) return null;
  return (
    <Section title="Where it reaches its servers">
      {named.map(({ id, name }) => (
        <Address key={id} id={id} name={name} />
      ))}
    </Section>
  );
}

function Address({ id, name }: { id: string; name: string }) {
  const server = useEndpoint("server", { id }).data;
  return server ? <CodeBlock title={name} text={server.gatewayUrl} /> : null;
}
