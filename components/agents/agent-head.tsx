"use client";
import { Ban, Check, Pencil, User } from "lucide-react";
import { useState } from "react";
import type { AgentDetail } from "@/lib/api/schema";
import { useMay } from "../api/use-may";
import { ACT_ICONS } from "../domain/act-icons";
import { LockedNotice } from "../domain/locked-notice";
import { StateMark } from "../domain/state-mark";
import { PageHead } from "../layout/page";
import { Since } from "../time/since";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { ChangeAgentDialog } from "./change-agent-dialog";
import { DisableAgentDialog } from "./disable-agent-dialog";
import { EnableAgentDialog } from "./enable-agent-dialog";
import { LiftAgentLockDialog, LockAgentDialog } from "./lock-agent-dialog";

type Act = "change" | "disable" | "enable" | "lock" | "lift";

/** The agent's name, how it stands, and what can be done with it. */
export function AgentHead({ agent, mayManage }: { agent: AgentDetail; mayManage: boolean }) {
  const [dialog, setDialog] = useState<Act | null>(null);
  const close = () => setDialog(null);
  const mayLock = useMay("operate");
  const mayLift = useMay("manage_agents");
  return (
    <>
      <PageHead
        title={agent.name}
        meta={<Meta agent={agent} />}
        actions={
          (mayManage || (mayLock && !agent.locked)) && <Acts agent={agent} mayManage={mayManage} onAct={setDialog} />
        }
      />
      {agent.locked && (
        <LockedNotice
          lock={agent.locked}
          action={mayLift && <Button onClick={() => setDialog("lift")}>Lift the lock…</Button>}
        >
          Every call of it is denied.
        </LockedNotice>
      )}
      {dialog === "lock" && <LockAgentDialog agent={agent} onClose={close} />}
      {dialog === "lift" && <LiftAgentLockDialog agent={agent} onClose={close} />}
      {dialog === "change" && <ChangeAgentDialog agent={agent} onClose={close} />}
      {dialog === "disable" && <DisableAgentDialog agent={agent} onClose={close} />}
      {dialog === "enable" && <EnableAgentDialog agent={agent} onClose={close} />}
    </>
  );
}

type ActsProps = { agent: AgentDetail; mayManage: boolean; onAct: (act: Act) => void };

/** What this person may do with it. A stop is no setting: what the configuration file declares is locked here, too. */
function Acts({ agent, mayManage, onAct }: ActsProps) {
  const mayLock = useMay("operate");
  return (
    <>
      {mayLock && !agent.locked && (
        <Button variant="stop" icon={ACT_ICONS.lock} onClick={() => onAct("lock")}>
          Lock…
        </Button>
      )}
      {mayManage && (
        <>
          <Button icon={Pencil} onClick={() => onAct("change")}>
            Change…
          </Button>
          {agent.state === "active" ? (
            <Button variant="stop" icon={Ban} onClick={() => onAct("disable")}>
              Disable…
            </Button>
          ) : (
            <Button icon={Check} onClick={() => onAct("enable")}>
              Enable…
            </Button>
          )}
        </>
      )}
    </>
  );
}

function Meta({ agent }: { agent: AgentDetail }) {
  return (
    <>
      <StateMark of="standing" state={agent.state} boxed />
      {agent.locked && <StateMark of="standing" state="locked" boxed />}
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
