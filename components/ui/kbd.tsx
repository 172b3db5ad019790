import type { ReactNode } from "react";

/** A key to press, beside the word of its act. Hidden on touch and from screen readers, who hear the word. */
export function Kbd({ children }: { children: ReactNode }) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a key cap takes no focus
  return <kbd aria-hidden="true">{children}</kbd>;
}
