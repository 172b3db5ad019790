import type { Me } from "@/lib/api/schema";
import { routes } from "@/lib/base/routes";
import type { LiveEvent } from "@/lib/live/schema";

const KEY = "countersign.notify";

/** Whether this browser may tell of approvals while its page is hidden: asked for here, and allowed by the browser. */
export function mayNotify(): boolean {
  return (
    typeof Notification !== "undefined" && Notification.permission === "granted" && localStorage.getItem(KEY) === "on"
  );
}

/** Turns notifications of this browser on or off. Asks the browser for its permission, which only a click may do. */
export async function setNotify(on: boolean): Promise<boolean> {
  if (on && typeof Notification !== "undefined" && Notification.permission === "default")
    await Notification.requestPermission();
  localStorage.setItem(KEY, on ? "on" : "off");
  return mayNotify();
}

/**
 * Tells an approver of new approvals while the page is hidden. The tag keeps several open pages from telling the same
 * twice. It says nothing of what is asked: notifications stand on locked screens.
 */
export function notifyOf(events: readonly LiveEvent[], me: Pick<Me, "rights"> | undefined): void {
  if (!me?.rights.includes("review") || !document.hidden || !mayNotify()) return;
  for (const { kind, approvalId } of events) {
    if (kind !== "approval.requested" || !approvalId) continue;
    const notification = new Notification("An approval waits", {
      tag: approvalId,
      body: "An agent asks; open the inbox to see what it is.",
    });
    notification.onclick = () => {
      window.focus();
      location.assign(routes.inbox(approvalId));
    };
  }
}
