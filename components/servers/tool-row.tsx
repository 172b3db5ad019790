"use client";
import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { ServerTool } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import type { ToolClass } from "@/lib/servers/schema";
import { ClassMark } from "../domain/class-mark";
import { Digest } from "../domain/digest";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { Icon } from "../ui/icon";
import { isRaise } from "./class-draft";
import { DefinitionBlock, definitionLines } from "./definition-block";
import { ToolClassChoice } from "./tool-class";
import { descriptionOf, hintsOf } from "./tool-hints";
import { LockToolButton, ToolLocked } from "./tool-lock";

type ToolRowProps = {
  serverId: string;
  server: string;
  tool: ServerTool;
  chosen: ToolClass | null | undefined;
  /** Without it, this person only looks. */
  onChoose?: (value: ToolClass | null) => void;
  /** Who says the class where no person did. */
  classedOtherwise: string;
};

/** One tool: its name, its class, what its server says about it, and where the class comes from. */
export function ToolRow({ serverId, server, tool, chosen, onChoose, classedOtherwise }: ToolRowProps) {
  const [open, setOpen] = useState(false);
  const value = chosen === undefined ? tool.class : chosen;
  const description = descriptionOf(tool.definition);
  return (
    <li className="grid gap-2 px-3 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="label">
          <Untrusted text={tool.name} mono />
        </span>
        {tool.state !== "pinned" && <StateMark of="tool" state={tool.state} />}
        {tool.locked && <StateMark of="tool" state="locked" />}
        <span className="ml-auto max-phone:ml-0">
          <ToolClassChoice tool={tool} value={value} onChoose={tool.state === "pinned" ? onChoose : undefined} />
        </span>
      </div>
      <ToolLocked serverId={serverId} server={server} tool={tool} />
      {value !== tool.class && <ChosenNote before={tool.class} after={value} />}
      {description !== null && (
        <p className="border border-dashed border-line-ctl rounded-2 px-3 py-1 text-ink-2">
          <span className="sr">The server says, unverified: </span>“<Untrusted text={description} names="full" pre />”
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-ink-3">
        <ClassOrigin tool={tool} classedOtherwise={classedOtherwise} />
        <span className="ml-auto max-phone:ml-0 flex flex-wrap items-center gap-x-3">
          <Digest hex={tool.digest} />
          <Link className="link" href={routes.log({ server, tool: tool.name })}>
            Log
          </Link>
          <LockToolButton serverId={serverId} server={server} tool={tool} />
          <Button variant="bare" className="h-6 max-phone:h-9" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide definition" : "Definition"}
          </Button>
        </span>
      </div>
      {open && (
        <DefinitionBlock
          title="Its pinned definition, in the server’s own words"
          lines={definitionLines(tool.definition).map((text) => ({ text, changed: false }))}
        />
      )}
    </li>
  );
}

function ClassOrigin({ tool, classedOtherwise }: Pick<ToolRowProps, "tool" | "classedOtherwise">) {
  if (tool.class === null)
    return (
      <span className="inline-flex flex-wrap items-center gap-x-2">
        proposed <ClassMark of={tool.proposedClass} /> {hintsOf(tool.definition)}
      </span>
    );
  const at = tool.classedAt !== null && <TimeStamp at={tool.classedAt} />;
  return (
    <span>
      classed {tool.classedBy ? `by ${tool.classedBy.name}` : classedOtherwise}
      {at && <>, {at}</>}; {hintsOf(tool.definition)}
    </span>
  );
}

function ChosenNote({ before, after }: { before: ToolClass | null; after: ToolClass | null }) {
  const raises = isRaise(before, after);
  return (
    <p className={raises ? "hint wait" : "hint"}>
      {raises && <Icon of={TriangleAlert} small />}
      <span>
        {before ?? "unclassed"} → {after ?? "unclassed"}, not saved yet.{" "}
        {raises
          ? "Raised: calls of running tasks are asked again, under the rules for the new class."
          : "Running tasks notice nothing; what rules hold for this class is held from now on."}
      </span>
    </p>
  );
}
