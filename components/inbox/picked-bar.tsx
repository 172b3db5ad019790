"use client";
import { useState } from "react";
import type { ApprovalItem } from "@/lib/api/schema";
import { ACT_ICONS } from "../domain/act-icons";
import { Untrusted } from "../domain/untrusted";
import { Button } from "../ui/button";
import { type TogetherAct, TogetherDialog } from "./together-dialog";
import type { Picked } from "./use-picked";

type Asked = { act: TogetherAct; items: readonly ApprovalItem[] };

/** What can be done with the approvals that are picked. */
export function PickedBar({ picked }: { picked: Picked }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { items } = picked;
  const [first] = items;
  const none = items.length === 0 && "Pick calls of one tool first.";
  const ask = (act: TogetherAct) => setAsked({ act, items });
  return (
    <>
      {picked.on && (
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
          <Button variant="stop" icon={ACT_ICONS.deny} blocked={none} onClick={() => ask("deny")}>
            Deny…
          </Button>
          <Button variant="even" icon={ACT_ICONS.approve} blocked={none} onClick={() => ask("approve")}>
            Approve…
          </Button>
        </section>
      )}
      {asked && <TogetherDialog {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}
