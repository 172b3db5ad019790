import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon, type LucideIcon } from "./icon";
import type { Tone } from "./tone";

type BannerProps = {
  tone: Tone;
  icon: LucideIcon;
  children: ReactNode;
  /** One button or link at the end. */
  action?: ReactNode;
  /** Announced when it appears. Set for what turns something off while a person is at work. */
  live?: boolean;
};

/** A strip across the page on something that holds for all of it. */
export function Banner({ tone, icon, children, action, live = false }: BannerProps) {
  return (
    <div className={classNames("banner", tone)} role={live ? "status" : undefined}>
      <Icon of={icon} />
      <span>{children}</span>
      {action}
    </div>
  );
}
