"use client";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Icon, type LucideIcon } from "./icon";

/** A row of chips. Chips filter or pick several; they never name a state. */
export function Chips({ label, children }: { label?: string; children: ReactNode }) {
  const group = label ? { role: "group", "aria-label": label } : {};
  return (
    <div className="chips" {...group}>
      {children}
    </div>
  );
}

type ChipProps = { on: boolean; onToggle: () => void; count?: number | string; icon?: LucideIcon; children: ReactNode };

/** A chip that is on or off. */
export function Chip({ on, onToggle, count, icon, children }: ChipProps) {
  return (
    <button type="button" className="chip" aria-pressed={on} onClick={onToggle}>
      {icon && <Icon of={icon} />}
      {children}
      {count !== undefined && <span className="num">{count}</span>}
    </button>
  );
}

/** A chip that is set and can be taken away. */
export function ChipSet({
  onRemove,
  removes,
  children,
}: {
  onRemove: () => void;
  removes: string;
  children: ReactNode;
}) {
  return (
    <span className="chip on">
      {children}
      <button type="button" aria-label={`Remove ${removes}`} onClick={onRemove}>
        <Icon of={X} />
      </button>
    </span>
  );
}

/** A dashed chip that adds one. Give it to `Menu` as its trigger, or act on the click. */
export function ChipAdd({ children, ...rest }: { children: ReactNode } & React.ComponentProps<"button">) {
  return (
    <button {...rest} type="button" className="chip dash">
      <Icon of={Plus} />
      {children}
    </button>
  );
}
