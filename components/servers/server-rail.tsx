import Link from "next/link";
import type { ServerDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { AgentWords } from "../domain/agent-words";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { CodeBlock } from "../ui/code-block";
import { Facts, Section } from "../ui/section";
import { ServerCredential } from "./server-credential";

/** The particulars of a server: where agents reach it, what opens it, and what it says about itself. */
export function ServerRail({ server, mayManage }: { server: ServerDetail; mayManage: boolean }) {
  return (
    <>
      <Section title="Where agents reach it">
        <CodeBlock title="Through this gateway" text={server.gatewayUrl} />
      </Section>
      <ServerCredential server={server} mayManage={mayManage} />
      <Section title="Facts">
        <Facts
          facts={[
            {
              name: "Address",
              value: (
                <span className="mono">
                  <Untrusted text={server.url} />
                </span>
              ),
            },
            {
              name: "Classes",
              value: sayClassing(server),
            },
            { name: "Added", value: <TimeStamp at={server.createdAt} show="both" /> },
            {
              name: "Log",
              value: (
                <Link className="link" href={routes.log({ server: server.name })}>
                  Entries about it
                </Link>
              ),
            },
          ]}
        />
      </Section>
      {server.title && <AgentWords agent={server.name} title="What it calls itself, unverified" text={server.title} />}
      {server.instructions && (
        <AgentWords agent={server.name} title="Its instructions to agents, unverified" text={server.instructions} />
      )}
    </>
  );
}

function sayClassing({ classing, source }: ServerDetail): string {
  const otherwise = classing === "ask" ? "confirmed by a person" : "taken from the server’s hints";
  return source === "config" ? `declared in the file, else ${otherwise}` : otherwise;
}
