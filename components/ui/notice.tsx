import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon, type LucideIcon } from "./icon";
import type { Tone } from "./tone";

type NoticeProps = { tone?: Tone; icon: LucideIcon; title?: ReactNode; children?: ReactNode; action?: ReactNode };

/** What came of an act, said where the act was. There are no toasts: what matters stays until it is read. */
export function Notice({ tone = "off", icon, title, children, action }: NoticeProps) {
  return (
    <div className={classNames("result", tone)} role="status">
      <Icon of={icon} />
      <div>
        {title && <p className="strong">{title}</p>}
        {children && <p>{children}</p>}
      </div>
      {action}
    </div>
  );
}
