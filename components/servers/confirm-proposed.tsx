"use client";
import { Check, ScanEye } from "lucide-react";
import type { ServerTool } from "@/lib/api/schema";
import { TOOL_CLASSES } from "@/lib/servers/schema";
import { useAct } from "../api/queries";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { Notice } from "../ui/notice";

type ConfirmProposedProps = {
  serverId: string;
  /** Tools without a class. */
  tools: readonly ServerTool[];
  mayManage: boolean;
};

/** All proposed classes confirmed by one click, for exactly the definitions that stand on the page. */
export function ConfirmProposed({ serverId, tools, mayManage }: ConfirmProposedProps) {
  const act = useAct("classTools", ["server", "listServers", "me"]);
  if (tools.length === 0) return null;
  const confirm = () =>
    act.mutate({
      id: serverId,
      tools: tools.map(({ name, proposedClass, digest }) => ({ tool: name, class: proposedClass, digest })),
    });
  return (
    <>
      <Notice
        tone="wait"
        icon={ScanEye}
        title={`Nobody has classed ${counted(tools.length, "tool")}; calls to ${tools.length === 1 ? "it" : "them"} are held`}
        action={
          mayManage && (
            <Button variant="even" icon={Check} busy={act.isPending && "Recording…"} onClick={confirm}>
              Confirm proposed classes
            </Button>
          )
        }
      >
        Proposed from the server’s hints: {sayProposed(tools)}.{" "}
        {mayManage ? "Confirm them as they are, or choose for each tool below." : "An admin confirms or changes them."}
      </Notice>
      {act.isError && <ErrorState error={act.error} inline notDone="No class was changed." />}
    </>
  );
}

const sayProposed = (tools: readonly ServerTool[]): string =>
  TOOL_CLASSES.map((name) => ({ name, count: tools.filter((tool) => tool.proposedClass === name).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${count} ${name}`)
    .join(", ");
