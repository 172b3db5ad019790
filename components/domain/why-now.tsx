import { type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon";

/** Why it is asked now: one bold sentence with a cause and a number, and one plain sentence. */
export function WhyNow({
  icon = TriangleAlert,
  cause,
  children,
}: {
  icon?: LucideIcon;
  cause: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="why">
      <Icon of={icon} />
      <div>
        <p>
          <b>{cause}</b> {children}
        </p>
      </div>
    </div>
  );
}
