"use client";
import { useState } from "react";
import type { ServerTool } from "@/lib/api/schema";
import { useAct } from "../api/queries";
import { useMay } from "../api/use-may";
import { ACT_ICONS } from "../domain/act-icons";
import { LockedNotice } from "../domain/locked-notice";
import { Button } from "../ui/button";
import { ConfirmDialog } from "../ui/confirm-dialog";

type ToolLockProps = { serverId: string; server: string; tool: ServerTool };

const REFRESHES = ["server", "listServers", "listApprovals", "approval", "task", "me"] as const;

/** The button that locks a tool, for whoever may stop things. */
export function LockToolButton({ serverId, server, tool }: ToolLockProps) {
  const [open, setOpen] = useState(false);
  const act = useAct("lockTool", REFRESHES);
  const may = useMay("operate");
  if (!may || tool.locked) return null;
  return (
    <>
      <Button variant="bare" className="h-6 max-phone:h-9" onClick={() => setOpen(true)}>
        Lock…
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Lock ${tool.name} on ${server}`}
        description="For an emergency: every call to it, by any agent, is denied with your reason until an admin lifts the lock. Tasks go on without it."
        reason={{ hint: "Kept in the log, and shown to agents whose calls are denied." }}
        confirm="Lock"
        confirmIcon={ACT_ICONS.lock}
        busy={act.isPending}
        error={act.error}
        onConfirm={(reason) =>
          act.mutate({ id: serverId, tool: tool.name, reason }, { onSuccess: () => setOpen(false) })
        }
      />
    </>
  );
}

/** That a tool is locked, and the way to lift it. */
export function ToolLocked({ serverId, server, tool }: ToolLockProps) {
  const [open, setOpen] = useState(false);
  const act = useAct("liftToolLock", REFRESHES);
  const may = useMay("manage_servers");
  if (!tool.locked) return null;
  return (
    <>
      <LockedNotice lock={tool.locked} action={may && <Button onClick={() => setOpen(true)}>Lift the lock…</Button>}>
        Every call to it is denied.
      </LockedNotice>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Lift the lock of ${tool.name} on ${server}`}
        description="Its calls are decided as before. What was held for it and ended is asked again."
        reason={{ hint: "Kept in the log." }}
        confirm="Lift the lock"
        variant="even"
        busy={act.isPending}
        error={act.error}
        onConfirm={(reason) =>
          act.mutate({ id: serverId, tool: tool.name, reason }, { onSuccess: () => setOpen(false) })
        }
      />
    </>
  );
}
