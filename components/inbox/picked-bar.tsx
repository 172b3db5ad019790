"use client";
import { ACT_ICONS } from "../domain/act-icons";
import { Untrusted } from "../domain/untrusted";
import { Button } from "../ui/button";
import { useAskTogether } from "./together-host";
import type { Picked } from "./use-picked";

/** What can be done with the approvals that are picked. */
export function PickedBar({ picked }: { picked: Picked }) {
  const askTogether = useAskTogether();
  const { items } = picked;
  const [first] = items;
  const none = items.length === 0 && "Pick calls of one tool first.";
  if (!picked.on) return null;
  return (
    <section className="bar picked bg-bg-on" aria-label="Picked">
      <span className="strong" role="status">
        {items.length === 0 ? "Pick calls of one tool that only reads" : `${items.length} picked`}
      </span>
      {first?.tool && (
        <span className="cut">
          <Untrusted text={first.tool} mono /> on <Untrusted text={first.server ?? ""} />
        </span>
      )}
      <span className="grow" />
      <Button variant="bare" onClick={picked.end}>
        Done
      </Button>
      <Button variant="stop" icon={ACT_ICONS.deny} blocked={none} onClick={() => askTogether("deny", items)}>
        Deny…
      </Button>
      <Button variant="even" icon={ACT_ICONS.approve} blocked={none} onClick={() => askTogether("approve", items)}>
        Approve…
      </Button>
    </section>
  );
}
