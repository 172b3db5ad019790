import type { ComponentProps, ReactNode } from "react";

/** One yes or no, with its words. `note` says what follows from it. */
export function Checkbox({
  children,
  note,
  ...rest
}: Omit<ComponentProps<"input">, "type" | "children"> & { children: ReactNode; note?: ReactNode }) {
  return (
    <label className="check">
      <input {...rest} type="checkbox" />
      <span>
        {children}
        {note && <small>{note}</small>}
      </span>
    </label>
  );
}
