import Link from "next/link";
import { routes } from "@/lib/base/routes";
import { Untrusted } from "../domain/untrusted";
import { inOrder } from "../ui/in-order";
import type { Named, Part } from "./say";

const MONO: ReadonlySet<Named["as"]> = new Set(["tool"]);

/** A sentence about an entry. Names in it come from outside and are shown as such; `linked` leads to what they name. */
export function Sentence({ parts, linked = false }: { parts: readonly Part[]; linked?: boolean }) {
  return inOrder(parts, (part) =>
    typeof part === "string" ? part : <NameOf part={part} href={linked ? hrefOf(part) : null} />,
  );
}

function NameOf({ part, href }: { part: Named; href: string | null }) {
  const text = <Untrusted text={part.text} mono={MONO.has(part.as)} />;
  const name = part.as === "task" ? <>“{text}”</> : text;
  if (href === null) return name;
  return (
    <Link className="link" href={href}>
      {name}
    </Link>
  );
}

function hrefOf({ as, id }: Named): string | null {
  if (id === undefined) return null;
  if (as === "task") return routes.task(id);
  if (as === "agent") return routes.agent(id);
  if (as === "server") return routes.server(id);
  if (as === "person") return routes.log({ person: id });
  return null;
}
