import type { LucideIcon } from "lucide-react";
import { classNames } from "./class-names";

export type { LucideIcon } from "lucide-react";

/** A Lucide icon in our weight: 16 px, or 14 px where `small`. It is decoration; the word beside it says the same. */
export function Icon({ of: Shape, small = false, className }: { of: LucideIcon; small?: boolean; className?: string }) {
  return <Shape className={classNames("i", small && "i-s", className)} aria-hidden="true" strokeWidth={undefined} />;
}
