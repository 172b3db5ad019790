import { Signature, User, X } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { inOrder } from "../ui/in-order";

export type Slot = {
  /** signed and refused have a solid line, open a dashed one; out is somebody who cannot sign. */
  kind: "signed" | "refused" | "open" | "out";
  who: ReactNode;
  at?: ReactNode;
  note?: ReactNode;
};

const ICON = { signed: Signature, refused: X, open: Signature, out: User } as const;

/** The signature lines of an approval: solid is signed, dashed is missing. */
export function Signatures({ slots }: { slots: readonly Slot[] }) {
  return (
    <ul className="slots">
      {inOrder(slots, (slot) => (
        <li className={classNames("slot", slot.kind === "refused" ? "no" : slot.kind !== "signed" && slot.kind)}>
          <Icon of={ICON[slot.kind]} />
          <span className={slot.kind === "out" ? undefined : "who"}>{slot.who}</span>
          <span className="muted">{slot.at}</span>
          {slot.note && <span className="meta">{slot.note}</span>}
        </li>
      ))}
    </ul>
  );
}
