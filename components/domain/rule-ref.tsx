import Link from "next/link";
import { routes } from "@/lib/base/routes";
import type { RuleRef as Ref } from "@/lib/policy/schema";

/** A rule by name and version, linked. null: no rule said it, the charter asked for less. */
export function RuleRef({ rule }: { rule: Ref | null }) {
  if (rule === null) {
    return <span className="muted">asked for by the charter</span>;
  }
  return (
    <Link className="link nowrap" href={routes.rule(rule.id)} prefetch={false}>
      {rule.name} v{rule.version}
    </Link>
  );
}
