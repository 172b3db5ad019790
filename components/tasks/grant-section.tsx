"use client";
import { X } from "lucide-react";
import { useState } from "react";
import type { TaskDetail } from "@/lib/api/schema";
import { ScopeList } from "../domain/scope-list";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { counted, formatCount } from "../ui/count";
import { IconButton } from "../ui/icon-button";
import { Section } from "../ui/section";
import { DropToolDialog } from "./drop-tool-dialog";
import { type GrantedTool, scopeOf, toolKey } from "./held-scope";

type GrantSectionProps = { task: TaskDetail; grant: NonNullable<TaskDetail["grant"]>; mayAct: boolean };

/** What the task may call now, with its calls so far. Each tool can be taken out where it stands. */
export function GrantSection({ task, grant, mayAct }: GrantSectionProps) {
  const [dropping, setDropping] = useState<GrantedTool | null>(null);
  const tools = new Map(grant.tools.map((tool) => [toolKey(tool), tool]));
  const canDrop = mayAct && task.acts.includes("narrow");
  const last = grant.tools.length === 1;
  return (
    <Section
      title={task.ended ? "Last grant" : "Grant"}
      aside={
        <>
          {counted(grant.tools.length, "tool")}, {grant.by ? `by ${grant.by.name}` : "by its rule"} at{" "}
          <TimeStamp at={grant.at} />
        </>
      }
    >
      <ScopeList
        scope={scopeOf(grant.tools)}
        classOf={(server, tool) => tools.get(toolKey({ server, tool }))?.class}
        endOf={(server, name) => {
          const tool = tools.get(toolKey({ server, tool: name }));
          return (
            tool && (
              <span className="inline-flex wide:min-w-24 items-center justify-end gap-1.5">
                <ToolNote tool={tool} />
                <span title="calls allowed">{formatCount(tool.calls)}</span>
                {canDrop && (
                  <IconButton
                    icon={X}
                    className="size-6 max-phone:size-9"
                    label={`Take ${tool.tool} on ${tool.server} out of the scope`}
                    blocked={last && "It is the last tool: revoke the task instead."}
                    onClick={() => setDropping(tool)}
                  />
                )}
              </span>
            )
          );
        }}
      />
      {grant.tools.map(
        (tool) =>
          tool.pins && (
            <p key={toolKey(tool)} className="hint">
              <Untrusted text={tool.tool} mono /> only when <Untrusted text={tool.pins} names="full" />
            </p>
          ),
      )}
      {dropping && <DropToolDialog task={task} tool={dropping} onClose={() => setDropping(null)} />}
    </Section>
  );
}

const STATES = { pinned: null, drifted: "drifted", gone: "gone", unknown: "unknown" } as const;

/** What becomes of a call: it waits for a person, or it is refused because the tool is not what it was. */
function ToolNote({ tool }: { tool: GrantedTool }) {
  const state = STATES[tool.toolState];
  if (state) return <span className="text-wait">{state}</span>;
  if (tool.answer === null) return <span className="text-stop">no rule</span>;
  return tool.answer === "hold" ? <span>held</span> : null;
}
