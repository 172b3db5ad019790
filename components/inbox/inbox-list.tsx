"use client";
import { BadgeCheck, Inbox as InboxIcon } from "lucide-react";
import type { Me } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useList } from "../api/queries";
import { Button } from "../ui/button";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { LoadMore } from "../ui/load-more";
import { SkeletonRows } from "../ui/skeleton";
import { SegmentViews } from "../ui/views";
import { InboxItem } from "./inbox-item";
import { type InboxRow, standsFor } from "./inbox-rows";
import { PickedBar } from "./picked-bar";
import { whyAlone } from "./together";
import type { Picked } from "./use-picked";

export const INBOX_VIEWS = ["mine", "others", "decided"] as const;
export type InboxView = (typeof INBOX_VIEWS)[number];

export function useApprovals(view: InboxView) {
  return useList("listApprovals", { view });
}

type InboxListProps = {
  view: InboxView;
  me: Me | undefined;
  approvals: ReturnType<typeof useApprovals>;
  /** The approvals as they stand in the list: those that ask the same are one row. */
  rows: readonly InboxRow[];
  open: string | undefined;
  /** What is picked to be answered together; null where nothing is. */
  picked: Picked | null;
};

/** What waits, first deadline first; what waits for others; what was decided, newest first. */
export function InboxList({ view, me, approvals, rows, open, picked }: InboxListProps) {
  const filters: Record<string, string> = view === "mine" ? {} : { view };
  const { items } = approvals;
  return (
    <>
      <div className="list-h">
        <SegmentViews
          label="Show"
          views={[
            { href: routes.inbox(), label: "Mine", count: me?.counts.mine, current: view === "mine" },
            {
              href: routes.inbox(undefined, { view: "others" }),
              label: "Others’",
              count: me?.counts.others,
              current: view === "others",
            },
            { href: routes.inbox(undefined, { view: "decided" }), label: "Decided", current: view === "decided" },
          ]}
        />
      </div>
      {approvals.isPending && <SkeletonRows label="Loading approvals" />}
      {approvals.isError && <ErrorState error={approvals.error} onRetry={() => void approvals.refetch()} />}
      {approvals.isSuccess && items.length === 0 && <Nothing view={view} me={me} />}
      {items.length > 0 && (
        <>
          <p className="list-g">
            <span>{HEADS[view]}</span>
            <span className="ml-auto">{view === "decided" ? "newest first" : "first deadline first"}</span>
            {picked && !picked.on && items.some((item) => whyAlone(item) === null) && (
              <Button variant="bare" className="pick-begin" shortcut="select" onClick={picked.begin}>
                Pick several
              </Button>
            )}
          </p>
          <ul>
            {rows.map((row) => (
              <InboxItem
                key={row.item.id}
                item={row.item}
                open={standsFor(row, open)}
                filters={filters}
                pick={
                  picked?.on
                    ? {
                        on: picked.has(row.item.id),
                        why: picked.whyNot(row.item),
                        onToggle: () => picked.toggle(row.item),
                      }
                    : undefined
                }
              />
            ))}
          </ul>
        </>
      )}
      {approvals.hasNextPage && (
        <LoadMore
          shown={items.length}
          more={{
            busy: approvals.isFetchingNextPage,
            failed: approvals.isFetchNextPageError,
            load: () => void approvals.fetchNextPage(),
          }}
        />
      )}
      {picked && <PickedBar picked={picked} />}
    </>
  );
}

const HEADS = { mine: "Waiting for you", others: "Waiting for somebody else", decided: "Decided" } as const;

function Nothing({ view, me }: { view: InboxView; me: Me | undefined }) {
  if (view === "decided") return <EmptyState icon={BadgeCheck} title="Nothing has been decided yet" />;
  if (view === "others") return <EmptyState icon={InboxIcon} title="Nothing waits for somebody else" />;
  const alone = me !== undefined && me.house.approvers < 2;
  return (
    <EmptyState icon={InboxIcon} title="Nothing waits for you">
      <p>
        {alone
          ? "Nobody approves for their own agent: invite a second approver."
          : "A call that needs a person appears here at once."}
      </p>
      {alone && (
        <a className="link" href={routes.settings("people")}>
          Invite somebody
        </a>
      )}
    </EmptyState>
  );
}
