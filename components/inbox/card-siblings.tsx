"use client";
import Link from "next/link";
import { useState } from "react";
import type { ApprovalDetail, ApprovalItem, SiblingView } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { ACT_ICONS } from "../domain/act-icons";
import { Digest } from "../domain/digest";
import { Untrusted } from "../domain/untrusted";
import { TimeLeft } from "../time/time-left";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { inOrder } from "../ui/in-order";
import { Section } from "../ui/section";
import { Skeleton } from "../ui/skeleton";
import { saySiblings } from "./inbox-rows";
import { whyAlone, whyAloneInFull } from "./together";
import type { TogetherAct } from "./together-dialog";
import { useAskTogether } from "./together-host";

type CardSiblingsProps = { approval: ApprovalDetail; siblings: NonNullable<ApprovalDetail["siblings"]> };

/**
 * Who else asks the same, each with its task, deadline and digest. Where such calls may be answered together, all that
 * are not taken out are; each by its own review.
 */
export function CardSiblings({ approval, siblings }: CardSiblingsProps) {
  const query = useEndpoint("approvalSiblings", { id: approval.id });
  const [out, setOut] = useState<ReadonlySet<string>>(new Set());
  const askTogether = useAskTogether();
  const alone = whyAloneInFull(approval);
  const found = query.data?.items ?? [];
  const chosen = found.map((one) => one.approval).filter((item) => whyAlone(item) === null && !out.has(item.id));
  const toggle = (id: string) => {
    const next = new Set(out);
    if (!next.delete(id)) next.add(id);
    setOut(next);
  };
  const ask = (act: TogetherAct) => askTogether(act, [approval, ...chosen]);
  const total = query.data?.total ?? 0;
  return (
    <Section title={saySiblings(siblings)} aside="each gets its own answer, and the log keeps each">
      {query.isPending && <Skeleton label="Loading who else asks" />}
      {query.isError && (
        <ErrorState
          error={query.error}
          inline
          notDone="Only this one is answered."
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isSuccess && (
        <ul className="box rows siblings">
          <SiblingRow item={approval} />
          {found.map((one) => (
            <SiblingRow
              key={one.approval.id}
              item={one.approval}
              sibling={one}
              pick={alone === null ? { on: !out.has(one.approval.id), onToggle: toggle } : undefined}
            />
          ))}
          {total > found.length && <li className="muted">and {total - found.length} more</li>}
        </ul>
      )}
      {alone !== null ? (
        <p className="hint">{alone} So each of these is answered on its own card.</p>
      ) : (
        <div className="sibling-acts">
          <span className="hint">
            {chosen.length === 0 ? "None of the others is chosen." : "Everything is shown once more before it is sent."}
          </span>
          <Button icon={ACT_ICONS.deny} blocked={chosen.length === 0} onClick={() => ask("deny")}>
            Deny {chosen.length + 1}…
          </Button>
          <Button icon={ACT_ICONS.approve} blocked={chosen.length === 0} onClick={() => ask("approve")}>
            Approve {chosen.length + 1}…
          </Button>
        </div>
      )}
    </Section>
  );
}

type SiblingRowProps = {
  item: ApprovalItem;
  /** Absent for the approval whose card this is. */
  sibling?: SiblingView;
  pick?: { on: boolean; onToggle: (id: string) => void };
};

function SiblingRow({ item, sibling, pick }: SiblingRowProps) {
  const why = sibling && whyAlone(item);
  return (
    <li>
      {sibling && pick && (
        <input
          type="checkbox"
          aria-label={`Answer together with this: ${item.agent.name}`}
          checked={pick.on && why === null}
          disabled={why !== null}
          onChange={() => pick.onToggle(item.id)}
        />
      )}
      <span className="who">
        {sibling ? (
          <Link className="link" href={routes.inbox(item.id)}>
            <Untrusted text={item.agent.name} />
          </Link>
        ) : (
          <b>
            <Untrusted text={item.agent.name} />
          </b>
        )}
        <span className="muted">
          {sibling ? "" : "this one, "}owned by {item.agent.owner.name}, in “<Untrusted text={item.task.purpose} />”
        </span>
        {sibling && <Difference sibling={sibling} />}
        {why && <span className="wait">{why}</span>}
      </span>
      <Digest hex={item.digest} />
      <TimeLeft until={item.decideBy} from={item.createdAt} />
    </li>
  );
}

/** What one of the two says and the other leaves out. Nothing is said of which of them means more. */
function Difference({ sibling: { relation, members } }: { sibling: SiblingView }) {
  if (relation === "same") return null;
  return (
    <span className="muted">
      {relation === "adds" ? "also says " : "leaves out "}
      {inOrder(members, (name, at) => (
        <>
          {at > 0 && ", "}
          <Untrusted text={name} mono />
        </>
      ))}
    </span>
  );
}
