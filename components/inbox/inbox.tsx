"use client";
import { useParams, useRouter, useSearchParams } from "next/navigation";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { hintFor } from "../keys/key-list";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { TwoPane } from "../layout/two-pane";
import { NotLive } from "../live/live-health";
import { usePageKeys } from "../ui/page-keys";
import { ApprovalCard } from "./approval-card";
import { INBOX_VIEWS, InboxList, type InboxView, useApprovals } from "./inbox-list";
import { foldSiblings, standsFor, unfolded } from "./inbox-rows";
import { NoCard } from "./no-card";
import { TogetherHost } from "./together-host";
import { usePicked } from "./use-picked";

const HINTS = [hintFor("move", "next", "previous"), hintFor("answer", "approve", "narrow", "edit", "deny", "ask")];

/** The inbox: what waits at the left, the card that is open at the right; one of the two on a phone. */
export function Inbox() {
  const router = useRouter();
  const { approval } = useParams<{ approval?: string }>();
  const asked = useSearchParams().get("view");
  const view: InboxView = INBOX_VIEWS.find((name) => name === asked) ?? "mine";
  const me = useEndpoint("me", {}).data;
  usePageTitle("Inbox", me?.counts.mine);
  const approvals = useApprovals(view);
  const { items } = approvals;
  const open = approval ?? items[0]?.id;
  const filters: Record<string, string> = view === "mine" ? {} : { view };
  const picked = usePicked(items);
  const rows = view === "decided" || picked.on ? unfolded(items) : foldSiblings(items);
  const at = rows.findIndex((row) => standsFor(row, open));
  const go = (index: number) => {
    const item = rows[index]?.item;
    if (item) router.push(routes.inbox(item.id, filters), { scroll: false });
  };
  const select = () => {
    const item = rows[at]?.item;
    if (item && picked.on) picked.toggle(item);
  };
  usePageKeys({
    next: () => go(Math.min(at + 1, rows.length - 1)),
    previous: () => go(Math.max(at - 1, 0)),
    select,
  });
  return (
    <TogetherHost>
      <PageFrame
        title="Inbox"
        keys={HINTS}
        back={{ href: routes.inbox(undefined, filters), label: "Back to the list" }}
      >
        <NotLive />
        <TwoPane
          listLabel="Approvals"
          open={approval !== undefined}
          list={
            <InboxList
              view={view}
              me={me}
              approvals={approvals}
              rows={rows}
              open={open}
              picked={view === "mine" ? picked : null}
            />
          }
          detail={open === undefined ? <NoCard /> : <ApprovalCard key={open} id={open} />}
        />
      </PageFrame>
    </TogetherHost>
  );
}
