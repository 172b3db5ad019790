"use client";
import { Ban, Check, Pencil, User } from "lucide-react";
import { useState } from "react";
import type { AgentDetail } from "@/lib/api/schema";
import { StateMark } from "../domain/state-mark";
import { PageHead } from "../layout/page";
import { Since } from "../time/since";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { ChangeAgentDialog } from "./change-agent-dialog";
import { DisableAgentDialog } from "./disable-agent-dialog";
import { EnableAgentDialog } from "./enable-agent-dialog";

/** The agent's name, how it stands, and what can be done with it. */
export function AgentHead({ agent, mayManage }: { agent: AgentDetail; mayManage: boolean }) {
  const [dialog, setDialog] = useState<"change" | "disable" | "enable" | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <PageHead
        title={agent.name}
        meta={<Meta agent={agent} />}
        actions={
          mayManage && (
            <>
              <Button icon={Pencil} onClick={() => setDialog("change")}>
                Change…
              </Button>
              {agent.state === "active" ? (
                <Button variant="stop" icon={Ban} onClick={() => setDialog("disable")}>
                  Disable…
                </Button>
              ) : (
                <Button icon={Check} onClick={() => setDialog("enable")}>
                  Enable…
                </Button>
              )}
            </>
          )
        }
      />
      {dialog === "change" && <ChangeAgentDialog agent={agent} onClose={close} />}
      {dialog === "disable" && <DisableAgentDialog agent={agent} onClose={close} />}
      {dialog === "enable" && <EnableAgentDialog agent={agent} onClose={close} />}
    </>
  );
}

function Meta({ agent }: { agent: AgentDetail }) {
  return (
    <>
      <StateMark of="standing" state={agent.state} boxed />
      <span>
        <Icon of={User} small />
        <span>
          owned by {agent.owner.name}
          {agent.owner.state === "disabled" && ", who is disabled"}
        </span>
      </span>
      <span>
        {agent.lastAt ? (
          <span>
            last call <Since at={agent.lastAt} /> ago
          </span>
        ) : (
          "has not called yet"
        )}
      </span>
      {agent.disabledAt && (
        <span>
          <span>
            disabled <TimeStamp at={agent.disabledAt} show="both" />
          </span>
        </span>
      )}
    </>
  );
}
