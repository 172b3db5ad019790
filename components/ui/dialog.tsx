"use client";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { classNames } from "./class-names";
import { IconButton } from "./icon-button";

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  wide?: boolean;
  /** While the server has not answered, neither Escape nor a click beside closes it. */
  busy?: boolean;
  children: ReactNode;
};

/**
 * A question above the page; a sheet from below on a phone. Focus starts on the heading, never on an answer.
 * Put a `DialogBody` and, after it, `DialogActions` inside.
 */
export function Dialog({ open, onOpenChange, title, description, wide = false, busy = false, children }: DialogProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const hold = (event: Event) => {
    if (busy) {
      event.preventDefault();
    }
  };
  return (
    <Radix.Root open={open} onOpenChange={(next) => !busy && onOpenChange(next)}>
      <Radix.Portal>
        {/* Not Radix's own overlay: that one writes a <style> element, which our content policy refuses. */}
        <div className="veil" aria-hidden="true" />
        <Radix.Content
          className={classNames("dialog", wide && "wide")}
          aria-describedby={description ? undefined : ""}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            heading.current?.focus();
          }}
          onEscapeKeyDown={hold}
          onPointerDownOutside={hold}
        >
          <header>
            <div>
              <Radix.Title ref={heading} tabIndex={-1}>
                {title}
              </Radix.Title>
              {description && <Radix.Description>{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label="Close" blocked={busy} />
            </Radix.Close>
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The part of a dialog that scrolls. */
export function DialogBody({ children }: { children: ReactNode }) {
  return <div className="scroll">{children}</div>;
}

/** The answers of a dialog, at its foot; at the thumb on a phone. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className="acts">{children}</div>;
}
