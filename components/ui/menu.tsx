"use client";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { classNames } from "./class-names";
import { Icon, type LucideIcon } from "./icon";
import { Kbd } from "./kbd";

export type MenuItem =
  | {
      kind?: "act";
      label: string;
      icon?: LucideIcon;
      shortcut?: string;
      stop?: boolean;
      blocked?: boolean;
      onSelect: () => void;
    }
  | { kind: "line"; label: string };

/** Acts that are needed less often, behind one button. `trigger` must be a button. */
export function Menu({
  trigger,
  items,
  align = "end",
}: {
  trigger: ReactNode;
  items: readonly MenuItem[];
  align?: "start" | "end";
}) {
  return (
    // Not modal: the modal kind locks scrolling through a <style> element, which our content policy refuses.
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="menu" align={align} sideOffset={4} collisionPadding={8}>
          {items.map((item) =>
            item.kind === "line" ? (
              <Radix.Separator key={item.label} asChild>
                <hr />
              </Radix.Separator>
            ) : (
              <Radix.Item
                key={item.label}
                className={classNames(item.stop && "stop")}
                disabled={item.blocked}
                onSelect={item.onSelect}
              >
                {item.icon && <Icon of={item.icon} />}
                {item.label}
                {item.shortcut && <Kbd>{item.shortcut}</Kbd>}
              </Radix.Item>
            ),
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
