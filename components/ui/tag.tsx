import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon, type LucideIcon } from "./icon";
import type { Tone } from "./tone";

/** A boxed word that names a state or kind at the head of a card. In lists, states have no box. */
export function Tag({ tone, icon, children }: { tone?: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span className={classNames("tag", tone)}>
      {icon && <Icon of={icon} />}
      {children}
    </span>
  );
}
