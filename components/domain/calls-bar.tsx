import { Check, Hand, X } from "lucide-react";
import { classNames } from "../ui/class-names";
import { formatCount } from "../ui/count";
import { Icon } from "../ui/icon";

export type CallCounts = { allowed: number; held: number; denied: number };

/** Widths in percent. A share too small to see still gets a few pixels, so that it is seen. */
function shares({ allowed, held, denied }: CallCounts) {
  const all = allowed + held + denied;
  return all === 0 ? null : { allowed: allowed / all, held: held / all, denied: denied / all };
}

/** Calls by decision, as a bar that reads without colour: allowed plain, held hatched, denied solid. */
export function CallsBar({ counts }: { counts: CallCounts }) {
  const part = shares(counts);
  return (
    <span className="micro" aria-hidden="true">
      {part && counts.allowed > 0 && <i className="al" style={{ flex: `${part.allowed} 1 0` }} />}
      {part && counts.held > 0 && <i className="he" style={{ flex: `${part.held} 0 0` }} />}
      {part && counts.denied > 0 && <i className="de" style={{ flex: `${part.denied} 0 0` }} />}
    </span>
  );
}

const KINDS = [
  { key: "allowed", css: "al", icon: Check, word: "allowed" },
  { key: "held", css: "he", icon: Hand, word: "held" },
  { key: "denied", css: "de", icon: X, word: "denied" },
] as const;

/** The same in numbers. */
export function Tally({ counts }: { counts: CallCounts }) {
  return (
    <span className="tally">
      {KINDS.map(({ key, css, icon, word }) => (
        <span key={key} className={classNames(css, counts[key] === 0 && "zero")}>
          <Icon of={icon} />
          {formatCount(counts[key])}
          <span className="sr"> {word}</span>
        </span>
      ))}
    </span>
  );
}
