"use client";
import { useCallback, useMemo, useState } from "react";
import type { ApprovalDetail } from "@/lib/api/schema";
import { useEndpoint } from "../api/queries";
import { AgentWords } from "../domain/agent-words";
import { Digest } from "../domain/digest";
import { ErrorState } from "../ui/error-state";
import { Skeleton } from "../ui/skeleton";
import { CardAsked } from "./card-asked";
import { CardCalls } from "./card-calls";
import { CardChanges, CardUsual } from "./card-changes";
import { CardHead } from "./card-head";
import { CardOutcome } from "./card-outcome";
import { CardPattern } from "./card-pattern";
import { CardQuestions } from "./card-questions";
import { CardRail } from "./card-rail";
import { CardScope } from "./card-scope";
import { CardSiblings } from "./card-siblings";
import { DecideBar } from "./decide-bar";
import { useSight } from "./use-sight";

/** One approval, with everything its digest binds: what would happen, why it is asked, what changed, what it would give. */
export function ApprovalCard({ id }: { id: string }) {
  const query = useEndpoint("approval", { id });
  if (query.isPending) return <Skeleton label="Loading the approval" />;
  if (query.isError)
    return <ErrorState error={query.error} notDone="Nothing was decided." onRetry={() => void query.refetch()} />;
  return <Card approval={query.data} />;
}

/** Where the call differs from the last one alike. */
function changedPointers({ since }: ApprovalDetail): ReadonlySet<string> {
  const names = (since?.changes ?? []).flatMap(({ what, name }) => (what === "argument" ? [name] : []));
  return new Set(names.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`));
}

function Card({ approval }: { approval: ApprovalDetail }) {
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  const onShown = useCallback(
    (holdId: string) => setShown((before) => (before.has(holdId) ? before : new Set([...before, holdId]))),
    [],
  );
  const changed = useMemo(() => changedPointers(approval), [approval]);
  const waits = approval.state === "pending";
  const readable = approval.waiting.every((call) => call.arguments.state === "shown");
  const complete = approval.waiting.every((call) => shown.has(call.holdId));
  const card = useSight(approval, readable && complete);
  return (
    <article className="card" aria-labelledby="card-title" ref={card}>
      <div className="card-b">
        <div className="card-main">
          <CardHead approval={approval} />
          {!waits && <CardOutcome approval={approval} />}
          <CardQuestions approval={approval} />
          <CardAsked approval={approval} />
          {approval.pattern && <CardPattern pattern={approval.pattern} />}
          {approval.since && <CardChanges since={approval.since} />}
          {approval.usual && <CardUsual usual={approval.usual} />}
          {waits && approval.siblings && <CardSiblings approval={approval} siblings={approval.siblings} />}
          {approval.authority && <CardScope authority={approval.authority} tools={approval.tools} />}
          <CardCalls calls={approval.waiting} changed={changed} onShown={onShown} />
          <AgentWords agent={approval.agent.name} text={approval.words.purpose} />
          <footer className="foot">
            <Digest hex={approval.digest} />
            <span className="wide-only">the same code everywhere</span>
          </footer>
        </div>
        <CardRail approval={approval} />
      </div>
      {waits && <DecideBar approval={approval} unseen={readable ? (complete ? null : "loading") : "withheld"} />}
    </article>
  );
}
