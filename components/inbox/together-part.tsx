"use client";
import { CircleAlert, CircleQuestionMark, Clock } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import type { ApprovalDetail, ApprovalItem } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { problemOf } from "../api/problem";
import { useEndpoint } from "../api/queries";
import { Digest } from "../domain/digest";
import { JsonArguments } from "../domain/json-arguments";
import { APPROVAL_MARKS } from "../domain/states";
import { Untrusted } from "../domain/untrusted";
import { TimeLeft } from "../time/time-left";
import { Checkbox } from "../ui/checkbox";
import { ErrorState } from "../ui/error-state";
import { Notice } from "../ui/notice";
import { Skeleton } from "../ui/skeleton";
import { whyAloneInFull } from "./together";
import { useSight } from "./use-sight";
import type { OneResult } from "./use-together";

/** What of one approval was shown, as its review will name it. */
export type PartSeen = {
  digest: string;
  rendering: string;
  /** All of it has been drawn. */
  complete: boolean;
  /** Why it cannot be answered here; null when it can. */
  why: string | null;
};

type TogetherPartProps = {
  item: ApprovalItem;
  chosen: boolean;
  result: OneResult | undefined;
  onToggle: (id: string) => void;
  onSeen: (id: string, part: PartSeen) => void;
};

/** One of several calls, complete: who asks, until when, its arguments and its digest, and what came of the answer. */
export function TogetherPart({ item, chosen, result, onToggle, onSeen }: TogetherPartProps) {
  const query = useEndpoint("approval", { id: item.id });
  const [complete, setComplete] = useState(false);
  const first = useRef<ApprovalDetail | null>(null);
  const approval = query.data;
  if (approval && !first.current) first.current = approval;
  const shown = first.current;
  const lost = query.isError && !shown;
  const why = shown && approval ? whyNotThis(shown, approval) : lost ? "It could not be loaded." : null;
  const onComplete = useCallback(() => setComplete(true), []);
  useEffect(() => {
    if (shown) onSeen(item.id, { digest: shown.digest, rendering: shown.rendering.digest, complete, why });
    // What could not be loaded holds up nothing: it is left out until it is there.
    else if (lost) onSeen(item.id, { digest: item.digest, rendering: "", complete: false, why });
  }, [shown, lost, complete, why, item.id, item.digest, onSeen]);
  const settled = result !== undefined;
  return (
    <li className="together-part">
      <div className="together-head">
        <Checkbox
          checked={chosen && (why === null || settled)}
          disabled={settled || why !== null}
          onChange={() => onToggle(item.id)}
        >
          <Untrusted text={item.agent.name} />, owned by {item.agent.owner.name}, in “
          <Untrusted text={item.task.purpose} />”
        </Checkbox>
        <Digest hex={shown?.digest ?? item.digest} />
        {!settled && <TimeLeft until={item.decideBy} from={item.createdAt} />}
      </div>
      {query.isPending && <Skeleton label="Loading the arguments" />}
      {query.isError && !shown && (
        <ErrorState error={query.error} inline notDone="It is left out." onRetry={() => void query.refetch()} />
      )}
      {shown && <PartArguments approval={shown} complete={complete} onComplete={onComplete} />}
      {why !== null && !lost && !settled && (
        <p className="hint wait">
          {why} <a href={routes.inbox(item.id)}>Look at it alone</a>
        </p>
      )}
      {result && <PartResult result={result} />}
    </li>
  );
}

type PartArgumentsProps = { approval: ApprovalDetail; complete: boolean; onComplete: () => void };
const MARKS = { head: ".part-head", foot: ".part-foot" };

/** The arguments, complete. That they were before somebody's eyes is told as it is of a card. */
function PartArguments({ approval, complete, onComplete }: PartArgumentsProps) {
  const part = useSight<HTMLDivElement>(approval, complete, MARKS);
  const rows = approval.waiting[0]?.rendering?.rows;
  if (!rows) return null;
  return (
    <div ref={part}>
      <div className="part-head" />
      <JsonArguments rows={rows} onComplete={onComplete} />
      <div className="part-foot" />
    </div>
  );
}

/** Why what stands here cannot be answered: what it is, or that it is no longer what was shown. */
function whyNotThis(shown: ApprovalDetail, now: ApprovalDetail): string | null {
  if (now.state !== "pending") {
    const by = now.decided?.by ? ` by ${now.decided.by.name}` : "";
    return `It was ${now.state}${by} while this was open.`;
  }
  if (now.digest !== shown.digest || now.rendering.digest !== shown.rendering.digest)
    return "It has changed since it was shown here.";
  return whyAloneInFull(now);
}

function PartResult({ result }: { result: OneResult }) {
  if (result.state === "asking") return <Notice icon={Clock} title="Recording…" />;
  if (result.state === "done") {
    const { tone, icon, word } = APPROVAL_MARKS[result.now];
    return <Notice tone={tone} icon={icon} title={`Recorded: ${word}`} />;
  }
  const { title, detail } = problemOf(result.error);
  if (result.state === "unknown")
    return (
      <Notice tone="wait" icon={CircleQuestionMark} title={`${title}.`}>
        Whether it was recorded is not known. Press again: it is recorded once.
      </Notice>
    );
  return (
    <Notice tone="stop" icon={CircleAlert} title={`${title}.`}>
      {detail} Nothing was recorded.
    </Notice>
  );
}
