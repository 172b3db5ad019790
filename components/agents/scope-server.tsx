"use client";
import { ChevronDown, ChevronRight, Server } from "lucide-react";
import { useState } from "react";
import type { ServerRow, ServerTool } from "@/lib/api/schema";
import { toolNameSchema } from "@/lib/policy/schema";
import { useEndpoint } from "../api/queries";
import { ServerMark } from "../servers/server-mark";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Icon } from "../ui/icon";
import { SkeletonRows } from "../ui/skeleton";
import { ToolNameEntry } from "./tool-name-entry";
import { ToolPick } from "./tool-pick";

type ScopeServerProps = {
  server: ServerRow;
  chosen: readonly string[];
  onChosen: (tools: readonly string[]) => void;
  /** Whether its tools are in sight from the start. */
  opened: boolean;
};

/** The tools of one server, to be picked; closed, it says how many are. */
export function ScopeServer({ server, chosen, onChosen, opened }: ScopeServerProps) {
  const [open, setOpen] = useState(opened);
  const total = server.tools.total - server.tools.gone;
  return (
    <div>
      <button type="button" className="srv w-full text-left" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon of={open ? ChevronDown : ChevronRight} small />
        <Icon of={Server} />
        {server.name}
        {(server.state === "disabled" || server.health !== "up") && <ServerMark server={server} />}
        <span className="aside num">
          {chosen.length} chosen, {total} offered
        </span>
      </button>
      {open && <ServerPicks server={server} chosen={chosen} onChosen={onChosen} />}
    </div>
  );
}

function ServerPicks({ server, chosen, onChosen }: Omit<ScopeServerProps, "opened">) {
  const detail = useEndpoint("server", { id: server.id });
  const tools = (detail.data?.inventory ?? []).filter((tool) => tool.state !== "gone" || chosen.includes(tool.name));
  const known = new Map(tools.map((tool) => [tool.name, tool]));
  const others = detail.isSuccess ? chosen.filter((name) => !known.has(name)) : [];
  const toggle = (name: string) =>
    onChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <>
      {detail.isPending && <SkeletonRows rows={3} label="Loading tools" />}
      {detail.isError && <ErrorState error={detail.error} inline onRetry={() => void detail.refetch()} />}
      {tools.length > 1 && <PickMany tools={tools} chosen={chosen} onChosen={onChosen} />}
      <div className="rows">
        {[...tools.map(({ name }) => name), ...others].map((name) => (
          <ToolPick
            key={name}
            name={name}
            tool={known.get(name)}
            on={chosen.includes(name)}
            onToggle={() => toggle(name)}
          />
        ))}
      </div>
      <div className="px-3 py-3 border-t border-line">
        <ToolNameEntry server={server.name} onAdd={(name) => !chosen.includes(name) && toggle(name)} />
      </div>
    </>
  );
}

type PickManyProps = {
  tools: readonly ServerTool[];
  chosen: readonly string[];
  onChosen: (tools: readonly string[]) => void;
};

/** Picks several at once: those that only read, all, or none. */
function PickMany({ tools, chosen, onChosen }: PickManyProps) {
  const fitting = tools.filter(({ name }) => toolNameSchema.safeParse(name).success);
  const reading = fitting.filter((tool) => tool.class === "read");
  const add = (more: readonly ServerTool[]) => onChosen([...chosen, ...more.map(({ name }) => name)]);
  return (
    <div className="flow gap-1 px-1 py-1 border-b border-line">
      {reading.length > 0 && (
        <Button variant="bare" onClick={() => add(reading)}>
          All that only read ({reading.length})
        </Button>
      )}
      <Button variant="bare" onClick={() => add(fitting)}>
        All ({fitting.length})
      </Button>
      <Button variant="bare" blocked={chosen.length === 0 && "None is chosen."} onClick={() => onChosen([])}>
        None
      </Button>
    </div>
  );
}
