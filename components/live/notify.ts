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

/** Tells of new approvals while the page is hidden. The tag keeps several open pages from telling the same twice. */
export function notifyOf(events: readonly LiveEvent[]): void {
  if (!document.hidden || !mayNotify()) return;
  for (const event of events) {
    if (event.kind !== "approval.requested" || !event.approvalId) continue;
    const notification = new Notification("An approval waits", {
      tag: event.approvalId,
      body: "An agent asks; open the inbox to see what it is.",
    });
    const { approvalId } = event;
    notification.onclick = () => {
      window.focus();
      location.assign(routes.inbox(approvalId));
    };
  }
}
