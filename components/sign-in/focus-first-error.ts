import type { FormEvent } from "react";

/** Puts the cursor into the first field that was refused, once the page shows which one that is. */
export function focusFirstError(event: FormEvent<HTMLFormElement>): void {
  const form = event.currentTarget;
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
