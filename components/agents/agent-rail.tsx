import Link from "next/link";
import type { AgentDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { TimeStamp } from "../time/time-stamp";
import { CodeBlock } from "../ui/code-block";
import { Facts, Section } from "../ui/section";
import { AgentAddresses } from "./agent-addresses";

/** The particulars of an agent. */
export function AgentRail({ agent }: { agent: AgentDetail }) {
  const facts = [
    { name: "Owner", value: `${agent.owner.name}, ${agent.owner.email}` },
    { name: "Registered", value: <TimeStamp at={agent.createdAt} show="both" /> },
    {
      name: "Log",
      value: (
        <Link className="link" href={routes.log({ agent: agent.name })}>
          Entries about it
        </Link>
      ),
    },
  ];
  return (
    <>
      <Section title="Facts">
        <Facts facts={agent.note === "" ? facts : [{ name: "Note", value: agent.note }, ...facts]} />
      </Section>
      <Section title="Client id">
        <CodeBlock title="For OAuth clients, not secret" text={agent.id} />
      </Section>
      {agent.charter && <AgentAddresses scope={agent.charter.scope} />}
    </>
  );
}
