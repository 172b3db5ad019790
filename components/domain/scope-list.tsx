import { Server } from "lucide-react";
import type { ReactNode } from "react";
import type { ActionClass, Scope } from "@/lib/policy/schema";
import { counted } from "../ui/count";
import { Icon } from "../ui/icon";
import { ClassMark } from "./class-mark";
import { Untrusted } from "./untrusted";

type ScopeListProps = {
  scope: Scope;
  /** The class of a tool, where it is known. */
  classOf?: (server: string, tool: string) => ActionClass | undefined;
  /** What stands at the end of a tool's row: its calls, a button to take it away. */
  endOf?: (server: string, tool: string) => ReactNode;
};

/** What a task may call: every server, every tool, never cut. */
export function ScopeList({ scope, classOf, endOf }: ScopeListProps) {
  return (
    <table className="box tools" aria-label="Tools">
      {scope.map(({ server, tools }) => (
        <tbody key={server}>
          <tr>
            <th colSpan={3} scope="rowgroup">
              <span className="srv">
                <Icon of={Server} />
                <Untrusted text={server} />
                <span className="aside">{counted(tools.length, "tool")}</span>
              </span>
            </th>
          </tr>
          {tools.map((tool) => (
            <ToolRow key={tool} tool={tool} cls={classOf?.(server, tool)} end={endOf?.(server, tool)} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function ToolRow({ tool, cls, end }: { tool: string; cls?: ActionClass; end?: ReactNode }) {
  return (
    <tr>
      <td>
        <Untrusted text={tool} mono />
      </td>
      {cls && (
        <td>
          <ClassMark of={cls} />
        </td>
      )}
      {end !== undefined && <td>{end}</td>}
    </tr>
  );
}
