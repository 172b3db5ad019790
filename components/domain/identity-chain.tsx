import { Bot, ListChecks, type LucideIcon, Server, User } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon";

const ICONS: Readonly<Record<ChainLink["kind"], LucideIcon>> = {
  person: User,
  agent: Bot,
  task: ListChecks,
  server: Server,
};

export type ChainLink = {
  kind: "person" | "agent" | "task" | "server";
  name: ReactNode;
  /** What is known of it: "owner, cannot approve this", a workload identity, an epoch. */
  note?: ReactNode;
  href?: string;
};

/** Who acts, from the person who answers for it to the server that is reached. */
export function IdentityChain({ links }: { links: readonly ChainLink[] }) {
  return (
    <ol className="chain">
      {links.map((link) => (
        <li key={link.kind}>
          <Icon of={ICONS[link.kind]} />
          <span>
            {link.href ? <Link href={link.href}>{link.name}</Link> : link.name}
            {link.note && <small>{link.note}</small>}
          </span>
        </li>
      ))}
    </ol>
  );
}
