"use client";
import { useParams, useRouter, useSearchParams } from "next/navigation";
import { routes } from "@/lib/base/routes";
import { useEndpoint } from "../api/queries";
import { PageFrame } from "../layout/page-frame";
import { usePageTitle } from "../layout/page-title";
import { TwoPane } from "../layout/two-pane";
import { NotLive } from "../live/live-health";
import { usePageKeys } from "../ui/page-keys";
import { ApprovalCard } from "./approval-card";
import { INBOX_VIEWS, InboxList, type InboxView, useApprovals } from "./inbox-list";
import { NoCard } from "./no-card";

const KEYS = [
  { keys: ["J", "K"], word: "move" },
  { keys: ["A", "N", "D", "Q"], word: "answer" },
];

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
  const at = items.findIndex((item) => item.id === open);
  const go = (index: number) => {
    const item = items[index];
    if (item) router.push(routes.inbox(item.id, filters), { scroll: false });
  };
  usePageKeys({ j: () => go(Math.min(at + 1, items.length - 1)), k: () => go(Math.max(at - 1, 0)) });
  return (
    <PageFrame title="Inbox" keys={KEYS} back={{ href: routes.inbox(undefined, filters), label: "Back to the list" }}>
      <NotLive />
      <TwoPane
        listLabel="Approvals"
        open={approval !== undefined}
        list={<InboxList view={view} me={me} approvals={approvals} open={open} />}
        detail={open === undefined ? <NoCard /> : <ApprovalCard key={open} id={open} />}
      />
    </PageFrame>
  );
}
