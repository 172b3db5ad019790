import type { ApprovalDetail } from "@/lib/api/schema";
import type { Change } from "../domain/changes";
import { Untrusted } from "../domain/untrusted";

type Differing = NonNullable<ApprovalDetail["since"]>["changes"][number];
const KINDS = { wider: "changed", narrower: "less", other: "changed" } as const satisfies Record<
  Differing["direction"],
  Change["kind"]
>;
const MONO: ReadonlySet<Differing["what"]> = new Set(["tools", "workload", "network", "server", "definition"]);

/** A difference that the server found, as a row of the table of changes. Its values come from outside. */
export function toChange(change: Differing): Change {
  return {
    kind: change.before === null ? "new" : change.after === null ? "less" : KINDS[change.direction],
    name: <Untrusted text={change.name} />,
    before: change.before === null ? undefined : <Untrusted text={change.before} />,
    after: change.after === null ? undefined : <Untrusted text={change.after} />,
    mono: MONO.has(change.what),
  };
}
