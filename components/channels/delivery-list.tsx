"use client";
import { RotateCw } from "lucide-react";
import Link from "next/link";
import type { ChannelRow, DeliveryRow } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useAct, useEndpoint } from "../api/queries";
import { StateMark } from "../domain/state-mark";
import { Untrusted } from "../domain/untrusted";
import { TimeStamp } from "../time/time-stamp";
import { Button } from "../ui/button";
import { counted } from "../ui/count";
import { ErrorState } from "../ui/error-state";
import { SkeletonRows } from "../ui/skeleton";
import { MESSAGE_WORDS } from "./channel-words";

const SHOWN = 50;
/** Attempts are in no entry of the log, so nothing tells of them: the list asks by itself. */
const ASKED_EVERY_MS = 5000;

/** The latest messages of a channel, each with what came of it, and how to send one again. */
export function DeliveryList({ channel }: { channel: ChannelRow }) {
  const list = useEndpoint("listDeliveries", { id: channel.id, limit: SHOWN }, { refetchInterval: ASKED_EVERY_MS });
  const rows = list.data?.items ?? [];
  return (
    <section aria-label={`Messages of ${channel.name}`} className="box rows">
      {list.isPending && <SkeletonRows rows={3} label="Loading messages" />}
      {list.isError && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} inline />}
      {list.data && rows.length === 0 && <p className="muted px-3 py-2">No message yet. Tests are not listed.</p>}
      {rows.map((row) => (
        <DeliveryItem key={row.id} row={row} />
      ))}
      {list.data?.next && <p className="hint px-3 py-2">The latest {SHOWN}. The API has all of the last 30 days.</p>}
    </section>
  );
}

function DeliveryItem({ row }: { row: DeliveryRow }) {
  const act = useAct("retryDelivery", ["listDeliveries", "listChannels"]);
  const again = row.state === "failed" || row.state === "waiting";
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 items-center px-3 py-2">
      <StateMark of="delivery" state={row.state} className="w-20" />
      <div className="grow min-w-56 basis-64">
        <p>
          <Link className="link" href={routes.inbox(row.approvalId)}>
            {MESSAGE_WORDS[row.event]}
          </Link>
          {row.to && ` · to ${row.to.name}`}
        </p>
        <p className="hint break-words">
          {row.note !== null && <Untrusted text={row.note} />}
          {row.note === null && "not tried yet"}
        </p>
        {act.isError && <ErrorState error={act.error} inline notDone="It was not sent again." />}
      </div>
      <p className="hint">
        {counted(row.attempts, "attempt")} · <TimeStamp at={row.endedAt ?? row.createdAt} show="both" />
        {row.nextAt && (
          <>
            {" · next "}
            <TimeStamp at={row.nextAt} show="relative" />
          </>
        )}
      </p>
      {again && (
        <Button icon={RotateCw} busy={act.isPending && "Recording…"} onClick={() => act.mutate({ id: row.id })}>
          Try again
        </Button>
      )}
    </div>
  );
}
