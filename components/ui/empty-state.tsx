import type { ReactNode } from "react";
import { Icon, type LucideIcon } from "./icon";

/** Nothing is there, and that is fine: say what is fine and where to go. */
export function EmptyState({ icon, title, children }: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <Icon of={icon} />
      <p className="title">{title}</p>
      {children}
    </div>
  );
}
