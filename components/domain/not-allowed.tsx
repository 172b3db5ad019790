import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { ButtonLink } from "../ui/button";
import { EmptyState } from "../ui/empty-state";

type NotAllowedProps = { back: { href: string; label: string }; children: ReactNode };

/** A page that this person has no right to use: who has it, and the way back. */
export function NotAllowed({ back, children }: NotAllowedProps) {
  return (
    <EmptyState icon={Lock} title="This takes another role">
      <p>{children}</p>
      <ButtonLink href={back.href}>{back.label}</ButtonLink>
    </EmptyState>
  );
}
