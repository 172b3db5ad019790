import { Equal } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon";
import { inOrder } from "../ui/in-order";

/** new and changed are amber, because they may widen authority; less is grey, because it cannot. */
export type Change = {
  kind: "new" | "changed" | "less";
  name: ReactNode;
  before?: ReactNode;
  after?: ReactNode;
  /** What it means, in one sentence. */
  note?: ReactNode;
  mono?: boolean;
};

const CLASS = { new: "add", changed: "chg", less: "del" } as const;

type ChangesProps = {
  /** Time and calls since the last approval, each with its number in <b>. */
  since?: readonly ReactNode[];
  changes: readonly Change[];
  /** Everything that is the same, in one line. Never left out. */
  same: ReactNode;
};

/** What changed since the last approval, and what did not. */
export function Changes({ since, changes, same }: ChangesProps) {
  return (
    <div className="box">
      {since && since.length > 0 && (
        <p className="since">
          {inOrder(since, (part) => (
            <span>{part}</span>
          ))}
        </p>
      )}
      <table className="diff">
        <tbody>
          {inOrder(changes, (change) => (
            <ChangeRow change={change} />
          ))}
          <tr className="same">
            <th scope="row">
              <span className="st off">
                <Icon of={Equal} small />
                Same
              </span>
            </th>
            <td className="same">{same}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}

function ChangeRow({ change }: { change: Change }) {
  return (
    <tr>
      <th scope="row">
        <ChangeMark kind={change.kind} /> {change.name}
      </th>
      <td>
        <span className={change.mono ? "mono" : undefined}>
          {change.before !== undefined && <span className="was">{change.before}</span>}
          {change.before !== undefined && change.after !== undefined && (
            <span className="to">
              <span aria-hidden="true">→</span>
              <span className="sr">became</span>
            </span>
          )}
          {change.after !== undefined && <span className="is">{change.after}</span>}
        </span>
        {change.note && <span className="note">{change.note}</span>}
      </td>
    </tr>
  );
}

/** The word for a difference: new, changed, less. */
export function ChangeMark({ kind }: { kind: Change["kind"] }) {
  return <span className={`delta ${CLASS[kind]}`}>{kind}</span>;
}
