import { BadgeCheck } from "lucide-react";
import type { OutputOf } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { Page } from "../layout/page";
import { ButtonLink } from "../ui/button";
import { Notice } from "../ui/notice";
import { MadeCredential } from "./made-credential";

/** What a new agent needs, this once, and what happens next. */
export function AgentRegistered({ made }: { made: OutputOf<"createAgent"> }) {
  const { agent } = made;
  return (
    <>
      <Page>
        <div className="stack max-w-200">
          <Notice tone="ok" icon={BadgeCheck} title={`${agent.name} is registered, owned by ${agent.owner.name}`}>
            Its first call opens a task; unless a rule says otherwise, it waits in the inbox until somebody approves.
          </Notice>
          <MadeCredential made={made} agent={agent} />
        </div>
      </Page>
      <div className="savebar">
        <span className="muted">Leaving this page hides the {made.credential.kind} for good.</span>
        <span className="grow hide-narrow" />
        <ButtonLink variant="solid" href={routes.agent(agent.id)}>
          I have it, show the agent
        </ButtonLink>
      </div>
    </>
  );
}
