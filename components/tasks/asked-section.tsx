import type { TaskDetail } from "@/lib/api/schema";
import { sayDuration } from "@/lib/base/schema";
import { ScopeList } from "../domain/scope-list";
import { counted } from "../ui/count";
import { Section } from "../ui/section";
import { scopeOf, toolKey, toolsOf } from "./held-scope";

/** What the charter asks for beyond what is held: all of it before the first grant, the difference afterwards. */
export function AskedSection({ task }: { task: TaskDetail }) {
  const { scope } = task.charter.body;
  const held = new Set(task.grant?.tools.map(toolKey));
  const missing = toolsOf(scope).filter((tool) => !held.has(toolKey(tool)));
  if (missing.length === 0) return null;
  return (
    <Section
      title={task.grant ? "Asked for, not held" : "Asked for"}
      aside={task.grant ? counted(missing.length, "tool") : limits(task)}
    >
      <ScopeList scope={scopeOf(missing)} />
    </Section>
  );
}

/** The time and calls that the charter asks for; the rules may give less, never more. */
function limits({ charter: { body } }: TaskDetail): string {
  const { ttl, calls } = body;
  return [
    ttl?.endSeconds !== undefined && `for ${sayDuration(ttl.endSeconds)}`,
    ttl?.idleSeconds !== undefined && `${sayDuration(ttl.idleSeconds)} idle`,
    calls !== undefined && counted(calls, "call"),
  ]
    .filter((part) => part !== false)
    .join(", ");
}
