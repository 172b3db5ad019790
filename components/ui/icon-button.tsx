import { Button, type ButtonProps } from "./button";
import { classNames } from "./class-names";
import { Icon, type LucideIcon } from "./icon";

/** A button with an icon alone. Only for search, back, more, close and remove: everything else has a word. */
export function IconButton({
  icon,
  label,
  variant = "bare",
  className,
  ...rest
}: Omit<ButtonProps, "children" | "icon" | "shortcut" | "chord"> & { icon: LucideIcon; label: string }) {
  return (
    <Button {...rest} variant={variant} className={classNames("icon", className)} aria-label={label}>
      <Icon of={icon} />
    </Button>
  );
}
