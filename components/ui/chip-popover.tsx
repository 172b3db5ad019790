"use client";
import { Popover } from "radix-ui";
import type { ReactNode } from "react";
import { ChipAdd } from "./chips";
import { classNames } from "./class-names";

type ChipPopoverProps = {
  /** The word of the chip. */
  label: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A width. */
  className: string;
  children: ReactNode;
};

/** A chip that opens a small panel below it. */
export function ChipPopover({ label, open, onOpenChange, className, children }: ChipPopoverProps) {
  return (
    <Popover.Root open={open} onOpenChange={onOpenChange}>
      <Popover.Trigger asChild>
        <ChipAdd>{label}</ChipAdd>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={classNames("menu", className)}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
