import Link from "next/link";
import type { ApprovalItem } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { ACT_ICONS } from "../domain/act-icons";
import { ClassMark } from "../domain/class-mark";
import { CALL_MARKS } from "../domain/states";
import { Untrusted } from "../domain/untrusted";
import { TimeLeft } from "../time/time-left";
import { TimeStamp } from "../time/time-stamp";
import { classNames } from "../ui/class-names";
import { Icon } from "../ui/icon";
import { approvalIcon } from "./approval-icon";
import { saySiblings } from "./inbox-rows";
import { VerbLine } from "./verb-line";
import { WHY_NOT_MINE } from "./why-not-mine";

type Pick = {
  on: boolean;
  /** Why it cannot be picked; null when it can. */
  why: string | null;
  onToggle: () => void;
};

type InboxItemProps = {
  item: ApprovalItem;
  open: boolean;
  filters: Record<string, string>;
  /** While approvals are picked to be answered together. */
  pick?: Pick;
};

/** One approval in the list. The whole of it is the link to its card. */
export function InboxItem({ item, open, filters, pick }: InboxItemProps) {
  const waits = item.state === "pending";
  return (
    <li className={pick && "pickable"}>
      {pick && <PickBox item={item} pick={pick} />}
      <Link
        className={classNames("item", !waits && "done")}
        href={routes.inbox(item.id, filters)}
        aria-current={open ? "true" : undefined}
        scroll={false}
      >
        <Icon
          of={item.toAnswer ? ACT_ICONS.ask : approvalIcon(item)}
          className={waits && (item.kind !== "start" || item.toAnswer) ? "wait" : undefined}
        />
        <span className="ttl">
          <VerbLine parts={item.verb} />
        </span>
        {waits ? (
          <TimeLeft until={item.decideBy} from={item.createdAt} />
        ) : (
          item.decided && <TimeStamp at={item.decided.at} className="muted" />
        )}
        <span className="sub">
          <span className="cut">
            <Untrusted text={item.agent.name} />
          </span>
          <span aria-hidden="true">·</span>
          <span className="nowrap">{waits ? waitingFor(item) : ended(item)}</span>
          {waits && <ClassMark of={item.class} />}
        </span>
        {pick?.why && <span className="sub why-alone">{pick.why}</span>}
      </Link>
    </li>
  );
}

function PickBox({ item, pick }: { item: ApprovalItem; pick: Pick }) {
  const name = item.verb.map(({ text }) => text).join("");
  return (
    <label className="pick-box" title={pick.why ?? undefined}>
      <input
        type="checkbox"
        aria-label={`Pick: ${name}, as ${item.agent.name}`}
        checked={pick.on}
        disabled={pick.why !== null}
        onChange={pick.onToggle}
      />
    </label>
  );
}

function waitingFor(item: ApprovalItem): string {
  if (item.toAnswer) return "asked back: answer it";
  const { votes } = item;
  const count = votes && votes.need > 1 ? `${votes.have} of ${votes.need}, ` : "";
  return `${count}${whatWaits(item)}${saidBack(item)}`;
}

/** Whether something was asked back: first what still waits for its answer. */
function saidBack({ questions }: ApprovalItem): string {
  if (questions.open > 0) return ", asked back";
  return questions.answered > 0 ? ", answered" : "";
}

function whatWaits(item: ApprovalItem): string {
  if (item.notMine !== null) return WHY_NOT_MINE[item.notMine];
  if (item.siblings) return saySiblings(item.siblings);
  if (item.kind === "start") return "first approval";
  return item.calls > 1 ? `${item.calls} calls wait` : item.kind === "resume" ? "resume" : "held call";
}

function ended(item: ApprovalItem): string {
  const who = item.decided?.by ? ` by ${item.decided.by.name}` : "";
  if (item.wasCanary)
    return `a canary, ${item.state === "approved" ? "missed" : item.state === "denied" ? "caught" : item.state}${who}`;
  if (item.state !== "approved") return item.state === "denied" ? `denied${who}` : item.state;
  const outcome = item.outcome ? CALL_MARKS[item.outcome.state].word : "waiting for the agent";
  return `approved${who}, ${outcome}`;
}
