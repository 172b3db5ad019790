"use client";
import { Clock } from "lucide-react";
import Link from "next/link";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { KEYS, type KeyName } from "../keys/key-list";
import { useKeysOn } from "../keys/key-switch";
import { classNames } from "./class-names";
import { Icon, type LucideIcon } from "./icon";
import { Kbd } from "./kbd";

/** plain · solid: the one main act · even: answers of equal weight · stop: takes something away · bare: no edge. */
export type ButtonVariant = "plain" | "solid" | "even" | "stop" | "bare";

type Look = { variant?: ButtonVariant; icon?: LucideIcon; children: ReactNode };

export type ButtonProps = Look &
  Omit<ComponentProps<"button">, "disabled"> & {
    /** While set, the button waits for the server and says so with this word ("Recording…"). */
    busy?: string | false;
    /** Why the act is not possible now. The button stays reachable, so that the reason can be read. */
    blocked?: string | boolean;
    /** The single key that presses it. */
    shortcut?: KeyName;
    /** The keys that do the same together, such as those that save. The caller listens for them. */
    chord?: string;
  };

const classOf = (variant: ButtonVariant, extra?: string): string =>
  classNames("btn", variant !== "plain" && variant, extra);

/** A button that neither submits nor acts while it is busy or blocked, but keeps its focus and its place. */
export function Button({
  variant = "plain",
  icon,
  shortcut,
  chord,
  busy = false,
  blocked = false,
  children,
  className,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const off = busy !== false || blocked !== false;
  const keysOn = useKeysOn();
  const cap = shortcut && keysOn ? KEYS[shortcut].cap : undefined;
  const act = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) {
      event.preventDefault();
      return;
    }
    onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={classOf(variant, className)}
      aria-disabled={off || undefined}
      aria-busy={busy !== false || undefined}
      aria-keyshortcuts={cap}
      title={typeof blocked === "string" ? blocked : (rest.title ?? (cap && `Key ${cap}`))}
      onClick={act}
    >
      {busy === false ? (
        <Face icon={icon} cap={cap ?? chord}>
          {children}
        </Face>
      ) : (
        <Face icon={Clock}>{busy}</Face>
      )}
    </button>
  );
}

/** A link that looks like a button, for going somewhere. */
export function ButtonLink({
  variant = "plain",
  icon,
  children,
  className,
  ...rest
}: Look & ComponentProps<typeof Link>) {
  return (
    <Link {...rest} className={classOf(variant, className)}>
      <Face icon={icon}>{children}</Face>
    </Link>
  );
}

function Face({ icon, cap, children }: Omit<Look, "variant"> & { cap?: string }) {
  return (
    <>
      {icon && <Icon of={icon} />}
      {children}
      {cap && <Kbd>{cap}</Kbd>}
    </>
  );
}
