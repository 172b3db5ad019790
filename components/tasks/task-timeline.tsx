"use client";
import { ScrollText } from "lucide-react";
import { useRouter, useSearchParams } from "next/navigation";
import { useMemo } from "react";
import type { InputOf, Me, TaskDetail } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import { useList } from "../api/queries";
import { TimelinePart } from "../domain/timeline";
import { Chip, Chips } from "../ui/chips";
import { formatCount } from "../ui/count";
import { EmptyState } from "../ui/empty-state";
import { ErrorState } from "../ui/error-state";
import { LoadMore } from "../ui/load-more";
import { SkeletonRows } from "../ui/skeleton";
import { epochsOf } from "./authority-spans";
import { CallRun } from "./call-run";
import { EpochNote } from "./epoch-note";
import { groupEntries } from "./timeline-groups";
import { type LineContext, TimelineLine } from "./timeline-line";
import { useSeen } from "./use-seen";

type Show = NonNullable<InputOf<"taskTimeline">["show"]>;

const SHOWS = [
  { show: "all", word: "All", count: () => undefined },
  { show: "calls", word: "Calls", count: ({ calls }) => calls.allowed + calls.held + calls.denied },
  { show: "held", word: "Held", count: ({ calls }) => calls.held },
  { show: "denied", word: "Denied", count: ({ calls }) => calls.denied },
  { show: "people", word: "People", count: () => undefined },
] as const satisfies { show: Show; word: string; count: (task: TaskDetail) => number | undefined }[];

/** Everything that happened to a task, newest first, by epoch. What is shown of it stands in the address. */
export function TaskTimeline({ task, me }: { task: TaskDetail; me: Me | undefined }) {
  const router = useRouter();
  const asked = useSearchParams().get("show");
  const show: Show = SHOWS.find((one) => one.show === asked)?.show ?? "all";
  const choose = (next: Show) =>
    router.replace(routes.task(task.id, { show: next === "all" ? undefined : next }), { scroll: false });
  return (
    <section className="stack gap-2" aria-label="Timeline">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 className="strong">Timeline</h3>
        <Chips label="Show">
          {SHOWS.map(({ show: name, word, count }) => {
            const number = count(task);
            return (
              <Chip
                key={name}
                on={show === name}
                onToggle={() => choose(name)}
                count={number === undefined ? undefined : formatCount(number)}
              >
                {word}
              </Chip>
            );
          })}
        </Chips>
      </div>
      <Entries key={show} task={task} me={me} show={show} />
    </section>
  );
}

function Entries({ task, me, show }: { task: TaskDetail; me: Me | undefined; show: Show }) {
  const list = useList("taskTimeline", { id: task.id, show });
  const { items } = list;
  const seen = useSeen(items[0]?.seq);
  const groups = useMemo(() => groupEntries(items), [items]);
  const epochs = useMemo(() => epochsOf(task.life), [task.life]);
  const holds = useMemo(() => new Map(task.holds.map((hold) => [hold.callId, hold])), [task.holds]);
  const context: LineContext = { me, holds, agent: task.agent.name, seen };
  if (list.isPending) return <SkeletonRows label="Loading the timeline" />;
  if (list.isError && items.length === 0) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (items.length === 0) return <EmptyState icon={ScrollText} title={NOTHING[show]} />;
  return (
    <>
      {groups.map((group) => (
        <TimelinePart
          key={group.key}
          title={group.epoch === null ? "Before any epoch" : `Epoch ${group.epoch}`}
          note={group.epoch !== null && <EpochNote epoch={epochs.get(group.epoch)} />}
        >
          {group.items.map((item) =>
            item.kind === "run" ? (
              <CallRun key={item.calls.at(-1)?.seq} run={item} context={context} />
            ) : (
              <TimelineLine key={item.entry.seq} entry={item.entry} also={item.also} context={context} />
            ),
          )}
        </TimelinePart>
      ))}
      {list.hasNextPage && (
        <LoadMore
          shown={items.length}
          more={{
            busy: list.isFetchingNextPage,
            failed: list.isFetchNextPageError,
            load: () => void list.fetchNextPage(),
          }}
        />
      )}
    </>
  );
}

const NOTHING: Readonly<Record<Show, string>> = {
  all: "Nothing has happened yet",
  calls: "No call has been made",
  held: "No call was held",
  denied: "No call was denied",
  people: "No person has acted on it",
};
