import type { ServerTool } from "@/lib/api/schema";
import { toolNameSchema } from "@/lib/policy/schema";
import { ClassMark } from "../domain/class-mark";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { descriptionOf } from "../servers/tool-hints";

type ToolPickProps = {
  name: string;
  /** What is known of it; undefined when the server does not list it. */
  tool: ServerTool | undefined;
  on: boolean;
  onToggle: () => void;
};

/** One tool to pick, with its class and what its server says of it. */
export function ToolPick({ name, tool, on, onToggle }: ToolPickProps) {
  const fits = toolNameSchema.safeParse(name).success;
  const description = tool ? descriptionOf(tool.definition) : null;
  return (
    <label className={fits ? "pick" : "pick no"}>
      <input type="checkbox" checked={on} disabled={!fits} onChange={onToggle} />
      <Untrusted text={name} mono />
      {tool ? <ToolFacts tool={tool} /> : <span className="hint">not offered now</span>}
      {!fits && <span className="sub">Its name has characters that a scope cannot hold.</span>}
      {description !== null && (
        <span className="sub border border-dashed border-line-ctl rounded-2 px-2 py-1">
          <span className="sr">The server says, unverified: </span>“<Untrusted text={description} names="full" />”
        </span>
      )}
    </label>
  );
}

function ToolFacts({ tool }: { tool: ServerTool }) {
  return (
    <span className="inline-flex gap-3">
      {tool.state !== "pinned" && <StateMark of="tool" state={tool.state} />}
      <ClassMark of={tool.class ?? "unclassed"} />
    </span>
  );
}
